using System.Globalization;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Core.Jobs;

/// <summary>
/// Which counters a job claims a share of. The periods are days and months in the guild's time zone. What has no limit is
/// claimed all the same, under a limit nobody reaches, so that usage is known; only channels without one are not counted.
/// </summary>
public static class QuotaClaims
{
    /// <summary>A limit nobody reaches that still adds up exactly in a double, which is what Lua counts in.</summary>
    public const long Unlimited = 1L << 50;

    private const string OfRole = "pictures a day for you by your role";

    /// <summary>What one job claims.</summary>
    /// <param name="policy">The tenant's limits.</param>
    /// <param name="tenant">Whose limits.</param>
    /// <param name="user">Whose share.</param>
    /// <param name="images">How many pictures it may draw.</param>
    /// <param name="maxCost">What they can cost at most.</param>
    /// <param name="now">Decides the periods.</param>
    /// <param name="roles">The user's roles; null for none.</param>
    /// <param name="channel">The channel; empty for none.</param>
    public static IReadOnlyList<QuotaClaim> For(
        QuotaPolicy policy, TenantId tenant, string user, int images, Usd maxCost, DateTimeOffset now, IReadOnlyCollection<string>? roles = null, string channel = "")
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (day, month) = policy.Periods(now);
        var local = policy.Local(now);
        var (ofMember, isOfRole) = policy.OfMember(roles ?? []);
        var isExempt = policy.IsExempt(roles ?? []);
        var ofGuild = isExempt ? null : policy.ImagesPerGuildPerDay;
        var claims = new List<QuotaClaim>(6)
        {
            new(UserImages(tenant, user, local), ClaimKind.Images, images, ofMember ?? Unlimited, day, isOfRole ? OfRole : "pictures a day for you"),
            new(GuildImages(tenant, local), ClaimKind.Images, images, ofGuild ?? Unlimited, day, "pictures a day for everyone here"),
            new(GuildCost(tenant, local), ClaimKind.Cost, maxCost.Micros, policy.BudgetPerGuildPerMonth?.Micros ?? Unlimited, month, "a month for everyone here"),
            new(UserCost(tenant, user, local), ClaimKind.Cost, maxCost.Micros, Unlimited, month, "a month for you"),
        };
        if (channel.Length > 0 && !isExempt && policy.OfChannel(channel) is { } ofChannel)
            claims.Add(new(ChannelImages(tenant, channel, local), ClaimKind.Images, images, ofChannel, day, "pictures a day in this channel"));
        if (!isExempt && policy.QueuedPerUser is { } open)
            claims.Add(new(UserOpen(tenant, user), ClaimKind.Open, 1, open, null, "unfinished commands for you"));
        return claims;
    }

    /// <summary>Which of the limits a claim is on.</summary>
    public static LimitKind LimitOf(QuotaClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return claim.Kind switch
        {
            ClaimKind.Cost => LimitKind.GuildCost,
            ClaimKind.Open => LimitKind.UserOpen,
            ClaimKind.Images when claim.Name == OfRole => LimitKind.RoleImages,
            ClaimKind.Images when claim.Counter.StartsWith("images:user:", StringComparison.Ordinal) => LimitKind.UserImages,
            ClaimKind.Images when claim.Counter.StartsWith("images:channel:", StringComparison.Ordinal) => LimitKind.ChannelImages,
            ClaimKind.Images => LimitKind.GuildImages,
        };
    }

    /// <summary>The counter of a user's pictures today.</summary>
    /// <param name="tenant">Whose limits.</param>
    /// <param name="user">Whose share.</param>
    /// <param name="local">The present as the guild's clocks show it: <see cref="QuotaPolicy.Local"/>.</param>
    public static string UserImages(TenantId tenant, string user, DateTimeOffset local) => $"images:user:{Name(tenant)}:{Uri.EscapeDataString(user)}:{Day(local)}";

    /// <summary>The counter of a tenant's pictures today, by the guild's clocks.</summary>
    public static string GuildImages(TenantId tenant, DateTimeOffset local) => $"images:guild:{Name(tenant)}:{Day(local)}";

    /// <summary>The counter of a channel's pictures today, by the guild's clocks.</summary>
    public static string ChannelImages(TenantId tenant, string channel, DateTimeOffset local) => $"images:channel:{Name(tenant)}:{Uri.EscapeDataString(channel)}:{Day(local)}";

    /// <summary>The counter of a tenant's cost this month, by the guild's clocks, in millionths of a dollar.</summary>
    public static string GuildCost(TenantId tenant, DateTimeOffset local) => $"cost:guild:{Name(tenant)}:{Month(local)}";

    /// <summary>The counter of a user's cost this month, by the guild's clocks, in millionths of a dollar.</summary>
    public static string UserCost(TenantId tenant, string user, DateTimeOffset local) => $"cost:user:{Name(tenant)}:{Uri.EscapeDataString(user)}:{Month(local)}";

    /// <summary>The counter of a user's unfinished jobs.</summary>
    public static string UserOpen(TenantId tenant, string user) => $"open:user:{Name(tenant)}:{Uri.EscapeDataString(user)}";

    private static string Name(TenantId tenant) => Uri.EscapeDataString(tenant.ToString());

    private static string Month(DateTimeOffset local) => local.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset local) => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
