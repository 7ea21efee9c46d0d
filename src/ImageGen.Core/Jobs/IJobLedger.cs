using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Core.Jobs;

/// <summary>Which jobs to list, newest first.</summary>
/// <param name="Tenant">Whose. Jobs of other tenants are never listed.</param>
/// <param name="User">Only this user's; null for everyone's.</param>
/// <param name="Conversation">Only this conversation's; excludes <paramref name="User"/>.</param>
/// <param name="Limit">At most this many, 1 to 200.</param>
public sealed record HistoryQuery(TenantId Tenant, string? User = null, ConversationRef? Conversation = null, int Limit = 50);

/// <summary>How full a lane is.</summary>
/// <param name="Waiting">Jobs that can be leased, or could but for the lane's limits.</param>
/// <param name="Delayed">Jobs whose backoff has not passed.</param>
/// <param name="Leased">Jobs being worked on.</param>
/// <param name="PausedUntil">When the lane's pause ends; null where it is not paused.</param>
public sealed record LaneState(long Waiting, long Delayed, long Leased, DateTimeOffset? PausedUntil);

/// <summary>
/// Owns jobs, quotas, the prompt cache and single flight together, because their invariants are one: every method is
/// one atomic step. Two adapters, SQLite and Redis, pass one contract suite.
/// </summary>
/// <remarks>
/// Ranking is weighted fair queueing: a job's rank in its lane is the virtual time at which its tenant's share would
/// have it finished, so a tenant with ten thousand jobs delays another's first by about one. A job keeps its rank
/// through retries and rescues.
/// All methods throw <see cref="LedgerUnavailableException"/> where the store cannot be reached.
/// </remarks>
public interface IJobLedger
{
    /// <summary>
    /// Decides on a new job: delivery seen before, picture cached, same picture being drawn, within its limits, in this
    /// order. Whatever it answers but <see cref="Admission.OverLimit"/> is durable when it returns.
    /// </summary>
    Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellation);

    /// <summary>Leases the jobs that come first in these lanes, within the lanes' limits.</summary>
    /// <param name="lanes">The lanes, which are asked in this order.</param>
    /// <param name="max">At most this many jobs in all.</param>
    /// <param name="duration">How long the leases last unless extended.</param>
    /// <param name="cancellation">Stops the call, not a lease already taken.</param>
    Task<LeaseBatch> LeaseAsync(IReadOnlyList<LaneLimits> lanes, int max, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Heartbeat: the lease lasts <paramref name="duration"/> from now.</summary>
    Task<LeaseStatus> ExtendAsync(Lease lease, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Writes down what the job has achieved.</summary>
    Task<LeaseStatus> CheckpointAsync(Lease lease, JobProgress progress, CancellationToken cancellation);

    /// <summary>
    /// Counts an attempt whose outcome cannot be known as paid, and reserves the cost anew for the next one. The cost is
    /// spent even where the budget then does not stand another attempt (<see cref="LeaseStatus.OverBudget"/>).
    /// </summary>
    Task<LeaseStatus> ChargeUncertainAsync(Lease lease, JobProgress progress, CancellationToken cancellation);

    /// <summary>
    /// Ends the job: outcome, claims settled, cache written, followers ended likewise, replies enqueued. Where it was
    /// cancelled, the first follower whose claims fit takes its place and goes on from its progress, holding as much of the
    /// budget as it did.
    /// </summary>
    /// <returns>False where the lease was lost; nothing happened.</returns>
    Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellation);

    /// <summary>Puts the job back into its lane, to be leased again after a while. Its progress stays.</summary>
    /// <returns>False where the lease was lost; nothing happened.</returns>
    Task<bool> ReleaseAsync(Lease lease, Release release, CancellationToken cancellation);

    /// <summary>
    /// Moves the job to another provider's lane, at a rank of its own there, with its attempts counted anew, and exchanges
    /// what it holds of its budget for what it can cost there. One that was asked to be cancelled is cancelled instead.
    /// </summary>
    /// <returns>
    /// <see cref="LeaseStatus.Held"/> where it moved, which ends the lease; <see cref="LeaseStatus.CancelRequested"/> where
    /// it was cancelled; else <see cref="LeaseStatus.OverBudget"/> or <see cref="LeaseStatus.Lost"/>, and nothing happened.
    /// </returns>
    Task<LeaseStatus> RerouteAsync(Lease lease, Reroute reroute, CancellationToken cancellation);

    /// <summary>Ends a reply: delivered or given up for good.</summary>
    /// <param name="lease">The right to reply.</param>
    /// <param name="message">The job's <see cref="ImageJob.Message"/> from now on; null leaves it as it is.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>False where the lease was lost; nothing happened.</returns>
    /// <exception cref="ArgumentException">The message is empty, or longer than <see cref="ImageJob.LongestMessage"/>.</exception>
    Task<bool> FinishReplyAsync(Lease lease, string? message, CancellationToken cancellation);

    /// <summary>
    /// Notes the job's <see cref="ImageJob.Message"/>, whatever its state; the last one wins. Needs no lease: the process
    /// that acknowledged a command learns it while a worker draws. Nobody who watches the job is woken.
    /// </summary>
    /// <returns>False where the tenant has no such job.</returns>
    /// <exception cref="ArgumentException">The message is empty, or longer than <see cref="ImageJob.LongestMessage"/>.</exception>
    Task<bool> NoteMessageAsync(TenantId tenant, JobId id, string message, CancellationToken cancellation);

    /// <summary>
    /// Cancels a waiting job, or asks the worker of a running one to stop. What a waiting job's checkpoints say was drawn
    /// and paid in earlier attempts is spent, the rest given back.
    /// </summary>
    Task<CancelResult> CancelAsync(TenantId tenant, JobId id, CancellationToken cancellation);

    /// <summary>Forgets a finished job and what the cache holds of it.</summary>
    /// <returns>The forgotten job; null where the tenant has no finished job of this id.</returns>
    Task<ImageJob?> DeleteAsync(TenantId tenant, JobId id, CancellationToken cancellation);

    /// <summary>
    /// Puts jobs whose lease has ended back to the front of their lanes. One that has been rescued
    /// <paramref name="maxRescues"/> times fails as timed out instead; a reply is then given up.
    /// </summary>
    /// <returns>How many leases had ended.</returns>
    Task<int> RescueAsync(IReadOnlyList<string> lanes, int maxRescues, CancellationToken cancellation);

    /// <summary>Lets no job be leased from the lane until then. A later end wins over an earlier one; a past time resumes the lane.</summary>
    Task PauseLaneAsync(string lane, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Finds a tenant's job.</summary>
    Task<ImageJob?> FindAsync(TenantId tenant, JobId id, CancellationToken cancellation);

    /// <summary>Lists jobs, newest first.</summary>
    Task<IReadOnlyList<ImageJob>> HistoryAsync(HistoryQuery query, CancellationToken cancellation);

    /// <summary>Reads counters, in the order asked for; one never claimed is zero.</summary>
    Task<IReadOnlyList<CounterState>> CountersAsync(IReadOnlyList<string> counters, CancellationToken cancellation);

    /// <summary>
    /// Lists lanes in which there are jobs that no worker has looked after (<see cref="RescueAsync"/>) for so long: their
    /// provider was renamed or removed.
    /// </summary>
    Task<IReadOnlyList<string>> OrphansAsync(TimeSpan unserved, CancellationToken cancellation);

    /// <summary>Lists finished jobs admitted before then, oldest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="before">When they were admitted at the latest.</param>
    /// <param name="limit">At most this many, 1 to 200.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task<IReadOnlyList<ImageJob>> FinishedBeforeAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellation);

    /// <summary>
    /// Reads what a tenant used, by the date of each job's admission: what <see cref="ClaimKind.Images"/> and
    /// <see cref="ClaimKind.Cost"/> claims spent, refusals, and what the cache saved. Kept for 400 days.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="first">The first date.</param>
    /// <param name="last">The last date, at most 366 days later.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The days on which something was used, in order.</returns>
    Task<IReadOnlyList<UsageDay>> UsageByDayAsync(TenantId tenant, DateOnly first, DateOnly last, CancellationToken cancellation);

    /// <summary>Takes a user's name from what <see cref="UsageByDayAsync"/> tells; their sums count on for nobody (<see cref="UsageDay.Nobody"/>).</summary>
    Task ForgetUsageAsync(TenantId tenant, string user, CancellationToken cancellation);

    /// <summary>Reads how full a lane is.</summary>
    Task<LaneState> LaneAsync(string lane, CancellationToken cancellation);

    /// <summary>Throws unless the store can be reached and written.</summary>
    Task CheckAsync(CancellationToken cancellation);
}

/// <summary>The ledger's store cannot be reached. Nothing is known to have happened; the same call may be made again.</summary>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Creates the fault.</summary>
    public LedgerUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
