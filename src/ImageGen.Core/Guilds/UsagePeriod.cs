namespace ImageGen.Core.Guilds;

/// <summary>What a report can be about.</summary>
public enum UsagePeriod
{
    /// <summary>Today and the six days before.</summary>
    Week,

    /// <summary>Today and the 29 days before.</summary>
    ThirtyDays,

    /// <summary>This month until today.</summary>
    Month,
}

/// <summary>The dates of a <see cref="UsagePeriod"/>.</summary>
public static class UsagePeriods
{
    /// <summary>The period's first date.</summary>
    /// <param name="period">Which.</param>
    /// <param name="today">The guild's today, which is the last date.</param>
    public static DateOnly First(this UsagePeriod period, DateOnly today) => period switch
    {
        UsagePeriod.Week => today.AddDays(-6),
        UsagePeriod.ThirtyDays => today.AddDays(-29),
        UsagePeriod.Month => today.AddDays(1 - today.Day),
    };
}
