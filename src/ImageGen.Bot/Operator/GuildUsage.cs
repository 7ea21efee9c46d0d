using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Operator;

/// <summary>What a guild used on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Images">Pictures drawn.</param>
/// <param name="Cost">What they cost; null where that is only known by month.</param>
internal sealed record UsageOfDay(DateOnly Day, long Images, Usd? Cost);

/// <summary>What a guild used.</summary>
/// <param name="Tenant">Which.</param>
/// <param name="CostThisMonth">What its pictures cost this month.</param>
/// <param name="Days">The last days, today first.</param>
internal sealed record GuildUsage(TenantId Tenant, Usd CostThisMonth, IReadOnlyList<UsageOfDay> Days);

/// <summary>Tells what guilds used, by day.</summary>
internal interface IGuildUsage
{
    /// <summary>Reads the last days of some guilds, in their order.</summary>
    Task<IReadOnlyList<GuildUsage>> ReadAsync(IReadOnlyList<TenantId> tenants, CancellationToken cancellation);
}

/// <summary>Usage as the counters of the limits tell it: they stay a week after their period.</summary>
internal sealed class CountedUsage(IJobLedger ledger, TimeProvider clock) : IGuildUsage
{
    private const int Days = 7;

    public async Task<IReadOnlyList<GuildUsage>> ReadAsync(IReadOnlyList<TenantId> tenants, CancellationToken cancellation)
    {
        if (tenants.Count == 0)
            return [];
        var now = clock.GetUtcNow();
        var days = Enumerable.Range(0, Days).Select(ago => now.AddDays(-ago)).ToList();
        var counters = await ledger.CountersAsync(
            [.. tenants.SelectMany(tenant => days.Select(day => QuotaClaims.GuildImages(tenant, day)).Prepend(QuotaClaims.GuildCost(tenant, now)))], cancellation);
        return [.. tenants.Zip(counters.Chunk(Days + 1), (tenant, counts) => new GuildUsage(
            tenant,
            new Usd(counts[0].Spent),
            [.. days.Select((day, at) => new UsageOfDay(DateOnly.FromDateTime(day.UtcDateTime), counts[at + 1].Spent, null))]))];
    }
}
