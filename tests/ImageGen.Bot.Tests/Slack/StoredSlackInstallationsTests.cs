using System.Text;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Xunit;
using static ImageGen.Bot.Tests.Slack.SlackTestBed;

namespace ImageGen.Bot.Tests.Slack;

public sealed partial class StoredSlackInstallationsTests : IAsyncDisposable
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
