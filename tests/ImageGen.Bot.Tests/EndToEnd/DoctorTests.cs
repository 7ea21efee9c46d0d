using System.Text.Json;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>What an operator is told by the real program.</summary>
[Collection(Alone.Name)]
public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_NothingConfigured_FindsNothingAtFault()
    {
        using var folder = new TempFolder();
        var (exitCode, output, error) = await BotProcess.RunAsync(folder, ["doctor"]);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Nothing is at fault.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OnDiscord_SaysWhatToMendUntilItIsMended()
    {
        using var folder = new TempFolder();
        await using var discord = await FakeDiscord.StartAsync();
        discord.BotAddress = new Uri("https://images.example.com");
        var settings = DiscordScene.Settings(discord).Append(("PublicBaseUrl", "https://images.example.com")).ToArray();

        var (exitCode, report) = await ExamineAsync(folder, settings);
        Assert.Equal(4, exitCode);
        Assert.Equal(["Run: ImageGen.Bot discord register"], Remedies(report));

        var (registered, output, error) = await BotProcess.RunAsync(folder, ["discord", "register"], settings);
        Assert.True(registered == 0, error);
        Assert.Contains("+ /imagine", output, StringComparison.Ordinal);
        Assert.Contains($"client_id={discord.ApplicationId}", output, StringComparison.Ordinal);
        Assert.Contains("Nothing to do", (await BotProcess.RunAsync(folder, ["discord", "register"], settings)).Out, StringComparison.Ordinal);

        (exitCode, report) = await ExamineAsync(folder, settings);
        Assert.True(exitCode == 0, report.GetRawText());
        Assert.Contains(discord.ApplicationId, report.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(discord.BotToken, report.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(discord.Violations);
    }

    [Theory]
    [InlineData("Discord__BotToken", "wrong", "does not accept the bot's token")]
    [InlineData("Discord__PublicKey", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "The public key is not the application's")]
    [InlineData("Discord__ApplicationId", "999999999999999999", "not of 999999999999999999")]
    [InlineData("PublicBaseUrl", "http://localhost:8080", "https addresses that everybody reaches")]
    [InlineData("PublicBaseUrl", "https://elsewhere.example.com", "Interactions go to https://images.example.com/discord/interactions")]
    public async Task Doctor_OneSettingWrong_NamesIt(string key, string value, string found)
    {
        using var folder = new TempFolder();
        await using var discord = await FakeDiscord.StartAsync();
        discord.BotAddress = new Uri("https://images.example.com");
        var settings = DiscordScene.Settings(discord).Append(("PublicBaseUrl", "https://images.example.com")).Where(setting => setting.Item1 != key).Append((key, value)).ToArray();

        var (exitCode, report) = await ExamineAsync(folder, settings);
        Assert.Equal(4, exitCode);
        Assert.Contains(report.Items("parts").SelectMany(part => part.Items("findings")), finding => finding.Text("state") == "fault" && finding.Text("what")!.Contains(found, StringComparison.Ordinal));
    }

    private static async Task<(int ExitCode, JsonElement Report)> ExamineAsync(TempFolder folder, (string, string)[] settings)
    {
        var (exitCode, output, error) = await BotProcess.RunAsync(folder, ["doctor", "--json"], settings);
        Assert.Equal("", error);
        return (exitCode, JsonDocument.Parse(output).RootElement);
    }

    private static IEnumerable<string?> Remedies(JsonElement report) =>
        report.Items("parts").SelectMany(part => part.Items("findings")).Where(finding => finding.Text("state") == "fault").Select(finding => finding.Text("remedy"));
}
