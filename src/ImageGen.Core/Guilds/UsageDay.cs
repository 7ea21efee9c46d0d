namespace ImageGen.Core.Guilds;

/// <summary>What was used.</summary>
/// <param name="Images">Pictures drawn.</param>
/// <param name="Cost">What they cost, attempts that may have been charged included.</param>
/// <param name="Refused">Jobs that moderation or the provider refused.</param>
/// <param name="Cached">Jobs answered with pictures drawn for others.</param>
/// <param name="Saved">What those pictures had cost.</param>
public readonly record struct UsageSums(long Images, Usd Cost, long Refused, long Cached, Usd Saved)
{
    /// <summary>Adds what was used.</summary>
    public static UsageSums operator +(UsageSums left, UsageSums right) =>
        new(left.Images + right.Images, left.Cost + right.Cost, left.Refused + right.Refused, left.Cached + right.Cached, left.Saved + right.Saved);

    /// <inheritdoc cref="op_Addition"/>
    public static UsageSums Add(UsageSums left, UsageSums right) => left + right;
}

/// <summary>What one provider drew or one user had drawn.</summary>
/// <param name="Name">The provider's name or the user's id.</param>
/// <param name="Sums">What was used.</param>
public sealed record UsageOf(string Name, UsageSums Sums);

/// <summary>What a tenant used on one day.</summary>
/// <param name="Day">The date on the guild's clocks.</param>
/// <param name="Providers">By provider, in the order of their names.</param>
/// <param name="Users">By user, in the order of their ids. Comes to the same sums.</param>
public sealed record UsageDay(DateOnly Day, IReadOnlyList<UsageOf> Providers, IReadOnlyList<UsageOf> Users)
{
    /// <summary>The user under whom what forgotten people used is counted.</summary>
    public const string Nobody = "";

    /// <summary>All of the day.</summary>
    public UsageSums Total => Providers.Aggregate(default(UsageSums), static (sum, one) => sum + one.Sums);
}
