using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    public Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellation)
    {
        var ending = new Ending(settlement);
        return _writer.RunAsync(transition => Settle(transition, lease, ending), cancellation);
    }

    public Task<bool> FinishReplyAsync(Lease lease, string? message, CancellationToken cancellation)
    {
        ImageJob.CheckMessage(message);
        return _writer.RunAsync(transition => FinishReply(transition, lease, message), cancellation);
    }

    public Task<bool> NoteMessageAsync(TenantId tenant, JobId id, string message, CancellationToken cancellation)
    {
        const string sql = "UPDATE jobs SET message = ?3 WHERE id = ?1 AND tenant = ?2";
        ImageJob.CheckMessage(message);
        return _writer.RunAsync(transition => transition.Db.Execute(sql, id.Value, tenant.ToString(), message) > 0, cancellation);
    }

    public Task<CancelResult> CancelAsync(TenantId tenant, JobId id, CancellationToken cancellation) =>
        _writer.RunAsync(transition => Cancel(transition, tenant.ToString(), id), cancellation);

    private bool Settle(SqliteTransition transition, Lease lease, Ending ending)
    {
        if (SqliteJob.Held(transition, lease) is not { HasOutcome: false } job)
            return false;
        SqliteLanes.Count(transition, job.Lane, leased: -1);
        End(transition, job, ending);
        return true;
    }

    private static bool FinishReply(SqliteTransition transition, Lease lease, string? message)
    {
        if (SqliteJob.Held(transition, lease) is not { HasOutcome: true } job)
            return false;
        SqliteLanes.Count(transition, job.Lane, leased: -1);
        EndReply(transition, job, message);
        return true;
    }

    private static void EndReply(SqliteTransition transition, SqliteJob job, string? message = null)
    {
        const string sql = "UPDATE jobs SET status = 'done', lease_until = NULL, message = coalesce(?2, message) WHERE seq = ?1";
        transition.Db.Execute(sql, job.Seq, message);
        transition.Changed(job.Id);
    }

    private CancelResult Cancel(SqliteTransition transition, string tenant, JobId id)
    {
        if (SqliteJob.Find(transition.Db, id) is not { } job || job.Tenant != tenant)
            return CancelResult.NotFound;
        if (job.HasOutcome)
            return CancelResult.AlreadyFinished;

        if (job.Status == "leased")
        {
            const string ask = "UPDATE jobs SET cancel_requested = 1 WHERE seq = ?1";
            transition.Db.Execute(ask, job.Seq);
            transition.Changed(job.Id);
            return CancelResult.Requested;
        }

        if (job.Status == "ready")
            SqliteLanes.Count(transition, job.Lane, ready: -1);
        var successor = End(transition, job, Ending.Unsettled(transition, job, LimitMessages.Cancelled));
        if (successor is null && job.Status != "following")
            SqliteLanes.GiveBack(transition, job.Lane, job.Tenant, job.Step);
        return CancelResult.Cancelled;
    }

    /// <summary>Ends a job that is in no lane any more, and sees to those who follow it.</summary>
    /// <returns>The follower that took its place.</returns>
    private SqliteJob? End(SqliteTransition transition, SqliteJob job, Ending ending)
    {
        SqliteCounters.Settle(transition, job.Claims, ending.Images, ending.Cost);
        SqliteUsage.Tally(transition, job.Tenant, job.Day, job.User, job.Lane, ending.Usage(job.Claims));
        Finish(transition, job, ending, source: null);
        if (ending is { State: JobState.Completed, IsCached: true })
            Cache(transition, job, ending);
        if (!job.Leading)
            return null;
        if (ending.State == JobState.Cancelled)
            return Succeed(transition, job);
        foreach (var follower in SqliteJob.Followers(transition.Db, job.Id))
            EndFollower(transition, follower, ending, job.Id);
        return null;
    }

    /// <summary>Writes a job's outcome and enqueues its reply, where it has one.</summary>
    private static void Finish(SqliteTransition transition, SqliteJob job, Ending ending, string? source)
    {
        const string sql =
            """
            UPDATE jobs SET
                state = ?2, outcome = ?3, finished = ?4, source = ?5, cached = ?5 IS NOT NULL,
                claims = NULL, leading = 0, leader = NULL, cancel_requested = 0, due = NULL, lease_until = NULL,
                status = iif(?6 IS NULL, 'done', 'ready'), lane = coalesce(?6, lane), rank = ?7,
                attempts = iif(?6 IS NULL, attempts, 0), rescues = iif(?6 IS NULL, rescues, 0)
            WHERE seq = ?1
            """;
        var rank = job.ReplyLane is { } lane ? SqliteLanes.Enqueue(transition, lane, job.Tenant, job.Step).Rank : job.Rank;
        transition.Db.Execute(sql, job.Seq, ending.State.ToString(), ending.Outcome, transition.Now, source, job.ReplyLane, rank);
        transition.Changed(job.Id);
    }

    private void Cache(SqliteTransition transition, SqliteJob job, Ending ending)
    {
        const string sql =
            """
            INSERT INTO cache (tenant, key, source, outcome, expires) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (tenant, key) DO UPDATE SET source = excluded.source, outcome = excluded.outcome, expires = excluded.expires
            """;
        transition.Db.Execute(sql, job.Tenant, job.Key, job.Id, ending.Outcome, transition.Now + Milliseconds(_options.CacheTtl));
    }

    /// <summary>How a job ends, in the forms the columns have.</summary>
    private sealed class Ending(Settlement settlement)
    {
        public JobState State { get; } = settlement.Outcome.State.IsFinal()
            ? settlement.Outcome.State
            : throw new ArgumentException("An outcome's state is final.", nameof(settlement));

        public string Outcome { get; } = LedgerJson.Write(settlement.Outcome);

        public int Images { get; } = settlement.Images;

        public long Cost { get; } = settlement.Cost.Micros;

        public bool IsCached { get; } = settlement.IsCached;

        /// <summary>What the job itself used: as much as its claims spend.</summary>
        public UsageSums Usage(IReadOnlyList<StoredClaim> claims) => new()
        {
            Images = claims.FirstOrDefault(static stored => stored.Claim.Kind == ClaimKind.Images) is { Claim.Amount: var most } ? Math.Min(most, Images) : 0,
            Cost = settlement.Cost,
            Refused = settlement.Outcome.Error is { Code: ErrorCode.Refused } ? 1 : 0,
        };

        /// <summary>The ending of a job that never began.</summary>
        public static Ending Unpaid(JobOutcome outcome) => new(new Settlement(outcome, 0, Usd.Zero));

        /// <summary>
        /// The ending of a job that no worker settles, because it waits or its workers died: what its checkpoints say was
        /// drawn and paid is spent all the same, and a call nobody saw the end of counts as paid.
        /// </summary>
        public static Ending Unsettled(SqliteTransition transition, SqliteJob job, JobOutcome outcome)
        {
            var achieved = job.Progress(transition.Db);
            var claimed = job.Claims.Where(static stored => stored.Claim.Kind == ClaimKind.Cost).Max(static stored => (long?)stored.Claim.Amount) ?? 0;
            var cost = achieved.CallOpen ? Math.Max(achieved.Cost.Micros, claimed) : achieved.Cost.Micros;
            return new(new Settlement(outcome, achieved.Assets.Count - achieved.Inherited, new Usd(cost)));
        }
    }
}
