namespace ImageGen.Core.Guilds;

/// <summary>What a report shows of what a tenant used.</summary>
/// <param name="First">The first date.</param>
/// <param name="Last">The last date.</param>
/// <param name="Days">Every date from first to last, those without use too.</param>
/// <param name="Providers">By provider, the costliest first, then who drew most.</param>
/// <param name="Users">By user, in the same order.</param>
/// <param name="Total">Everything.</param>
public sealed record UsageSummary(
    DateOnly First, DateOnly Last, IReadOnlyList<UsageDay> Days, IReadOnlyList<UsageOf> Providers, IReadOnlyList<UsageOf> Users, UsageSums Total)
{
    /// <summary>How many users a report names.</summary>
    public const int MostTopUsers = 10;

    /// <summary>The first <see cref="MostTopUsers"/> people; forgotten ones are not among them.</summary>
    public IEnumerable<UsageOf> TopUsers => Users.Where(static user => user.Name != UsageDay.Nobody).Take(MostTopUsers);

    /// <summary>Whether nothing was used.</summary>
    public bool IsEmpty => Total == default;

    /// <summary>Sums up days.</summary>
    /// <param name="days">The days on which something was used, in any order; others than from first to last do not count.</param>
    /// <param name="first">The first date.</param>
    /// <param name="last">The last date.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last date is before the first.</exception>
    public static UsageSummary Of(IEnumerable<UsageDay> days, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        var used = days.ToDictionary(static day => day.Day);
        var all = Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .Select(date => used.GetValueOrDefault(date) ?? new UsageDay(date, [], [])).ToList();
        return new UsageSummary(
            first, last, all, Ranked(all.SelectMany(static day => day.Providers)), Ranked(all.SelectMany(static day => day.Users)),
            all.Aggregate(default(UsageSums), static (sum, day) => sum + day.Total));
    }

    private static List<UsageOf> Ranked(IEnumerable<UsageOf> parts) =>
    [
        .. parts.GroupBy(static part => part.Name)
            .Select(static group => new UsageOf(group.Key, group.Aggregate(default(UsageSums), static (sum, part) => sum + part.Sums)))
            .OrderByDescending(static part => part.Sums.Cost).ThenByDescending(static part => part.Sums.Images).ThenBy(static part => part.Name, StringComparer.Ordinal),
    ];
}
