namespace ImageGen.Core.Jobs;

/// <summary>
/// Hints that something changed, so that nobody has to poll fast. A hint may be lost (a process dies, a connection
/// breaks), so whoever waits also looks again after a while; the ledger alone is the truth.
/// </summary>
public interface IJobSignals
{
    /// <summary>Watches until disposed for hints that one of the lanes has something to lease. Subscribe, then lease.</summary>
    IJobWatch WatchLanes(IReadOnlyList<string> lanes);

    /// <summary>Watches one job until disposed. Changes before the call may be missed: subscribe, then read the job.</summary>
    IJobWatch Watch(JobId id);
}

/// <summary>A watch on one job or on lanes, for one waiter at a time.</summary>
public interface IJobWatch : IDisposable
{
    /// <summary>Completes at the next change, at once where one came since the last call, or when the time is up.</summary>
    Task WaitAsync(TimeSpan timeout, CancellationToken cancellation);
}
