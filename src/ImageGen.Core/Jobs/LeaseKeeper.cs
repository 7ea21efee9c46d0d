using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Jobs;

/// <summary>Why work under a lease was told to stop.</summary>
internal enum StopReason
{
    None,

    /// <summary>Somebody cancelled the job.</summary>
    Cancelled,

    /// <summary>The lease is another's: write nothing.</summary>
    Lost,

    /// <summary>The process is shutting down: hand the job back.</summary>
    Aborted,

    /// <summary>A step took longer than it may.</summary>
    TimedOut,
}

/// <summary>
/// Holds one lease while its work runs: extends it at a third of its duration, and stops the work when it is lost, the
/// job is cancelled or the process aborts. A ledger that is away for a while stops nothing; the lease may outlive it.
/// </summary>
internal sealed partial class LeaseKeeper : IAsyncDisposable
{
    private readonly IJobLedger _ledger;
    private readonly Lease _lease;
    private readonly TimeSpan _duration;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _abort;
    private readonly IJobWatch _watch;
    private readonly Task _heartbeat;
    private volatile StopReason _reason;

    public LeaseKeeper(IJobLedger ledger, IJobSignals signals, Lease lease, TimeSpan duration, ILogger logger, CancellationToken abort)
    {
        (_ledger, _lease, _duration, _logger, _abort) = (ledger, lease, duration, logger, abort);
        _work = CancellationTokenSource.CreateLinkedTokenSource(abort);
        _watch = signals.Watch(lease.Job);
        _heartbeat = BeatAsync();
    }

    /// <summary>Cancelled when the work is to stop.</summary>
    public CancellationToken Work => _work.Token;

    /// <summary>Why it is to stop; none while it is not.</summary>
    public StopReason Reason => _reason != StopReason.None ? _reason : _abort.IsCancellationRequested ? StopReason.Aborted : StopReason.None;

    /// <summary>Stops the work unless this is disposed of in time: nothing outside may hold a job for ever.</summary>
    public IDisposable Within(TimeSpan limit, TimeProvider clock) => clock.CreateTimer(_ => Stop(StopReason.TimedOut), null, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Takes note of what a transition said about the lease.</summary>
    /// <exception cref="OperationCanceledException">The work is to stop.</exception>
    public void Observe(LeaseStatus status)
    {
        var reason = status switch
        {
            LeaseStatus.Held or LeaseStatus.OverBudget => StopReason.None,
            LeaseStatus.CancelRequested => StopReason.Cancelled,
            LeaseStatus.Lost => StopReason.Lost,
        };
        if (reason != StopReason.None)
            Stop(reason);
        Work.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _heartbeat;
        _watch.Dispose();
        _ended.Dispose();
        _work.Dispose();
    }

    private async Task BeatAsync()
    {
        var wait = _duration / 3;
        while (!_ended.IsCancellationRequested && _reason == StopReason.None)
        {
            try
            {
                // A hint on the job may be its cancellation: ask at once.
                await _watch.WaitAsync(wait, _ended.Token);
                wait = _duration / 3;
                if (await _ledger.ExtendAsync(_lease, _duration, _ended.Token) is var status and not LeaseStatus.Held)
                    Stop(status == LeaseStatus.CancelRequested ? StopReason.Cancelled : StopReason.Lost);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it is, the heart goes on beating: a lease that ends under its work has the job run twice.
                LogBeatMissed(fault, _lease.Job);
                wait = TimeSpan.FromSeconds(1);
            }
        }
    }

    private void Stop(StopReason reason)
    {
        _reason = reason;
        try
        {
            _work.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The step's time ended just after the work.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the lease could not be extended; trying again.")]
    private partial void LogBeatMissed(Exception fault, JobId job);
}
