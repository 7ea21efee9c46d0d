using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Worker;

/// <summary>How this process works.</summary>
/// <param name="Lanes">The providers' lanes with their limits.</param>
/// <param name="Concurrency">Jobs, and as many replies, at once.</param>
/// <param name="ShutdownTimeout">How long the host waits for this process to stop.</param>
internal sealed record WorkerOptions(IReadOnlyList<LaneLimits> Lanes, int Concurrency, TimeSpan ShutdownTimeout);

/// <summary>
/// Draws and replies until the host stops. Then running jobs may finish for most of the shut-down time; what is left is
/// handed back to the ledger within it, so nothing waits for a lease to end.
/// </summary>
internal sealed partial class WorkerService(
    IJobLedger ledger,
    IJobSignals signals,
    JobExecutor jobs,
    ReplyExecutor replies,
    ImageProviders providers,
    WorkerOptions options,
    RunningJobs working,
    ExecutionOptions execution,
    TimeProvider clock,
    Random random,
    ILogger<WorkerService> logger) : BackgroundService
{
    /// <summary>The share of the shut-down time left for handing back.</summary>
    private static readonly TimeSpan HandBackTime = TimeSpan.FromSeconds(3);

    /// <summary>Ticks of a second that lie further apart than this tell of a machine that slept.</summary>
    private static readonly TimeSpan LongGap = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource();
        await using var registration = stoppingToken.Register(() =>
            abort.CancelAfter(options.ShutdownTimeout > 2 * HandBackTime ? options.ShutdownTimeout - HandBackTime : options.ShutdownTimeout / 2));

        var lanes = options.Lanes.Where(lane => providers.TryFind(lane.Name, out _)).ToList();
        await Task.WhenAll(
            Worker(lanes, jobs.ExecuteAsync).RunAsync(stoppingToken, abort.Token),
            replies.Lanes.Count > 0 ? Worker(replies.Lanes, replies.ExecuteAsync).RunAsync(stoppingToken, abort.Token) : Task.CompletedTask,
            RescueAsync([.. lanes.Concat(replies.Lanes).Select(lane => lane.Name)], stoppingToken));
    }

    private LaneWorker Worker(IReadOnlyList<LaneLimits> lanes, Func<LeasedJob, CancellationToken, Task> run) =>
        new(ledger, signals, lanes, options.Concurrency, execution.LeaseDuration, working.Noting(run), clock, random, logger);

    /// <summary>Looks every second for leases that have ended, so that a killed worker's job runs again at once after that.</summary>
    private async Task RescueAsync(IReadOnlyList<string> lanes, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.75 + (random.NextDouble() / 4)), clock);
        var lastTick = clock.GetUtcNow();
        var quietUntil = lastTick;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                // Leases also end while the ledger is away or this machine sleeps, though their workers live. Those get
                // one lease's time to say so before anybody takes their jobs.
                var now = clock.GetUtcNow();
                if (now - lastTick > LongGap)
                    quietUntil = now + execution.LeaseDuration;
                lastTick = now;
                if (now < quietUntil)
                    continue;
                try
                {
                    await ledger.RescueAsync(lanes, execution.MaxRescues, stopping);
                }
                catch (LedgerUnavailableException)
                {
                    // The lane workers report the outage.
                    quietUntil = clock.GetUtcNow() + execution.LeaseDuration;
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    LogRescueFailed(fault);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Ended leases could not be looked for; the next second tries again.")]
    private partial void LogRescueFailed(Exception fault);
}
