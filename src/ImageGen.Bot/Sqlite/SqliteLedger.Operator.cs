using ImageGen.Core;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

// What the operator sees and does across tenants.
internal sealed partial class SqliteLedger : IOperatorLedger
{
    public Task<ImageJob?> FindAsync(JobId id, CancellationToken cancellation)
    {
        const string sql = $"SELECT {SqliteJobView.Columns} FROM jobs WHERE id = ?1";
        return ViewAsync(_readers.ReadAsync(db => SqliteJobView.List(db, sql, id.Value).FirstOrDefault(), cancellation));
    }

    public async Task<IReadOnlyList<ImageJob>> ListAsync(OperatorQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Math.Clamp(query.Limit, 1, LongestHistory);
        var views = await _readers.ReadAsync(db => List(db, query, limit), cancellation);
        return views.ConvertAll(static view => view.ToJob());
    }

    public Task<MoveResult> MoveAsync(JobId id, string lane, Usd maxCost, CancellationToken cancellation) =>
        _writer.RunAsync(transition => Move(transition, id, lane, maxCost.Micros), cancellation);

    private static List<SqliteJobView> List(SqliteSession db, OperatorQuery query, int limit)
    {
        const string select = $"SELECT {SqliteJobView.Columns} FROM jobs";
        const string newest = $"{select} ORDER BY seq DESC LIMIT ?1";
        const string failed = $"{select} WHERE state = 'Failed' ORDER BY finished DESC, seq DESC LIMIT ?1";
        const string ready = $"{select} WHERE lane = ?2 AND status = 'ready' AND state IS NULL ORDER BY rank, id LIMIT ?1";
        const string delayed = $"{select} WHERE lane = ?2 AND status = 'delayed' AND state IS NULL ORDER BY due LIMIT ?1";
        const string running = $"{select} WHERE lane = ?2 AND status = 'leased' AND state IS NULL LIMIT ?1";
        return query.List switch
        {
            OperatorList.Newest => SqliteJobView.List(db, newest, limit),
            OperatorList.Failed => SqliteJobView.List(db, failed, limit),
            OperatorList.Waiting => [.. query.Lanes.SelectMany(lane => SqliteJobView.List(db, ready, limit, lane).Concat(SqliteJobView.List(db, delayed, limit, lane)).Take(limit))],
            OperatorList.Running => [.. query.Lanes.SelectMany(lane => SqliteJobView.List(db, running, limit, lane))],
        };
    }

    private MoveResult Move(SqliteTransition transition, JobId id, string lane, long cost)
    {
        if (SqliteJob.Find(transition.Db, id) is not { } job)
            return MoveResult.NotFound;
        if (job.HasOutcome || job.Status is not ("ready" or "delayed"))
            return MoveResult.NotWaiting;
        if (job.Progress(transition.Db).HasBegun())
            return MoveResult.Begun;
        if (SqliteCounters.Exchange(transition, job.Claims, spent: 0, cost, _options.CounterGrace) is not { } claims)
            return MoveResult.OverBudget;

        if (job.Status == "ready")
            SqliteLanes.Count(transition, job.Lane, ready: -1);
        SqliteLanes.GiveBack(transition, job.Lane, job.Tenant, job.Step);
        const string sql = "UPDATE jobs SET status = 'ready', lane = ?2, rank = ?3, claims = ?4, attempts = 0, due = NULL WHERE seq = ?1";
        var rank = SqliteLanes.Enqueue(transition, lane, job.Tenant, job.Step).Rank;
        transition.Db.Execute(sql, job.Seq, lane, rank, StoredClaims.Write(claims));
        transition.Changed(job.Id);
        return MoveResult.Moved;
    }
}
