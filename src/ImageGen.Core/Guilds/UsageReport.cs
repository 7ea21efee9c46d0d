using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Core.Guilds;

/// <summary>What a limit limits.</summary>
public enum LimitKind
{
    /// <summary>Pictures a user may have drawn a day.</summary>
    UserImages,

    /// <summary>Pictures everyone together may have drawn a day.</summary>
    GuildImages,

    /// <summary>What everyone's pictures may cost a month, in millionths of a dollar.</summary>
    GuildCost,

    /// <summary>Unfinished jobs of a user.</summary>
    UserOpen,
}

/// <summary>How much of a limit is used.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Used">Spent, or reserved by unfinished jobs.</param>
/// <param name="Limit">The most; null for no limit.</param>
/// <param name="ResetsAt">When it starts anew; null where it has no period.</param>
public readonly record struct LimitUsage(LimitKind Kind, long Used, long? Limit, DateTimeOffset? ResetsAt);

/// <summary>What a user and their tenant have used.</summary>
/// <param name="Limits">One entry a <see cref="LimitKind"/>, in its order.</param>
/// <param name="ImagesToday">Pictures drawn for everyone today.</param>
/// <param name="CostThisMonth">What everyone's pictures have cost this month.</param>
/// <param name="UserCostThisMonth">What the user's have.</param>
public sealed record UsageReport(IReadOnlyList<LimitUsage> Limits, long ImagesToday, Usd CostThisMonth, Usd UserCostThisMonth)
{
    /// <summary>Reads the counters, in one round trip.</summary>
    public static async Task<UsageReport> ReadAsync(
        IJobLedger ledger, QuotaPolicy policy, TenantId tenant, string user, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(policy);
        var (day, month) = QuotaClaims.Periods(now);
        var counters = await ledger.CountersAsync(
        [
            QuotaClaims.UserImages(tenant, user, now), QuotaClaims.GuildImages(tenant, now),
            QuotaClaims.GuildCost(tenant, now), QuotaClaims.UserOpen(tenant, user),
            QuotaClaims.UserCost(tenant, user, now),
        ], cancellation);
        return new UsageReport(
        [
            new(LimitKind.UserImages, counters[0].Used, policy.ImagesPerUserPerDay, day),
            new(LimitKind.GuildImages, counters[1].Used, policy.ImagesPerGuildPerDay, day),
            new(LimitKind.GuildCost, counters[2].Used, policy.BudgetPerGuildPerMonth?.Micros, month),
            new(LimitKind.UserOpen, counters[3].Used, policy.QueuedPerUser, null),
        ], counters[1].Spent, new Usd(counters[2].Spent), new Usd(counters[4].Spent));
    }
}
