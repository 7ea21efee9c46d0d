using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>Most rows a sweep removes of each table, so that nobody waits long behind it.</summary>
    private const int SweepSize = 500;

    private static readonly string[] Sweeps =
    [
        "DELETE FROM deliveries WHERE (tenant, delivery) IN (SELECT tenant, delivery FROM deliveries WHERE expires <= ?1 LIMIT ?2)",
        "DELETE FROM cache WHERE rowid IN (SELECT rowid FROM cache WHERE expires <= ?1 LIMIT ?2)",
        "DELETE FROM counters WHERE key IN (SELECT key FROM counters WHERE expires <= ?1 LIMIT ?2)",

        "DELETE FROM occasions WHERE (tenant, name) IN (SELECT tenant, name FROM occasions WHERE expires <= ?1 LIMIT ?2)",

        // CROSS JOIN keeps the order: the few lanes first, then the index finds each one's idle tenants.
        """
        DELETE FROM lane_tenants WHERE (lane, tenant) IN (
            SELECT lane, tenant FROM lanes CROSS JOIN lane_tenants ON lane = name WHERE finish <= vtime LIMIT ?2)
        """,
    ];

    public async Task<int> RescueAsync(IReadOnlyList<string> lanes, int maxRescues, CancellationToken cancellation)
    {
        var back = _clock.PutBack();
        // Of leases that have ended by now, not only when it is this one's turn: a clock that is set between ends none.
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var rescued = await _writer.RunAsync(transition => Rescue(transition, lanes, maxRescues, Milliseconds(back), now), cancellation);
        _clock.Heeded(back);
        return rescued;
    }

    private int Rescue(SqliteTransition transition, IReadOnlyList<string> lanes, int maxRescues, long back, long now)
    {
        // Not each time: a commit that changes nothing writes nothing.
        const string serve = "UPDATE lanes SET served = ?2 WHERE name = ?1 AND abs(served - ?2) > 30000";
        var rescued = 0;
        foreach (var lane in lanes)
        {
            transition.Db.Execute(serve, lane, transition.Now);
            if (back > 0)
                Heed(transition, lane, back);
            foreach (var job in SqliteJob.Lapsed(transition.Db, lane, Math.Min(now, transition.Now)))
            {
                SqliteLanes.Count(transition, lane, leased: -1);
                Rescue(transition, job, maxRescues);
                rescued++;
            }
        }

        Sweep(transition);
        return rescued;
    }

    /// <summary>What was to happen at a time happens as much earlier as the clock was put back since. What lies nearer than half of that was said after it.</summary>
    private static void Heed(SqliteTransition transition, string lane, long back)
    {
        const string leases = "UPDATE jobs SET lease_until = lease_until - ?3 WHERE lane = ?1 AND status = 'leased' AND lease_until > ?2 + ?3 / 2";
        const string delays = "UPDATE jobs SET due = due - ?3 WHERE lane = ?1 AND status = 'delayed' AND due > ?2 + ?3 / 2";
        const string pause = "UPDATE lanes SET paused_until = paused_until - ?3 WHERE name = ?1 AND paused_until > ?2 + ?3 / 2";
        const string starts = "UPDATE lane_starts SET at = at - ?3 WHERE lane = ?1 AND at > ?2";
        foreach (var sql in (string[])[leases, delays, pause, starts])
            transition.Db.Execute(sql, lane, transition.Now, back);
    }

    private void Rescue(SqliteTransition transition, SqliteJob job, int maxRescues)
    {
        if (job.CancelRequested)
            End(transition, job, Ending.Unsettled(transition, job, LimitMessages.Cancelled));
        else if (job.Rescues < maxRescues)
            Requeue(transition, job);
        else if (job.HasOutcome)
            EndReply(transition, job);
        else
            End(transition, job, Ending.Unsettled(transition, job, LimitMessages.InterruptedTooOften));
    }

    /// <summary>That a worker died is no fault of the job's, so the attempt does not count.</summary>
    private static void Requeue(SqliteTransition transition, SqliteJob job)
    {
        const string sql = "UPDATE jobs SET status = 'ready', rescues = rescues + 1, attempts = attempts - 1, lease_until = NULL WHERE seq = ?1";
        transition.Db.Execute(sql, job.Seq);
        SqliteLanes.Count(transition, job.Lane, ready: 1);
        transition.Changed(job.Id);
    }

    /// <summary>Removes what has expired, a little at a time. Rides on rescuing, which workers do every few seconds.</summary>
    private void Sweep(SqliteTransition transition)
    {
        foreach (var sql in Sweeps)
            transition.Db.Execute(sql, transition.Now, SweepSize);

        const string usage = "DELETE FROM usage WHERE day < ?1";
        transition.Db.Execute(usage, SqliteUsage.Text(DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(-SqliteUsage.Days)));

        const string jobs = "DELETE FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE status = 'done' AND finished <= ?1 LIMIT ?2)";
        transition.Db.Execute(jobs, transition.Now - Milliseconds(_options.Retention), SweepSize);
    }
}
