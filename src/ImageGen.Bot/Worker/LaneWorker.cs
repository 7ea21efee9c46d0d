using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Worker;

/// <summary>
/// Keeps a number of slots filled from some lanes: leases as many jobs as slots are free in one call, runs each, and
/// waits for a hint, a freed slot or the time the ledger named when there is nothing to lease.
/// </summary>
/// <param name="ledger">Where jobs are leased.</param>
/// <param name="signals">Hints that there is something to lease.</param>
/// <param name="lanes">The lanes; slots are shared between those that have jobs.</param>
/// <param name="concurrency">How many jobs run at once.</param>
/// <param name="leaseDuration">How long a lease lasts without a heartbeat.</param>
/// <param name="run">Runs one job; the token stops it now.</param>
/// <param name="clock">Measures waits.</param>
/// <param name="random">Spreads polls of many workers.</param>
/// <param name="logger">Told of outages.</param>
internal sealed partial class LaneWorker(
    IJobLedger ledger,
    IJobSignals signals,
    LaneSet lanes,
    int concurrency,
    TimeSpan leaseDuration,
    Func<LeasedJob, CancellationToken, Task> run,
    TimeProvider clock,
    Random random,
    ILogger logger)
{
    /// <summary>Looks without a hint this often at the latest, since hints may be lost.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private bool _away;
    private int _turn;

    /// <summary>Works until stopped, then waits for the running jobs.</summary>
    /// <param name="stopping">Take no more.</param>
    /// <param name="abort">Stop the running ones; they are handed back.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        using var watch = signals.WatchLanes([.. lanes.All.Select(lane => lane.Name)]);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(stopped.SetResult);
        var running = new HashSet<Task>();
        while (!stopping.IsCancellationRequested)
        {
            running.RemoveWhere(task => task.IsCompleted);
            var batch = await LeaseAsync(concurrency - running.Count);
            foreach (var leased in batch.Jobs)
                running.Add(Start(() => RunOneAsync(leased, abort)));

            if (running.Count >= concurrency)
                await Task.WhenAny([.. running, stopped.Task]);
            else if (batch.Jobs.Count == 0)
                await WaitAsync(watch, batch.NextAt, running, stopping);
        }

        await Task.WhenAll(running);
    }

    /// <summary>Jobs begin in the order they were leased: a pool thread's own queue would take the newest first, and leave an older one lying while there are newer.</summary>
    private static Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default).Unwrap();

    private async Task<LeaseBatch> LeaseAsync(int free)
    {
        try
        {
            if (lanes.All is not { Count: > 0 } all)
                return LeaseBatch.Empty;
            // Each call begins at another lane, so that a busy one does not take every slot before the next is asked.
            _turn = (_turn + 1) % all.Count;
            var batch = await ledger.LeaseAsync([.. all.Skip(_turn), .. all.Take(_turn)], free, leaseDuration, CancellationToken.None);
            _away = false;
            return batch;
        }
        catch (LedgerUnavailableException fault)
        {
            // Once an outage, not once a second.
            if (!_away)
                LogLedgerAway(fault.Message);
            _away = true;
            return new LeaseBatch([], clock.GetUtcNow().AddSeconds(1));
        }
        catch (Exception fault)
        {
            // A job that cannot even be read: its lease ends, and rescuing it often enough ends the job.
            LogBug(fault);
            return new LeaseBatch([], clock.GetUtcNow().AddSeconds(1));
        }
    }

    /// <summary>Whatever one job does, the lane goes on.</summary>
    private async Task RunOneAsync(LeasedJob leased, CancellationToken abort)
    {
        try
        {
            await run(leased, abort);
        }
        catch (Exception fault)
        {
            LogBug(fault);
        }
    }

    /// <summary>Waits for a hint, for a running job to end (it frees its lane's slot) or for the time the ledger named.</summary>
    private async Task WaitAsync(IJobWatch watch, DateTimeOffset? nextAt, HashSet<Task> running, CancellationToken stopping)
    {
        var poll = PollInterval * (0.5 + (random.NextDouble() / 2));
        var wait = nextAt - clock.GetUtcNow() is { } known && known < poll ? known : poll;
        if (wait <= TimeSpan.Zero)
            return;

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var hint = watch.WaitAsync(wait, woken.Token);
        await Task.WhenAny([.. running, hint]);
        await woken.CancelAsync();
        await hint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No jobs can be leased until the ledger is back. {Reason}")]
    private partial void LogLedgerAway(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A bug in a worker; it goes on with other jobs.")]
    private partial void LogBug(Exception fault);
}
