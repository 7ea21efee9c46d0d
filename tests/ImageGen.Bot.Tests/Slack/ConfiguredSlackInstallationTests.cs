using ImageGen.Bot.Slack;
using Xunit;
using static ImageGen.Bot.Tests.Slack.SlackTestBed;

namespace ImageGen.Bot.Tests.Slack;

public sealed class ConfiguredSlackInstallationTests : IDisposable
{
    private const string Owner = """{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"imagegen","team_id":"T1","user_id":"U9","bot_id":"B9","is_enterprise_install":false}""";

    private readonly SlackTestBed _bed = new();
    private readonly ConfiguredSlackInstallation _installation;

    public ConfiguredSlackInstallationTests() => _installation = new ConfiguredSlackInstallation(
        Options with { BotToken = "xoxb-secret", ClientId = null, ClientSecret = null }, _bed.Calls, _bed.Log.For<ConfiguredSlackInstallation>());

    [Fact]
    public async Task Token_OfItsWorkspace_IsTheConfiguredOneAndSlackIsAskedOnce()
    {
        _bed.Slack.Answers(Owner);
        Assert.Equal(new SlackResult<string>.Ok("xoxb-secret"), await TokenAsync("T1"));
        Assert.Equal(new SlackResult<string>.Ok("xoxb-secret"), await TokenAsync("T1"));
        var seen = Assert.Single(_bed.Slack.Seen);
        Assert.Equal((Api + "auth.test", "Bearer xoxb-secret"), (seen.Url, seen.Authorization));
    }

    [Fact]
    public async Task OtherWorkspaces_AreNotServed()
    {
        _bed.Slack.Answers(Owner);
        Assert.True(await IsInstalledAsync(new SlackWorkspace("T1")));
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T2")));
        Assert.False(await IsInstalledAsync(new SlackWorkspace(null)));
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotInstalled), await TokenAsync("T2"));
    }

    [Fact]
    public async Task OrganisationsToken_ServesItsWorkspaces()
    {
        _bed.Slack.Answers("""{"ok":true,"team_id":"E1","enterprise_id":"E1","is_enterprise_install":true}""");
        Assert.True(await IsInstalledAsync(new SlackWorkspace("T1", "E1", IsEnterpriseInstall: true)));
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T2", "E2", IsEnterpriseInstall: true)));
        Assert.Equal(new SlackResult<string>.Ok("xoxb-secret"), await TokenAsync("T1"));
    }

    [Fact]
    public async Task SlackAway_TurnsNobodyAwayAndIsAskedAgain()
    {
        _bed.Slack.Answers(503, "").Answers(503, "").Answers(Owner);
        Assert.True(await IsInstalledAsync(new SlackWorkspace("T1")));
        Assert.Equal(SlackVerdict.Later, (await TokenAsync("T1")).Verdict());
        Assert.Equal(new SlackResult<string>.Ok("xoxb-secret"), await TokenAsync("T1"));
    }

    [Fact]
    public async Task Token_Revoked_IsNotInstalled()
    {
        _bed.Slack.Refuses("invalid_auth").Refuses("invalid_auth");
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T1")));
        Assert.Equal(SlackVerdict.TokenEnded, (await TokenAsync("T1")).Verdict());
    }

    [Fact]
    public async Task Remove_Uninstalled_TellsTheOperator()
    {
        await _installation.RemoveAsync(new SlackWorkspace("T1"), _bed.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Contains("Slack:BotToken", Assert.Single(_bed.Log.Lines), StringComparison.Ordinal);
    }

    public void Dispose() => _bed.Dispose();

    private Task<SlackResult<string>> TokenAsync(string team) => _installation.TokenAsync(SlackInstallations.TenantOf(team), CancellationToken.None);

    private Task<bool> IsInstalledAsync(SlackWorkspace workspace) => _installation.IsInstalledAsync(workspace, CancellationToken.None);
}
