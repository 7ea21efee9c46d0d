namespace ImageGen.Core.Jobs;

/// <summary>How long a ledger keeps what it no longer works on.</summary>
public sealed record LedgerOptions
{
    /// <summary>How long a finished picture answers the same request.</summary>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a finished job can be found.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a delivery is recognised. Discord and Slack repeat within minutes, programs within a day.</summary>
    public TimeSpan DeliveryTtl { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a counter outlives its period, so that a job that ran over its end still settles where it reserved.</summary>
    public TimeSpan CounterGrace { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A clock put back by less has all that waits for a time wait that much longer; by more, it is told. At least twice as
    /// long as a lease: one that was taken just after the step could not be told from one that was taken before, and would
    /// be ended early, and its job drawn twice.
    /// </summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Jobs remembered in each list of history.</summary>
    public int HistoryLimit { get; init; } = 1000;
}
