using System.Security.Cryptography;
using System.Text.Json;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.DataProtection;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Workspaces that installed the app themselves, any number of them: encrypted in the shared store, and read from it each
/// time, so that every process knows at once what any of them was told.
/// </summary>
internal sealed partial class StoredSlackInstallations(
    ISecretStore store,
    IDataProtectionProvider protection,
    SlackOAuth oauth,
    TimeProvider clock,
    Random random,
    ILogger<StoredSlackInstallations> logger) : SlackInstallations
{
    /// <summary>A token that ends sooner than this is replaced. It lasts 12 hours at first.</summary>
    public static readonly TimeSpan RefreshBefore = TimeSpan.FromHours(2);

    /// <summary>
    /// One process at a time refreshes an installation's tokens, and for no longer than this. A refresh that failed keeps its
    /// turn, so that the next try is as far away.
    /// </summary>
    public static readonly TimeSpan RefreshTurn = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    private readonly IDataProtector _protector = protection.CreateProtector("Slack installations");

    public override async Task<bool> IsInstalledAsync(SlackWorkspace workspace, CancellationToken cancellation)
    {
        if (workspace.Team is { } team && await FindAsync(team, cancellation) is not null)
            return true;
        if (workspace.Enterprise is not { } enterprise || await FindAsync(enterprise, cancellation) is null)
            return false;

        // Jobs know only their workspace.
        if (workspace.Team is not null)
            await store.ChangeAsync(EnterpriseKey(workspace.Team), _ => enterprise, cancellation);
        return true;
    }

    public override async Task<SlackResult<string>> TokenAsync(TenantId tenant, CancellationToken cancellation)
    {
        var owner = tenant.Id;
        var value = await store.GetAsync(InstallationKey(owner), cancellation);
        if (value is null && await store.GetAsync(EnterpriseKey(owner), cancellation) is { } enterprise)
            (owner, value) = (enterprise, await store.GetAsync(InstallationKey(enterprise), cancellation));
        if (value is null)
            return new SlackResult<string>.Failed(SlackError.NotInstalled);
        // The key may only be out of reach just now: nothing is given up for that.
        if (Read(owner, value) is not { } installation)
            return new SlackResult<string>.Unreachable();
        return installation.ExpiresAt - clock.GetUtcNow() < RefreshBefore
            ? await RefreshAsync(installation, cancellation)
            : new SlackResult<string>.Ok(installation.BotToken);
    }

    /// <summary>Keeps what was granted, instead of what the same workspace granted before.</summary>
    public Task SaveAsync(SlackInstallation installation, CancellationToken cancellation)
    {
        var value = Write(installation);
        LogInstalled(installation.Owner);
        return store.ChangeAsync(InstallationKey(installation.Owner), _ => value, cancellation);
    }

    public override async Task RemoveAsync(SlackWorkspace workspace, DateTimeOffset at, CancellationToken cancellation)
    {
        if (workspace.Owner is not { } owner)
            return;
        await store.ChangeAsync(
            InstallationKey(owner),
            present => present is not null && Read(owner, present)?.InstalledAt > at ? present : null,
            cancellation);
        LogRemoved(owner);
    }

    /// <summary>Replaces tokens that end soon. While they are good, a refresh that fails matters to nobody.</summary>
    private async Task<SlackResult<string>> RefreshAsync(SlackInstallation seen, CancellationToken cancellation)
    {
        var turn = TurnKey(seen.Owner);
        var mine = $"{random.NextInt64(long.MaxValue):x}";
        if (!await store.SwapAsync(turn, null, mine, RefreshTurn, cancellation))
            return Present(seen) ?? new SlackResult<string>.RateLimited(BusyRetry);

        // Whoever had the turn before may have replaced them, or the app may be gone.
        if (await FindAsync(seen.Owner, cancellation) is not var (old, value))
            return new SlackResult<string>.Failed(SlackError.NotInstalled);
        SlackResult<string> result = new SlackResult<string>.Ok(old.BotToken);
        if (old.BotToken == seen.BotToken)
        {
            // A refresh token ends with its use, so from here to the store nothing gives up.
            var granted = await oauth.RefreshAsync(old.RefreshToken!, CancellationToken.None);
            if (granted is not SlackResult<GrantedAccess>.Ok { Answer: var access })
                return NotRefreshed(old, granted);
            result = await ReplaceAsync(value, old.Refreshed(access, clock.GetUtcNow()));
        }

        await store.SwapAsync(turn, mine, null, life: null, CancellationToken.None);
        return result;
    }

    private SlackResult<string> NotRefreshed(SlackInstallation old, SlackResult<GrantedAccess> why)
    {
        LogNotRefreshed(old.Owner);
        if (Present(old) is { } present)
            return present;
        return why is SlackResult<GrantedAccess>.Failed ? new SlackResult<string>.Failed(SlackError.TokenExpired) : why.Select(static _ => "");
    }

    /// <summary>Keeps the new tokens, unless the app was removed or installed anew meanwhile: that counts.</summary>
    private async Task<SlackResult<string>> ReplaceAsync(string old, SlackInstallation refreshed)
    {
        if (await KeepAsync(refreshed.Owner, old, Write(refreshed)))
            return new SlackResult<string>.Ok(refreshed.BotToken);
        return await FindAsync(refreshed.Owner, CancellationToken.None) is var (present, _)
            ? new SlackResult<string>.Ok(present.BotToken)
            : new SlackResult<string>.Failed(SlackError.NotInstalled);
    }

    /// <summary>Replaces a value, waiting for the store where it is away just now: nothing else knows what is to be kept.</summary>
    private async Task<bool> KeepAsync(string owner, string old, string value)
    {
        for (var giveUp = clock.GetUtcNow() + RefreshTurn; ;)
        {
            try
            {
                return await store.SwapAsync(InstallationKey(owner), old, value, life: null, CancellationToken.None);
            }
            catch (LedgerUnavailableException) when (clock.GetUtcNow() < giveUp)
            {
                await Task.Delay(BusyRetry, clock);
            }
        }
    }

    /// <summary>The token while it is good.</summary>
    private SlackResult<string>? Present(SlackInstallation installation) =>
        installation.ExpiresAt > clock.GetUtcNow() ? new SlackResult<string>.Ok(installation.BotToken) : null;

    private async Task<(SlackInstallation Installation, string Value)?> FindAsync(string owner, CancellationToken cancellation) =>
        await store.GetAsync(InstallationKey(owner), cancellation) is { } value && Read(owner, value) is { } installation ? (installation, value) : null;

    private string Write(SlackInstallation installation) =>
        _protector.Protect(JsonSerializer.Serialize(installation, SlackJson.Default.SlackInstallation));

    private SlackInstallation? Read(string owner, string value)
    {
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(value), SlackJson.Default.SlackInstallation);
        }
        catch (CryptographicException)
        {
            LogUnreadable(owner);
            return null;
        }
    }

    private static string InstallationKey(string owner) => $"slack/installation/{owner}";

    private static string EnterpriseKey(string team) => $"slack/enterprise-of/{team}";

    private static string TurnKey(string owner) => $"slack/refresh/{owner}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack: installed by {Owner}.")]
    private partial void LogInstalled(string owner);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack: removed by {Owner}.")]
    private partial void LogRemoved(string owner);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: the tokens of {Owner} could not be refreshed.")]
    private partial void LogNotRefreshed(string owner);

    [LoggerMessage(Level = LogLevel.Error, Message = "Slack: the installation of {Owner} cannot be decrypted: its key is gone, or cannot be read just now. If this stays so, install the app there again.")]
    private partial void LogUnreadable(string owner);
}
