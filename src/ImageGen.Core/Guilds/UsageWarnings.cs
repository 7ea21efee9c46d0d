using System.Collections.Concurrent;
using System.Globalization;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Guilds;

/// <summary>
/// Warns a guild's admins at 80 and at 100 percent of the month's budget and of the day's pictures, once a period and
/// threshold whatever the number of processes: in the audit log, and in the channel they chose.
/// </summary>
/// <remarks>
/// Admission only notes that a tenant used something, in memory; counters are read once a second and tenant by
/// <see cref="RunAsync"/>, away from whoever waits for an answer. A note that is lost with its process is made up for by
/// the tenant's next command.
/// </remarks>
public sealed partial class UsageWarnings(
    IJobLedger ledger, IGuildSettingsStore guilds, IGuildDocumentStore store, IEnumerable<IAdminNotifier> notifiers, TimeProvider clock, ILogger<UsageWarnings> logger)
{
    /// <summary>How often counters are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Tenants and told warnings remembered at once, which bounds memory; more only cost another look.</summary>
    private const int Most = 10_000;

    private static readonly int[] Thresholds = [80, 100];

    private readonly ConcurrentDictionary<TenantId, LimitKind?> _used = new();
    private readonly ConcurrentDictionary<string, bool> _told = new();
    private readonly Dictionary<string, IAdminNotifier> _byPlatform = notifiers.ToDictionary(notifier => notifier.Platform);

    /// <summary>Notes what a command came to. Costs nothing.</summary>
    public void Observe(TenantId tenant, Admission admission)
    {
        if (_used.Count >= Most || tenant.IsPerson)
            return;
        switch (admission)
        {
            case Admission.Queued:
                _used.TryAdd(tenant, null);
                break;
            case Admission.OverLimit over when QuotaClaims.LimitOf(over.Claim) is var kind and (LimitKind.GuildCost or LimitKind.GuildImages):
                _used[tenant] = kind;
                break;
        }
    }

    /// <summary>Looks at the counters of tenants that used something, until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await CheckAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Looks once at the counters of all tenants that used something since the last look.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        foreach (var tenant in _used.Keys)
        {
            if (!_used.TryRemove(tenant, out var refused))
                continue;
            try
            {
                await CheckAsync(tenant, refused, cancellation);
            }
            catch (LedgerUnavailableException)
            {
                _used.TryAdd(tenant, refused);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault, tenant);
            }
        }
    }

    private async Task CheckAsync(TenantId tenant, LimitKind? refused, CancellationToken cancellation)
    {
        var guild = await guilds.GetAsync(tenant, cancellation);
        var usage = await UsageReport.ReadAsync(ledger, guild.Quotas, tenant, "", clock.GetUtcNow(), cancellation);
        foreach (var limit in usage.Limits)
        {
            if (limit is not { Kind: LimitKind.GuildCost or LimitKind.GuildImages, Limit: { } most, ResetsAt: { } resets })
                continue;
            // What a command was refused for is used up, though a smaller one might still fit.
            var percent = limit.Kind == refused || limit.Used >= most ? 100 : 100m * limit.Used / most;
            foreach (var threshold in Thresholds.Where(threshold => percent >= threshold))
                await TellAsync(tenant, guild, new AdminNotice(limit.Kind, threshold, limit.Used, most, resets), cancellation);
        }
    }

    private async Task TellAsync(TenantId tenant, GuildSettings guild, AdminNotice notice, CancellationToken cancellation)
    {
        var occasion = string.Create(CultureInfo.InvariantCulture, $"warn:{notice.Kind}:{notice.Percent}:{notice.ResetsAt.ToUnixTimeSeconds()}");
        if (_told.Count >= Most)
            _told.Clear();
        if (!_told.TryAdd($"{tenant} {occasion}", true))
            return;

        var entry = new AuditEntry
        {
            At = clock.GetUtcNow(),
            User = "system",
            UserName = "ImageGen.Bot",
            Face = "system",
            Action = "warning",
            Changes = [new AuditChange(notice.Message, null, null)],
        };
        try
        {
            if (!await store.NoteAsync(tenant, entry, occasion, notice.ResetsAt.AddDays(1), cancellation))
                return;
        }
        catch (LedgerUnavailableException)
        {
            _told.TryRemove($"{tenant} {occasion}", out _);
            throw;
        }

        if (guild.Rules.WarnChannel is { } channel && _byPlatform.TryGetValue(tenant.Platform, out var notifier))
            await notifier.NotifyAsync(tenant, channel, notice, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The admins of {Tenant} could not be warned in their channel; the audit log has it.")]
    private partial void LogFailed(Exception fault, TenantId tenant);
}
