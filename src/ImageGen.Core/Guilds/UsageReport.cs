using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Core.Guilds;

/// <summary>What a limit limits.</summary>
public enum LimitKind
{
    /// <summary>Pictures a user may have drawn a day.</summary>
    UserImages,

    /// <summary>The same, where a role of theirs says how many.</summary>
    RoleImages,

    /// <summary>Pictures everyone together may have drawn a day.</summary>
    GuildImages,

    /// <summary>Pictures that may be drawn a day in a channel.</summary>
    ChannelImages,

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
/// <param name="Limits">The user's pictures, everyone's, the channel's where it has a limit, the budget, the user's unfinished jobs.</param>
/// <param name="ImagesToday">Pictures drawn for everyone today.</param>
/// <param name="CostThisMonth">What everyone's pictures have cost this month.</param>
/// <param name="UserCostThisMonth">What the user's have.</param>
public sealed record UsageReport(IReadOnlyList<LimitUsage> Limits, long ImagesToday, Usd CostThisMonth, Usd UserCostThisMonth)
{
    /// <summary>Reads the counters, in one round trip.</summary>
    /// <param name="ledger">Counts.</param>
    /// <param name="policy">The tenant's limits.</param>
    /// <param name="tenant">Whose limits.</param>
    /// <param name="user">Whose share.</param>
    /// <param name="now">Decides the periods.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="roles">The user's roles; null for none.</param>
    /// <param name="channel">The channel; empty for none.</param>
    public static async Task<UsageReport> ReadAsync(
        IJobLedger ledger,
        QuotaPolicy policy,
        TenantId tenant,
        string user,
        DateTimeOffset now,
        CancellationToken cancellation,
        IReadOnlyCollection<string>? roles = null,
        string channel = "")
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(channel);
        var (day, month) = policy.Periods(now);
        var local = policy.Local(now);
        var (ofMember, isOfRole) = policy.OfMember(roles ?? []);
        var ofChannel = channel.Length > 0 ? policy.OfChannel(channel) : null;
        var counters = await ledger.CountersAsync(
        [
            QuotaClaims.UserImages(tenant, user, local), QuotaClaims.GuildImages(tenant, local), QuotaClaims.GuildCost(tenant, local),
            QuotaClaims.UserOpen(tenant, user), QuotaClaims.ChannelImages(tenant, channel, local),
            QuotaClaims.UserCost(tenant, user, local),
        ], cancellation);
        return new UsageReport(
        [
            new(isOfRole ? LimitKind.RoleImages : LimitKind.UserImages, counters[0].Used, ofMember, day),
            new(LimitKind.GuildImages, counters[1].Used, policy.ImagesPerGuildPerDay, day),
            .. ofChannel is null ? Array.Empty<LimitUsage>() : [new(LimitKind.ChannelImages, counters[4].Used, ofChannel, day)],
            new(LimitKind.GuildCost, counters[2].Used, policy.BudgetPerGuildPerMonth?.Micros, month),
            new(LimitKind.UserOpen, counters[3].Used, policy.QueuedPerUser, null),
        ], counters[1].Spent, new Usd(counters[2].Spent), new Usd(counters[5].Spent));
    }
}
