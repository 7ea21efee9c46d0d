using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    public async Task<LeaseStatus> ExtendAsync(Lease lease, TimeSpan duration, CancellationToken cancellation)
    {
        const string sql =
            """
            UPDATE jobs SET lease_until = ?3 + ?4
            WHERE id = ?1 AND lease_token = ?2 AND status = 'leased'
            RETURNING cancel_requested
            """;
        return Status(await _writer.RunAsync(
            transition => transition.Db.Integer(sql, lease.Job.Value, lease.Token, transition.Now, Milliseconds(duration)), cancellation));
    }

    public async Task<LeaseStatus> CheckpointAsync(Lease lease, JobProgress progress, CancellationToken cancellation)
    {
        var document = LedgerJson.Write(progress);
        return Status(await _writer.RunAsync(transition => Checkpoint(transition, lease, document), cancellation));
    }

    public async Task<LeaseStatus> ChargeUncertainAsync(Lease lease, JobProgress progress, CancellationToken cancellation)
    {
        var document = LedgerJson.Write(progress);
        return await _writer.RunAsync(transition => ChargeUncertain(transition, lease, document), cancellation);
    }

    public Task<bool> ReleaseAsync(Lease lease, Release release, CancellationToken cancellation) =>
        _writer.RunAsync(transition => Release(transition, lease, release), cancellation);

    public Task<LeaseStatus> RerouteAsync(Lease lease, Reroute reroute, CancellationToken cancellation)
    {
        var document = LedgerJson.Write(reroute.Progress);
        return _writer.RunAsync(transition => Reroute(transition, lease, reroute, document), cancellation);
    }

    private static LeaseStatus Status(long? cancelRequested) => cancelRequested switch
    {
        null => LeaseStatus.Lost,
        0 => LeaseStatus.Held,
        _ => LeaseStatus.CancelRequested,
    };

    private static long? Checkpoint(SqliteTransition transition, Lease lease, string progress)
    {
        const string sql =
            """
            UPDATE jobs SET progress = ?3
            WHERE id = ?1 AND lease_token = ?2 AND status = 'leased' AND state IS NULL
            RETURNING cancel_requested
            """;
        transition.Changed(lease.Job.Value);
        return transition.Db.Integer(sql, lease.Job.Value, lease.Token, progress);
    }

    private LeaseStatus ChargeUncertain(SqliteTransition transition, Lease lease, string progress)
    {
        if (SqliteJob.Held(transition, lease) is not { HasOutcome: false } job)
            return LeaseStatus.Lost;

        StoredClaim[] claims = [.. job.Claims.Select(stored =>
            stored.Claim.Kind == ClaimKind.Cost ? SqliteCounters.Charge(transition, stored, _options.CounterGrace) : stored)];
        var charged = claims.Where(static stored => stored.Claim.Kind == ClaimKind.Cost).Max(static stored => (long?)stored.Claim.Amount) ?? 0;
        SqliteUsage.Tally(transition, job.Tenant, job.Day, job.User, job.Lane, new UsageSums { Cost = new Usd(charged) });
        const string remember = "UPDATE jobs SET claims = ?2 WHERE seq = ?1";
        transition.Db.Execute(remember, job.Seq, StoredClaims.Write(claims));
        var status = Status(Checkpoint(transition, lease, progress));
        return claims.Any(static stored => stored is { Held: false, Claim.Kind: ClaimKind.Cost }) ? LeaseStatus.OverBudget : status;
    }

    private bool Release(SqliteTransition transition, Lease lease, Release release)
    {
        if (SqliteJob.Held(transition, lease) is not { } job)
            return false;

        SqliteLanes.Count(transition, job.Lane, leased: -1);
        if (job.CancelRequested)
        {
            End(transition, job, Ending.Unsettled(transition, job, LimitMessages.Cancelled));
            return true;
        }

        const string sql = "UPDATE jobs SET status = iif(?2 > 0, 'delayed', 'ready'), due = ?3 + ?2, lease_until = NULL, attempts = attempts - ?4 WHERE seq = ?1";
        var delay = Milliseconds(release.Delay);
        transition.Db.Execute(sql, job.Seq, delay, transition.Now, !release.CountsAsAttempt);
        if (delay <= 0)
            SqliteLanes.Count(transition, job.Lane, ready: 1);
        transition.Changed(job.Id);
        return true;
    }

    private LeaseStatus Reroute(SqliteTransition transition, Lease lease, Reroute reroute, string progress)
    {
        if (SqliteJob.Held(transition, lease) is not { HasOutcome: false } job)
            return LeaseStatus.Lost;
        if (job.CancelRequested)
        {
            SqliteLanes.Count(transition, job.Lane, leased: -1);
            Checkpoint(transition, lease, progress);
            End(transition, job, new Ending(new Settlement(LimitMessages.Cancelled, reroute.Progress.Assets.Count - reroute.Progress.Inherited, reroute.Spent)));
            return LeaseStatus.CancelRequested;
        }

        if (SqliteCounters.Exchange(transition, job.Claims, reroute.Spent.Micros, reroute.MaxCost.Micros, _options.CounterGrace) is not { } claims)
            return LeaseStatus.OverBudget;
        SqliteUsage.Tally(transition, job.Tenant, job.Day, job.User, job.Lane, new UsageSums { Cost = reroute.Spent });
        SqliteLanes.Count(transition, job.Lane, leased: -1);
        Checkpoint(transition, lease, progress);
        const string sql = "UPDATE jobs SET status = 'ready', lane = ?2, rank = ?3, attempts = 0, lease_until = NULL, claims = ?4 WHERE seq = ?1";
        transition.Db.Execute(sql, job.Seq, reroute.Lane, SqliteLanes.Enqueue(transition, reroute.Lane, job.Tenant, job.Step).Rank, StoredClaims.Write(claims));
        return LeaseStatus.Held;
    }
}
