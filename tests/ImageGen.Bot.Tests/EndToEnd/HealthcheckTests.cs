using System.Globalization;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

public sealed class HealthcheckTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://+:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task Healthcheck_OfTheBotServingHere_TellsItAliveFromGone(string key, string value)
    {
        using var folder = new TempFolder();
        await using var bot = await BotProcess.ServeAsync(folder);
        var settings = (key, string.Format(CultureInfo.InvariantCulture, value, bot.Address.Port));
        var (alive, output, error) = await BotProcess.RunAsync(folder, ["healthcheck"], settings);
        Assert.Equal((0, "", ""), (alive, output, error));

        await bot.KillAsync();
        var (gone, _, why) = await BotProcess.RunAsync(folder, ["healthcheck"], settings);
        Assert.Equal(1, gone);
        Assert.StartsWith($"http://localhost:{bot.Address.Port}/healthz/live does not answer: ", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_OfAnotherProgram_IsNotHealthy()
    {
        using var folder = new TempFolder();
        await using var other = await BotProcess.ServeAsync(folder);
        var (exit, _, error) = await BotProcess.RunAsync(folder, ["healthcheck"], ("ASPNETCORE_URLS", $"http://localhost:{other.Address.Port}/nowhere/"));
        Assert.Equal(1, exit);
        Assert.Contains("answers 404", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--port")]
    [InlineData(0, "--help")]
    public async Task Healthcheck_Options_AreOnlyHelp(int expected, string option)
    {
        using var folder = new TempFolder();
        Assert.Equal(expected, (await BotProcess.RunAsync(folder, ["healthcheck", option])).ExitCode);
    }
}
