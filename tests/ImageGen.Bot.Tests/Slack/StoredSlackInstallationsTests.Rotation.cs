using ImageGen.Bot.Slack;
using Xunit;
using static ImageGen.Bot.Tests.Slack.SlackTestBed;

namespace ImageGen.Bot.Tests.Slack;

// Tokens that end and are refreshed.
public sealed partial class StoredSlackInstallationsTests
{
    [Fact]
    public async Task Token_MoreThanTwoHoursLeft_IsUsedAsItIs()
    {
        await SaveRotatingAsync();
        _bed.Clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-1"), await TokenAsync());
        Assert.Empty(_bed.Slack.Seen);
    }

    [Fact]
    public async Task Token_LessThanTwoHoursLeft_IsRefreshedAndStoredBeforeItIsUsed()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(10.1));
        _bed.Slack.Answers(Refreshed);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await TokenAsync());
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await Open(_harness.Reopen()).TokenAsync(Team, CancellationToken.None));
        var seen = Assert.Single(_bed.Slack.Seen);
        Assert.Equal(
            (Api + "oauth.v2.access", "Basic " + Convert.ToBase64String("12.34:client-secret"u8), "grant_type=refresh_token&refresh_token=xoxe-1"),
            (seen.Url, seen.Authorization, seen.Body));

        Advance(TimeSpan.FromHours(11));
        _bed.Slack.Answers(Refreshed.Replace("xoxe-2", "xoxe-3", StringComparison.Ordinal));
        await TokenAsync();
        Assert.Equal("grant_type=refresh_token&refresh_token=xoxe-2", _bed.Slack.Seen[^1].Body);
    }

    [Fact]
    public async Task Token_RefreshedByManyAtOnce_IsRefreshedOnce()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(11));
        var gate = new TaskCompletionSource();
        _bed.Slack.Does(async _ =>
        {
            await gate.Task;
            return ScriptedSlack.Response(200, Refreshed);
        });
        var other = Open(_harness.Reopen());
        var first = TokenAsync();
        await Eventually(() => _bed.Slack.Seen.Count == 1);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-1"), await other.TokenAsync(Team, CancellationToken.None));
        gate.SetResult();
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await first);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await other.TokenAsync(Team, CancellationToken.None));
        Assert.Single(_bed.Slack.Seen);
    }

    [Fact]
    public async Task Token_EndedWhileAnotherProcessRefreshes_IsToComeBackFor()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(13));
        var gate = new TaskCompletionSource();
        _bed.Slack.Does(async _ =>
        {
            await gate.Task;
            return ScriptedSlack.Response(200, Refreshed);
        });
        var first = TokenAsync();
        await Eventually(() => _bed.Slack.Seen.Count == 1);
        Assert.Equal(new SlackResult<string>.RateLimited(TimeSpan.FromSeconds(1)), await TokenAsync());
        gate.SetResult();
        await first;
    }

    [Fact]
    public async Task Token_RefreshFails_IsUsedWhileItIsGoodAndTriedAgainLater()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(11));
        _bed.Slack.Answers(503, "").Answers(Refreshed);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-1"), await TokenAsync());
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-1"), await TokenAsync());
        Assert.Single(_bed.Slack.Seen);
        Advance(StoredSlackInstallations.RefreshTurn);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await TokenAsync());
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"invalid_refresh_token"}""", nameof(SlackVerdict.TokenEnded))]
    [InlineData("""{"ok":false,"error":"internal_error"}""", nameof(SlackVerdict.Later))]
    public async Task Token_EndedAndNotRefreshed_SaysWhetherItMayComeBack(string answer, string verdict)
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(13));
        _bed.Slack.Answers(answer);
        Assert.Equal(verdict, (await TokenAsync()).Verdict().ToString());
    }

    [Fact]
    public async Task Token_RemovedWhileItIsRefreshed_StaysRemoved()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(11));
        _bed.Slack.Does(async _ =>
        {
            await _installations.RemoveAsync(new SlackWorkspace("T1"), Now, CancellationToken.None);
            return ScriptedSlack.Response(200, Refreshed);
        });
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotInstalled), await TokenAsync());
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T1")));
    }

    [Fact]
    public async Task Token_InstalledAnewWhileItIsRefreshed_IsTheNewOne()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(11));
        _bed.Slack.Does(async _ =>
        {
            await SaveAsync("T1", "xoxb-new");
            return ScriptedSlack.Response(200, Refreshed);
        });
        Assert.Equal(new SlackResult<string>.Ok("xoxb-new"), await TokenAsync());
    }

    [Fact]
    public async Task Token_CallerGivesUpWhileItIsRefreshed_IsStoredNevertheless()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(11));
        using var stop = new CancellationTokenSource();
        _bed.Slack.Does(async _ =>
        {
            await stop.CancelAsync();
            return ScriptedSlack.Response(200, Refreshed);
        });
        await _installations.TokenAsync(Team, stop.Token);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await TokenAsync());
    }

    [Fact]
    public async Task Token_RefreshedWhileTheStoreIsAway_IsKeptOnceItIsBack()
    {
        await SaveRotatingAsync();
        Advance(TimeSpan.FromHours(11));
        _bed.Slack.Answers(Refreshed);
        var store = new FailingStore(_harness.Secrets, failures: 3);
        var asked = Open(store).TokenAsync(Team, CancellationToken.None);
        await Eventually(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            return asked.IsCompleted;
        });
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await asked);
        Assert.Equal(0, store.Failures);
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-2"), await TokenAsync());
        Assert.Single(_bed.Slack.Seen);
    }
}
