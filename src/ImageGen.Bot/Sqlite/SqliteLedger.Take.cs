using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>The window of <see cref="LaneLimits.RequestsPerMinute"/>, in milliseconds.</summary>
    private const long Minute = 60_000;

    public async Task<LeaseBatch> LeaseAsync(IReadOnlyList<LaneLimits> lanes, int max, TimeSpan duration, CancellationToken cancellation)
    {
        var (taken, next) = await _writer.RunAsync(transition => Take(transition, lanes, max, Milliseconds(duration)), cancellation);
        return new LeaseBatch(taken.ConvertAll(static view => new LeasedJob(view.ToJob(), new Lease(JobId.Parse(view.Id), view.Token))), SqliteJobView.Instant(next));
    }

    private static (List<SqliteJobView> Jobs, long? NextAt) Take(SqliteTransition transition, IReadOnlyList<LaneLimits> lanes, int max, long duration)
    {
        var taken = new List<SqliteJobView>();
        long? next = null;
        foreach (var lane in lanes)
        {
            next = Earliest(next, Wake(transition, lane.Name));
            next = Earliest(next, TakeFrom(transition, lane, max - taken.Count, duration, taken));
        }

        return (taken, next);
    }

    /// <summary>Makes jobs ready whose backoff has passed.</summary>
    /// <returns>When the next one's passes.</returns>
    private static long? Wake(SqliteTransition transition, string lane)
    {
        const string first = "SELECT min(due) FROM jobs WHERE lane = ?1 AND status = 'delayed'";
        var due = transition.Db.Integer(first, lane);
        if (due is null || due > transition.Now)
            return due;

        const string wake = "UPDATE jobs SET status = 'ready', due = NULL WHERE lane = ?1 AND status = 'delayed' AND due <= ?2";
        SqliteLanes.Count(transition, lane, ready: transition.Db.Execute(wake, lane, transition.Now));
        return transition.Db.Integer(first, lane);
    }

    /// <summary>Leases the first jobs of a lane, within its limits.</summary>
    /// <returns>When a limit that has nothing to do with leases being held lets more be leased.</returns>
    private static long? TakeFrom(SqliteTransition transition, LaneLimits lane, int max, long duration, List<SqliteJobView> taken)
    {
        const string sql = "SELECT ready, leased, paused_until FROM lanes WHERE name = ?1";
        long ready, leased;
        using (var rows = transition.Db.Query(sql, lane.Name))
        {
            if (!rows.Read())
                return null;
            if (rows.IntegerOrNull(2) is { } pausedUntil && pausedUntil > transition.Now)
                return pausedUntil;
            (ready, leased) = (rows.Integer(0), rows.Integer(1));
        }

        var started = lane.RequestsPerMinute is null ? 0 : Started(transition, lane.Name);
        var count = new[] { max, ready, (lane.MaxConcurrent ?? long.MaxValue) - leased, (lane.RequestsPerMinute ?? long.MaxValue) - started }.Min();
        if (count > 0)
            Lease(transition, lane.Name, count, duration, taken);
        if (lane.RequestsPerMinute is not { } limit)
            return null;

        const string begin = "INSERT INTO lane_starts (lane, at) VALUES (?1, ?2)";
        for (var job = 0; job < count; job++)
            transition.Db.Execute(begin, lane.Name, transition.Now);
        return NextSlot(transition, lane.Name, started + Math.Max(0, count), limit);
    }

    private static void Lease(SqliteTransition transition, string lane, long count, long duration, List<SqliteJobView> taken)
    {
        const string lease =
            $"""
            UPDATE jobs SET
                status = 'leased', lease_token = lease_token + 1, lease_until = ?3 + ?4,
                attempts = attempts + 1, started = iif(state IS NULL, coalesce(started, ?3), started)
            WHERE seq IN (SELECT seq FROM jobs WHERE lane = ?1 AND status = 'ready' ORDER BY rank, id LIMIT ?2)
            RETURNING {SqliteJobView.Columns}, rank - step
            """;
        var leased = new List<SqliteJobView>((int)count);
        long start = 0;
        using (var rows = transition.Db.Query(lease, lane, count, transition.Now, duration))
        {
            while (rows.Read())
            {
                leased.Add(SqliteJobView.Read(rows));
                start = Math.Max(start, rows.Integer(SqliteJobView.ColumnCount));
            }
        }

        const string advance = "UPDATE lanes SET vtime = max(vtime, ?2), ready = ready - ?3, leased = leased + ?3 WHERE name = ?1";
        transition.Db.Execute(advance, lane, start, leased.Count);
        taken.AddRange(leased.OrderBy(static view => view.Rank).ThenBy(static view => view.Id, StringComparer.Ordinal));
        leased.ForEach(view => transition.Changed(view.Id));
    }

    /// <summary>How many leases the lane began in the last 60 seconds.</summary>
    private static long Started(SqliteTransition transition, string lane)
    {
        const string forget = "DELETE FROM lane_starts WHERE lane = ?1 AND at <= ?2";
        const string count = "SELECT count(*) FROM lane_starts WHERE lane = ?1";
        transition.Db.Execute(forget, lane, transition.Now - Minute);
        return transition.Db.Integer(count, lane) ?? 0;
    }

    /// <summary>When a lease can begin again under the minute's limit; null where one can now.</summary>
    private static long? NextSlot(SqliteTransition transition, string lane, long started, int limit)
    {
        const string sql = "SELECT at FROM lane_starts WHERE lane = ?1 ORDER BY at LIMIT 1 OFFSET ?2";
        return started < limit ? null : transition.Db.Integer(sql, lane, started - limit) + Minute;
    }

    private static long? Earliest(long? one, long? other) => one is null || other < one ? other ?? one : one;
}
