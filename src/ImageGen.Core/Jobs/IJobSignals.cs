namespace ImageGen.Core.Jobs;

/// <summary>
/// Hints that something changed, so that nobody has to poll fast. A hint may be lost (a process dies, a connection
/// breaks), so whoever waits also looks again after a while; the ledger alone is the truth.
/// </summary>
public interface IJobSignals
{
    /// <summary>Completes at the next hint that one of the lanes has something to lease.</summary>
    /// <param name="lanes">The lanes waited for.</param>
    /// <param name="timeout">Completes then at the latest.</param>
    /// <param name="cancellation">Ends the waiting with <see cref="OperationCanceledException"/>.</param>
    Task WaitForWorkAsync(IReadOnlyList<string> lanes, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Watches one job until disposed. Changes before the call may be missed: subscribe, then read the job.</summary>
    IJobWatch Watch(JobId id);
}

/// <summary>A watch on one job.</summary>
public interface IJobWatch : IDisposable
{
    /// <summary>Completes at the next change, at once where one came since the last call, or when the time is up.</summary>
    Task WaitAsync(TimeSpan timeout, CancellationToken cancellation);
}
