using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.EndToEnd;

public sealed class DiscordCommandLineTests
{
    [Fact]
    public async Task Register_Twice_ChangesNothingTheSecondTime()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var (exit, output, error) = await RunAsync(discord, "register");
        Assert.True(exit == 0, output + error);
        Assert.Contains("+ /imagine\n", output, StringComparison.Ordinal);
        Assert.Contains("Registered 8 commands.", output, StringComparison.Ordinal);
        Assert.Contains($"https://discord.com/oauth2/authorize?client_id={discord.ApplicationId}&integration_type=0&scope=bot+applications.commands&permissions=309237763072", output, StringComparison.Ordinal);
        Assert.Contains($"https://discord.com/oauth2/authorize?client_id={discord.ApplicationId}&integration_type=1&scope=applications.commands\n", output, StringComparison.Ordinal);

        var (again, second, _) = await RunAsync(discord, "register");
        Assert.Equal(0, again);
        Assert.Contains("Nothing to do: 8 commands are as they should be.", second, StringComparison.Ordinal);
        Assert.Single(discord.Calls, call => call.Route.StartsWith("PUT ", StringComparison.Ordinal));
        Assert.Empty(discord.Violations);
    }

    [Fact]
    public async Task Register_DryRun_SaysWhatWouldChangeAndChangesNothing()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var (exit, output, _) = await RunAsync(discord, "register", "--dry-run");
        Assert.Equal(0, exit);
        Assert.Contains("+ Use as reference (in a menu)\n", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", output, StringComparison.Ordinal);
        Assert.DoesNotContain(discord.Calls, call => call.Route.StartsWith("PUT ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Register_InAServer_RegistersThereAlone()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var guild = discord.AddGuild();
        var (exit, output, error) = await RunAsync(discord, "register", "--guild", guild.Id);
        Assert.True(exit == 0, output + error);
        Assert.Equal(8, discord.CommandsIn(guild).Count);
        Assert.Empty(discord.CommandsIn(null));
        Assert.Contains("Nothing to do", (await RunAsync(discord, "register", $"--guild={guild.Id}")).Out, StringComparison.Ordinal);
        Assert.Empty(discord.Violations);
    }

    [Fact]
    public async Task Register_InAServerWithoutTheBot_SaysHowToAddIt()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var (exit, _, error) = await RunAsync(discord, "register", "--guild", "123456789012345678");
        Assert.Equal(4, exit);
        Assert.Contains($"The bot is not in server 123456789012345678. Add it first: https://discord.com/oauth2/authorize?client_id={discord.ApplicationId}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_WrongToken_NamesTheSettingAndNotTheToken()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var (exit, output, error) = await RunAsync(discord, [("Discord__BotToken", "not-the-token")], "register");
        Assert.Equal(4, exit);
        Assert.StartsWith("Discord does not accept the token in Discord:BotToken.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-token", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_ApplicationOfAnotherToken_SaysThatTheyDoNotBelongTogether()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var (exit, _, error) = await RunAsync(discord, [("Discord__ApplicationId", "123456789012345678")], "register");
        Assert.Equal(4, exit);
        Assert.Contains("must be of one application", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_DiscordAway_SaysSo()
    {
        await using var discord = await FakeDiscord.StartAsync();
        var (exit, _, error) = await RunAsync(discord, [("Discord__ApiBaseUrl", $"http://127.0.0.1:{BotProcess.FreePort()}/api/v10")], "register");
        Assert.Equal(4, exit);
        Assert.StartsWith("Discord does not answer at http://127.0.0.1:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Usage: ImageGen.Bot discord register")]
    [InlineData(0, "Usage: ImageGen.Bot discord register", "register", "--help")]
    [InlineData(2, "There is no command 'discord unregister'.", "unregister")]
    [InlineData(2, "There is no option '--force'.", "register", "--force")]
    [InlineData(2, "--guild needs a server's id", "register", "--guild")]
    [InlineData(2, "--guild needs a server's id", "register", "--guild", "my server")]
    [InlineData(4, "Discord is not configured.", "register")]
    public async Task Discord_WithoutSettings_SaysWhatIsMissing(int expectedExit, string expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        var (exit, output, error) = await BotProcess.RunAsync(folder, ["discord", .. arguments]);
        Assert.Equal(expectedExit, exit);
        Assert.StartsWith(expected, exit == 0 ? output : error, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Out, string Error)> RunAsync(FakeDiscord discord, params string[] arguments) =>
        RunAsync(discord, [], arguments);

    private static async Task<(int ExitCode, string Out, string Error)> RunAsync(FakeDiscord discord, (string Key, string Value)[] settings, params string[] arguments)
    {
        using var folder = new TempFolder();
        var all = new Dictionary<string, string>
        {
            ["Discord__ApplicationId"] = discord.ApplicationId,
            ["Discord__PublicKey"] = discord.PublicKey,
            ["Discord__BotToken"] = discord.BotToken,
            ["Discord__ApiBaseUrl"] = discord.ApiBaseUrl.AbsoluteUri,
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return await BotProcess.RunAsync(folder, ["discord", .. arguments], [.. all.Select(setting => (setting.Key, setting.Value))]);
    }
}
