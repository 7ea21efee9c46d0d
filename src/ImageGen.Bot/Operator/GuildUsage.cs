using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Operator;

/// <summary>What a guild used.</summary>
/// <param name="Tenant">Which.</param>
/// <param name="CostThisMonth">What its pictures cost this month.</param>
/// <param name="Days">The days of the last week on which something was used, the latest first.</param>
internal sealed record GuildUsage(TenantId Tenant, Usd CostThisMonth, IReadOnlyList<UsageDay> Days);

/// <summary>Tells what guilds used, by their own clocks.</summary>
internal sealed class GuildUsageReader(IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock)
{
    private const int Days = 7;
    private const int ChartDays = 30;

    /// <summary>Reads the last week of some guilds, in their order.</summary>
    public async Task<IReadOnlyList<GuildUsage>> ReadAsync(IReadOnlyList<TenantId> tenants, CancellationToken cancellation) =>
        await Task.WhenAll(tenants.Select(tenant => ReadAsync(tenant, cancellation)));

    /// <summary>Sums up a guild's last 30 days.</summary>
    public async Task<UsageSummary> SummaryAsync(TenantId tenant, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime((await guilds.GetAsync(tenant, cancellation)).Quotas.Local(clock.GetUtcNow()).DateTime);
        var first = today.AddDays(1 - ChartDays);
        return UsageSummary.Of(await ledger.UsageByDayAsync(tenant, first, today, cancellation), first, today);
    }

    private async Task<GuildUsage> ReadAsync(TenantId tenant, CancellationToken cancellation)
    {
        var local = (await guilds.GetAsync(tenant, cancellation)).Quotas.Local(clock.GetUtcNow());
        var today = DateOnly.FromDateTime(local.DateTime);
        var days = await ledger.UsageByDayAsync(tenant, today.AddDays(1 - Days), today, cancellation);
        var month = await ledger.CountersAsync([QuotaClaims.GuildCost(tenant, local)], cancellation);
        return new GuildUsage(tenant, new Usd(month[0].Spent), [.. days.Reverse()]);
    }
}
