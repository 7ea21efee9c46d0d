using System.Text;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Xunit;
using static ImageGen.Bot.Tests.Slack.SlackTestBed;

namespace ImageGen.Bot.Tests.Slack;

public sealed class StoredSlackInstallationsTests : IAsyncDisposable
{
    private const string Refreshed = """{"ok":true,"access_token":"xoxe.xoxb-2","refresh_token":"xoxe-2","expires_in":43200,"app_id":"A1","team":{"id":"T1"},"enterprise":null}""";

    private readonly SlackTestBed _bed = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly SecretsHarness _harness = SqliteSecretsTests.Create();
    private readonly StoredSlackInstallations _installations;

    public StoredSlackInstallationsTests() => _installations = Open(_harness.Secrets);

    [Fact]
    public async Task Token_NeverInstalled_IsNotInstalled()
    {
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotInstalled), await TokenAsync());
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T1", "E1")));
    }

    [Fact]
    public async Task Save_Workspace_IsKnownToEveryProcessAndOnlyIt()
    {
        await SaveAsync("T1", "xoxb-1");
        var other = Open(_harness.Reopen());
        Assert.Equal(new SlackResult<string>.Ok("xoxb-1"), await other.TokenAsync(Team, CancellationToken.None));
        Assert.True(await other.IsInstalledAsync(new SlackWorkspace("T1"), CancellationToken.None));
        Assert.False(await other.IsInstalledAsync(new SlackWorkspace("T2"), CancellationToken.None));
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotInstalled), await other.TokenAsync(SlackInstallations.TenantOf("T2"), CancellationToken.None));
    }

    [Fact]
    public async Task Save_Again_CountsTheLast()
    {
        await SaveAsync("T1", "xoxb-1");
        await SaveAsync("T1", "xoxb-2");
        Assert.Equal(new SlackResult<string>.Ok("xoxb-2"), await TokenAsync());
    }

    [Fact]
    public async Task Save_Anything_IsUnreadableInTheStoreAndTheLog()
    {
        await SaveAsync("T1", "xoxb-1-secret", "xoxe-1-secret", TimeSpan.FromHours(12));
        var stored = (await _harness.Secrets.GetAsync("slack/installation/T1", CancellationToken.None))!;
        Assert.DoesNotContain("secret", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(Convert.FromBase64String(stored.Replace('-', '+').Replace('_', '/').PadRight((stored.Length + 3) / 4 * 4, '='))), StringComparison.Ordinal);
        Assert.DoesNotContain(_bed.Log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Token_KeyOutOfReach_IsToComeBackForAndSaysWhy()
    {
        await SaveAsync("T1", "xoxb-1");
        var keyless = Open(_harness.Secrets, new EphemeralDataProtectionProvider());
        Assert.Equal(new SlackResult<string>.Unreachable(), await keyless.TokenAsync(Team, CancellationToken.None));
        Assert.False(await keyless.IsInstalledAsync(new SlackWorkspace("T1"), CancellationToken.None));
        Assert.Contains("T1 cannot be decrypted", _bed.Log.Lines[^1], StringComparison.Ordinal);
        await keyless.RemoveAsync(new SlackWorkspace("T1"), Now, CancellationToken.None);
        Assert.Null(await _harness.Secrets.GetAsync("slack/installation/T1", CancellationToken.None));
    }

    [Fact]
    public async Task Organisation_Installed_ServesItsWorkspacesOnceTheyAsked()
    {
        await SaveAsync("E1", "xoxb-org");
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotInstalled), await TokenAsync());
        Assert.True(await IsInstalledAsync(new SlackWorkspace("T1", "E1", IsEnterpriseInstall: true)));
        Assert.Equal(new SlackResult<string>.Ok("xoxb-org"), await Open(_harness.Reopen()).TokenAsync(Team, CancellationToken.None));
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T9", "E9", IsEnterpriseInstall: true)));
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T9")));
    }

    [Fact]
    public async Task Workspace_OfAnOrganisationWithItsOwnInstallation_UsesThat()
    {
        await SaveAsync("E1", "xoxb-org");
        await IsInstalledAsync(new SlackWorkspace("T1", "E1", IsEnterpriseInstall: true));
        await SaveAsync("T1", "xoxb-1");
        Assert.Equal(new SlackResult<string>.Ok("xoxb-1"), await TokenAsync());
    }

    [Fact]
    public async Task Remove_Uninstalled_IsGoneAndStaysGone()
    {
        await SaveAsync("T1", "xoxb-1");
        await SaveAsync("T2", "xoxb-2");
        _bed.Clock.Advance(TimeSpan.FromSeconds(5));
        await _installations.RemoveAsync(new SlackWorkspace("T1"), Now, CancellationToken.None);
        await _installations.RemoveAsync(new SlackWorkspace("T1"), Now, CancellationToken.None);
        await _installations.RemoveAsync(new SlackWorkspace(null), Now, CancellationToken.None);
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotInstalled), await TokenAsync());
        Assert.True(await IsInstalledAsync(new SlackWorkspace("T2")));
    }

    [Fact]
    public async Task Remove_ToldLateOfAnEarlierInstallation_KeepsTheNewOne()
    {
        var removedAt = Now.AddSeconds(-1);
        await SaveAsync("T1", "xoxb-2");
        await _installations.RemoveAsync(new SlackWorkspace("T1"), removedAt, CancellationToken.None);
        Assert.Equal(new SlackResult<string>.Ok("xoxb-2"), await TokenAsync());
    }

    [Fact]
    public async Task Remove_FromAnOrganisation_LeavesItsWorkspacesOwnInstallations()
    {
        await SaveAsync("E1", "xoxb-org");
        await SaveAsync("T1", "xoxb-1");
        await _installations.RemoveAsync(new SlackWorkspace("T1", "E1", IsEnterpriseInstall: true), Now, CancellationToken.None);
        Assert.Equal(new SlackResult<string>.Ok("xoxb-1"), await TokenAsync());
        Assert.False(await IsInstalledAsync(new SlackWorkspace("T2", "E1", IsEnterpriseInstall: true)));
    }

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

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _bed.Dispose();
    }

    private DateTimeOffset Now => _bed.Clock.GetUtcNow();

    private StoredSlackInstallations Open(ISecretStore store, IDataProtectionProvider? keys = null) => new(
        store, keys ?? _keys, new SlackOAuth(Options, _bed.Calls), _bed.Clock, new CryptoRandom(), _bed.Log.For<StoredSlackInstallations>());

    private Task<SlackResult<string>> TokenAsync() => _installations.TokenAsync(Team, CancellationToken.None);

    private Task<bool> IsInstalledAsync(SlackWorkspace workspace) => _installations.IsInstalledAsync(workspace, CancellationToken.None);

    private Task SaveAsync(string owner, string token, string? refreshToken = null, TimeSpan? life = null) =>
        _installations.SaveAsync(new SlackInstallation(owner, token, refreshToken, Now + life, Now), CancellationToken.None);

    private Task SaveRotatingAsync() => SaveAsync("T1", "xoxe.xoxb-1", "xoxe-1", TimeSpan.FromHours(12));

    /// <summary>The store has a clock of its own, as another machine would.</summary>
    private void Advance(TimeSpan by)
    {
        _bed.Clock.Advance(by);
        _harness.Clock.Advance(by);
    }

    /// <summary>A store that is away when it is asked to keep an installation, so many times.</summary>
    private sealed class FailingStore(ISecretStore store, int failures) : ISecretStore
    {
        public int Failures { get; private set; } = failures;

        public Task<string?> GetAsync(string key, CancellationToken cancellation) => store.GetAsync(key, cancellation);

        public Task<bool> SwapAsync(string key, string? expected, string? value, TimeSpan? life, CancellationToken cancellation)
        {
            if (!key.StartsWith("slack/installation/", StringComparison.Ordinal) || Failures == 0)
                return store.SwapAsync(key, expected, value, life, cancellation);
            Failures--;
            throw new LedgerUnavailableException("The store is away.");
        }
    }

    private static async Task Eventually(Func<bool> holds)
    {
        for (var tries = 0; !holds() && tries < 500; tries++)
            await Task.Delay(10);
        Assert.True(holds());
    }
}
