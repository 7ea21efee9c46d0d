using System.Diagnostics.Metrics;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Worker;

/// <summary>How this process works.</summary>
/// <param name="Lanes">The providers' lanes with their limits.</param>
/// <param name="Concurrency">Jobs, and as many replies, at once.</param>
/// <param name="ShutdownTimeout">How long the host waits for this process to stop.</param>
internal sealed record WorkerOptions(IReadOnlyList<LaneLimits> Lanes, int Concurrency, TimeSpan ShutdownTimeout)
{
    /// <summary>How long nobody has served a lane before its jobs are taken up. Longer than a deployment in which some processes know a new provider already.</summary>
    public TimeSpan OrphanedAfter { get; init; } = TimeSpan.FromMinutes(5);
}

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

    /// <summary>How often lanes are looked for that nobody serves.</summary>
    private TimeSpan AdoptInterval => options.OrphanedAfter / 5;

    /// <summary>Ticks of a second that lie further apart than this tell of a machine that slept.</summary>
    private static readonly TimeSpan LongGap = TimeSpan.FromSeconds(5);

    private static readonly Counter<long> Rescues = Telemetry.Meter.CreateCounter<long>(
        "imagegen.lease.rescues", "{lease}", "Leases that ended in silence, because a worker died or was cut off.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource();
        await using var registration = stoppingToken.Register(() =>
            abort.CancelAfter(options.ShutdownTimeout > 2 * HandBackTime ? options.ShutdownTimeout - HandBackTime : options.ShutdownTimeout / 2));

        var drawing = new LaneSet([.. options.Lanes.Where(lane => providers.TryFind(lane.Name, out _))]);
        var replying = new LaneSet(replies.Lanes);
        await Task.WhenAll(
            Worker(drawing, jobs.ExecuteAsync).RunAsync(stoppingToken, abort.Token),
            Worker(replying, replies.ExecuteAsync).RunAsync(stoppingToken, abort.Token),
            RescueAsync(drawing, replying, stoppingToken));
    }

    private LaneWorker Worker(LaneSet lanes, Func<LeasedJob, CancellationToken, Task> run) =>
        new(ledger, signals, lanes, options.Concurrency, execution.LeaseDuration, working.Noting(run), clock, random, logger);

    /// <summary>Looks for leases that have ended, so often that a killed worker's job runs again within a second of that.</summary>
    private async Task RescueAsync(LaneSet drawing, LaneSet replying, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5 + (random.NextDouble() / 4)), clock);
        var lastTick = clock.GetUtcNow();
        var quietUntil = lastTick;
        var adoptAt = lastTick + AdoptInterval;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                // Leases also end while the ledger is away or this machine sleeps, though their workers live. Those get
                // one lease's time to say so before anybody takes their jobs.
                var now = clock.GetUtcNow();
                if (now - lastTick > LongGap)
                    quietUntil = now + execution.LeaseDuration;
                // The clock was put back: nothing has ended early, and these times are out of reach.
                if (now < lastTick)
                    (quietUntil, adoptAt) = (now, now + AdoptInterval);
                lastTick = now;
                if (now < quietUntil)
                    continue;
                try
                {
                    Rescues.Add(await ledger.RescueAsync([.. drawing.All.Concat(replying.All).Select(lane => lane.Name)], execution.MaxRescues, stopping));
                    if (now < adoptAt)
                        continue;
                    adoptAt = now + AdoptInterval;
                    await AdoptAsync(drawing, replying, stopping);
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

    /// <summary>Jobs whose provider was renamed or removed wait in a lane that nobody serves: here they come to their end, or to another provider.</summary>
    private async Task AdoptAsync(LaneSet drawing, LaneSet replying, CancellationToken stopping)
    {
        var served = drawing.All.Concat(replying.All).Select(lane => lane.Name).ToHashSet();
        var orphans = (await ledger.OrphansAsync(options.OrphanedAfter, stopping)).Where(lane => !served.Contains(lane)).ToLookup(LaneLimits.IsReplyLane);
        foreach (var lane in orphans.SelectMany(static names => names))
            LogAdopted(lane);
        drawing.Adopt(orphans[false]);
        replying.Adopt(orphans[true]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs wait in {Lane}, which no worker serves; this one does from now on.")]
    private partial void LogAdopted(string lane);

    [LoggerMessage(Level = LogLevel.Error, Message = "Ended leases could not be looked for; the next look tries again.")]
    private partial void LogRescueFailed(Exception fault);
}
