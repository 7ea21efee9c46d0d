namespace ImageGen.Core.Jobs;

/// <summary>Cluster-wide limits of one lane, enforced where jobs are leased.</summary>
/// <param name="Name">The lane.</param>
/// <param name="MaxConcurrent">Most leases held at once; null for no limit.</param>
/// <param name="RequestsPerMinute">Most leases begun in any 60 seconds; null for no limit.</param>
public sealed record LaneLimits(string Name, int? MaxConcurrent = null, int? RequestsPerMinute = null)
{
    private const string Replies = "reply:";

    /// <summary>The lane through which a platform's replies go.</summary>
    public static string ReplyLane(string platform) => Replies + platform;

    /// <summary>Whether replies go through this lane; no provider's name has a colon.</summary>
    public static bool IsReplyLane(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Replies, StringComparison.Ordinal);
    }
}

/// <summary>
/// The right to work on a job, until it ends. Every later transition names it; a transition under a lease that has
/// been rescued, or settled, is refused.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Token">Counts the job's leases, so an old one is never mistaken for the present one.</param>
public readonly record struct Lease(JobId Job, long Token);

/// <summary>A job and the right to work on it.</summary>
public sealed record LeasedJob(ImageJob Job, Lease Lease);

/// <summary>What leasing brought.</summary>
/// <param name="Jobs">The leased jobs, in order of their rank; may be fewer than asked for.</param>
/// <param name="NextAt">
/// When leasing from these lanes may bring more though nothing is enqueued: a backoff passes, a pause or a minute's
/// quota ends. Null where only a signal can tell.
/// </param>
public sealed record LeaseBatch(IReadOnlyList<LeasedJob> Jobs, DateTimeOffset? NextAt)
{
    /// <summary>Nothing to do.</summary>
    public static LeaseBatch Empty { get; } = new([], null);
}

/// <summary>How a lease stands after a heartbeat or checkpoint.</summary>
public enum LeaseStatus
{
    /// <summary>The work goes on.</summary>
    Held,

    /// <summary>The work goes on if it must, but somebody asked to cancel the job.</summary>
    CancelRequested,

    /// <summary>The lease is another's or ended: stop, and write nothing.</summary>
    Lost,

    /// <summary>
    /// Only from <see cref="IJobLedger.ChargeUncertainAsync"/>, where the budget does not stand another attempt, and
    /// <see cref="IJobLedger.RerouteAsync"/>, where it does not stand the other provider.
    /// </summary>
    OverBudget,
}

/// <summary>What became of a request to cancel.</summary>
public enum CancelResult
{
    /// <summary>The tenant has no such job.</summary>
    NotFound,

    /// <summary>It was waiting and is cancelled.</summary>
    Cancelled,

    /// <summary>It is running; its worker has been told to stop.</summary>
    Requested,

    /// <summary>It has its outcome already.</summary>
    AlreadyFinished,
}

/// <summary>How a job leaves its lease without an outcome.</summary>
/// <param name="Delay">How long it waits before it can be leased again.</param>
/// <param name="CountsAsAttempt">False gives the attempt back: the worker is shutting down, or the provider asked everyone to wait.</param>
public readonly record struct Release(TimeSpan Delay, bool CountsAsAttempt)
{
    /// <summary>Back to the front of the queue, as if it had not been leased.</summary>
    public static Release HandBack => new(TimeSpan.Zero, false);
}

/// <summary>How a job goes on at another provider.</summary>
/// <param name="Lane">The other provider's lane.</param>
/// <param name="Progress">What the job goes on from there.</param>
/// <param name="Spent">Spent from claims of kind <see cref="ClaimKind.Cost"/>: what the provider that gives up has, or may have, cost.</param>
/// <param name="MaxCost">What claims of kind <see cref="ClaimKind.Cost"/> hold from then on: the most the other provider can cost.</param>
public sealed record Reroute(string Lane, JobProgress Progress, Usd Spent, Usd MaxCost);

/// <summary>How a job ends.</summary>
/// <param name="Outcome">Its one outcome. A completed one is cached under the job's key unless <paramref name="IsCached"/> says no.</param>
/// <param name="Images">Pictures drawn, spent from claims of kind <see cref="ClaimKind.Images"/>.</param>
/// <param name="Cost">Spent from claims of kind <see cref="ClaimKind.Cost"/>: the last attempt's, since uncertain ones are spent already.</param>
/// <param name="IsCached">Whether its pictures answer the same request from now on. Not where they are not quite what the key says.</param>
public sealed record Settlement(JobOutcome Outcome, int Images, Usd Cost, bool IsCached = true);
