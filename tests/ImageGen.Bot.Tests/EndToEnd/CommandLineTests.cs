using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Imagine_Prompt_PrintsUrlAndFileThenAnswersFromTheCache()
    {
        using var folder = new TempFolder();
        var (exit, output, error) = await BotProcess.RunAsync(folder, ["imagine", "a cool cat", "--style", "watercolor"]);
        Assert.True(exit == 0, output + error);
        Assert.Contains("queued", error, StringComparison.Ordinal);
        Assert.Contains("url         http://localhost:8080/images/", output, StringComparison.Ordinal);
        var file = output.Split('\n').Single(line => line.StartsWith("file", StringComparison.Ordinal))[4..].Trim();
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(file))[..4]);

        var (_, again, _) = await BotProcess.RunAsync(folder, ["imagine", "a cool cat", "--style", "watercolor"]);
        Assert.Contains("cost        nothing, it was cached", again, StringComparison.Ordinal);
        Assert.Contains(file, again, StringComparison.Ordinal);

        var (_, fresh, _) = await BotProcess.RunAsync(folder, ["imagine", "a cool cat", "--style", "watercolor", "--fresh"]);
        Assert.DoesNotContain("cached", fresh, StringComparison.Ordinal);
        Assert.DoesNotContain(file, fresh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imagine_Json_EndsWithTheJobDocument()
    {
        using var folder = new TempFolder();
        var (exit, output, _) = await BotProcess.RunAsync(folder, ["imagine", "two small boats", "--count", "2", "--ar", "3:1", "--seed", "9", "--json"]);
        var job = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal((0, "completed", 2, 9), (exit, job.Text("state"), job.Items("assets").Count, job.GetProperty("seed").GetInt32()));
    }

    [Theory]
    [InlineData(2, "prompt: ", "imagine", "ab")]
    [InlineData(2, "Did you mean 'cartoon'?", "imagine", "a cat", "--style", "carton")]
    [InlineData(2, "Did you mean '--style'?", "imagine", "a cat", "--styel", "cartoon")]
    [InlineData(2, "count: ", "imagine", "a cat", "--count", "5")]
    [InlineData(3, "refused: ", "imagine", "lolicon drawing")]
    [InlineData(2, "no command 'imagin'", "imagin", "a cat")]
    public async Task Imagine_WhatCannotBeDrawn_SaysWhyWithItsExitCode(int expectedExit, string expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        var (exit, _, error) = await BotProcess.RunAsync(folder, arguments);
        Assert.Equal(expectedExit, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imagine_OverTheQuota_IsRefusedWithItsReset()
    {
        using var folder = new TempFolder();
        var (exit, _, error) = await BotProcess.RunAsync(folder, ["imagine", "three boats", "--count", "3"], ("Quotas__ImagesPerUserPerDay", "2"));
        Assert.Equal(3, exit);
        Assert.Matches("The limit of 2 pictures a day for you would be overrun \\(0 used, 3 more asked for\\); it resets at [0-9-]+ 00:00 UTC", error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("imagine", "--help")]
    public async Task Help_Asked_IsPrinted(params string[] arguments)
    {
        using var folder = new TempFolder();
        var (exit, output, _) = await BotProcess.RunAsync(folder, arguments);
        Assert.Equal(0, exit);
        Assert.StartsWith(arguments is ["imagine", ..] ? "Usage: " : "ImageGen.Bot: ", output, StringComparison.Ordinal);
    }
}
