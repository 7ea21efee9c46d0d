using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Jobs;

/// <summary>
/// Delivers one leased reply. The outcome is settled before, so a reply that fails is only replied again: nothing is
/// drawn or paid twice.
/// </summary>
public sealed partial class ReplyExecutor(
    IJobLedger ledger,
    IJobSignals signals,
    IEnumerable<IChatReplier> repliers,
    IImageStore store,
    ExecutionOptions options,
    TimeProvider clock,
    Random random,
    ILogger<ReplyExecutor> logger)
{
    private readonly Dictionary<string, IChatReplier> _byPlatform = repliers.ToDictionary(replier => replier.Platform);

    /// <summary>The reply lanes of the configured platforms.</summary>
    public IReadOnlyList<LaneLimits> Lanes { get; } =
        [.. repliers.Select(replier => new LaneLimits(LaneLimits.ReplyLane(replier.Platform)))];

    /// <summary>Replies, or puts the reply back to be tried later. Throws nothing.</summary>
    /// <param name="leased">The job whose outcome is to be told, and the right to tell it.</param>
    /// <param name="abort">Stops now; the reply is handed back.</param>
    public async Task ExecuteAsync(LeasedJob leased, CancellationToken abort)
    {
        ArgumentNullException.ThrowIfNull(leased);
        var (job, lease) = (leased.Job, leased.Lease);
        using var work = JobTelemetry.Begin("reply", leased, clock, logger);
        await using var keeper = new LeaseKeeper(ledger, signals, lease, options.LeaseDuration, logger, abort);
        try
        {
            var result = await ReplyAsync(job, keeper);
            await (result switch
            {
                ReplyResult.TryLater later when CanWait(job, later) => WaitAsync(job, lease, later),
                _ => FinishAsync(job, lease, result),
            });
        }
        catch (OperationCanceledException) when (keeper.Reason == StopReason.Aborted)
        {
            await HandBackAsync(lease);
        }
        catch (OperationCanceledException) when (keeper.Reason != StopReason.None)
        {
            LogLost(job.Id);
        }
        catch (LedgerUnavailableException fault)
        {
            LogLedgerAway(fault, job.Id);
        }
    }

    private async Task<ReplyResult> ReplyAsync(ImageJob job, LeaseKeeper keeper)
    {
        if (!_byPlatform.TryGetValue(job.Order.Conversation.Platform, out var replier))
            return new ReplyResult.Undeliverable("no such platform is configured");
        try
        {
            var urls = job.Outcome!.Assets.Select(store.UrlOf).ToList();
            return await replier.ReplyAsync(new ChatReply(job, urls), keeper.Work);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || keeper.Reason == StopReason.None)
        {
            LogFault(fault, job.Id, replier.Platform, job.Attempts);
            return new ReplyResult.TryLater();
        }
    }

    private bool CanWait(ImageJob job, ReplyResult.TryLater later) =>
        (job.Attempts < options.MaxReplyAttempts || !later.CountsAsAttempt)
        && clock.GetUtcNow() - job.FinishedAt <= options.MaxReplyAge;

    private Task<bool> WaitAsync(ImageJob job, Lease lease, ReplyResult.TryLater later)
    {
        JobTelemetry.Replied(job, "later", clock.GetUtcNow());
        return ledger.ReleaseAsync(lease, new Release(later.After ?? options.Backoff(job.Attempts, random), later.CountsAsAttempt), CancellationToken.None);
    }

    private Task<bool> FinishAsync(ImageJob job, Lease lease, ReplyResult result)
    {
        var platform = job.Order.Conversation.Platform;
        if (result is ReplyResult.Undeliverable undeliverable)
            LogUndeliverable(job.Id, platform, undeliverable.Reason);
        else if (result is ReplyResult.TryLater)
            LogUndeliverable(job.Id, platform, "the platform was away for too long");
        JobTelemetry.Replied(job, result is ReplyResult.Delivered ? "delivered" : "given_up", clock.GetUtcNow());
        return ledger.FinishReplyAsync(lease, (result as ReplyResult.Delivered)?.Message, CancellationToken.None);
    }

    private async Task HandBackAsync(Lease lease)
    {
        try
        {
            await ledger.ReleaseAsync(lease, Release.HandBack, CancellationToken.None);
        }
        catch (LedgerUnavailableException fault)
        {
            LogLedgerAway(fault, lease.Job);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: replying on {Platform} failed in attempt {Attempt}.")]
    private partial void LogFault(Exception fault, JobId job, string platform, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job}: the reply on {Platform} is given up: {Reason}.")]
    private partial void LogUndeliverable(JobId job, string platform, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the reply's lease was lost; another worker has it.")]
    private partial void LogLost(JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the ledger is away; the reply is made again when its lease ends.")]
    private partial void LogLedgerAway(Exception fault, JobId job);
}
