using System.Globalization;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Core.Jobs;

/// <summary>
/// Which counters a job claims a share of. The periods are days and months in UTC. What has no limit is claimed all the
/// same, under a limit nobody reaches, so that usage is known.
/// </summary>
public static class QuotaClaims
{
    /// <summary>A limit nobody reaches that still adds up exactly in a double, which is what Lua counts in.</summary>
    public const long Unlimited = 1L << 50;

    /// <summary>What one job claims.</summary>
    /// <param name="policy">The tenant's limits.</param>
    /// <param name="tenant">Whose limits.</param>
    /// <param name="user">Whose share.</param>
    /// <param name="images">How many pictures it may draw.</param>
    /// <param name="maxCost">What they can cost at most.</param>
    /// <param name="now">Decides the periods.</param>
    public static IReadOnlyList<QuotaClaim> For(
        QuotaPolicy policy, TenantId tenant, string user, int images, Usd maxCost, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (day, month) = Periods(now);
        var claims = new List<QuotaClaim>(5)
        {
            new(UserImages(tenant, user, now), ClaimKind.Images, images, policy.ImagesPerUserPerDay ?? Unlimited, day, "pictures a day for you"),
            new(GuildImages(tenant, now), ClaimKind.Images, images, policy.ImagesPerGuildPerDay ?? Unlimited, day, "pictures a day for everyone here"),
            new(GuildCost(tenant, now), ClaimKind.Cost, maxCost.Micros, policy.BudgetPerGuildPerMonth?.Micros ?? Unlimited, month, "a month for everyone here"),
            new(UserCost(tenant, user, now), ClaimKind.Cost, maxCost.Micros, Unlimited, month, "a month for you"),
        };
        if (policy.QueuedPerUser is { } open)
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
            ClaimKind.Images => claim.Counter.StartsWith("images:user:", StringComparison.Ordinal) ? LimitKind.UserImages : LimitKind.GuildImages,
        };
    }

    /// <summary>When the present day and the present month end.</summary>
    public static (DateTimeOffset Day, DateTimeOffset Month) Periods(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return (today.AddDays(1), today.AddDays(1 - today.Day).AddMonths(1));
    }

    /// <summary>The counter of a user's pictures today.</summary>
    public static string UserImages(TenantId tenant, string user, DateTimeOffset now) => $"images:user:{Name(tenant)}:{Uri.EscapeDataString(user)}:{Day(now)}";

    /// <summary>The counter of a tenant's pictures today.</summary>
    public static string GuildImages(TenantId tenant, DateTimeOffset now) => $"images:guild:{Name(tenant)}:{Day(now)}";

    /// <summary>The counter of a tenant's cost this month, in millionths of a dollar.</summary>
    public static string GuildCost(TenantId tenant, DateTimeOffset now) => $"cost:guild:{Name(tenant)}:{Month(now)}";

    /// <summary>The counter of a user's cost this month, in millionths of a dollar.</summary>
    public static string UserCost(TenantId tenant, string user, DateTimeOffset now) => $"cost:user:{Name(tenant)}:{Uri.EscapeDataString(user)}:{Month(now)}";

    /// <summary>The counter of a user's unfinished jobs.</summary>
    public static string UserOpen(TenantId tenant, string user) => $"open:user:{Name(tenant)}:{Uri.EscapeDataString(user)}";

    private static string Name(TenantId tenant) => Uri.EscapeDataString(tenant.ToString());

    private static string Month(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
