namespace ImageGen.Bot.Sqlite;

/// <summary>A place in a lane.</summary>
/// <param name="Rank">The virtual time at which the tenant's share has the job finished.</param>
/// <param name="Ready">How many jobs of the lane can be leased, this one included.</param>
internal readonly record struct LanePlace(long Rank, long Ready);

/// <summary>
/// Weighted fair queueing. A lane's virtual time is the start of the job leased last; a tenant's next job starts there
/// or where its last one finishes, whichever is later, and finishes a step after.
/// </summary>
internal static class SqliteLanes
{
    /// <summary>The step of one picture for a tenant of weight 1: fine enough that ranks can be whole numbers.</summary>
    private const long Unit = 1_000_000;

    /// <summary>Counted before it is known at which end a job waits.</summary>
    private const int Near = 64;

    /// <summary>No position is counted further: some 30 microseconds.</summary>
    private const int Far = 1000;

    public static long Step(double work) => Math.Max(1, (long)Math.Round(Unit * work));

    /// <summary>Counts a ready job in and finds its rank, behind the tenant's others.</summary>
    public static LanePlace Enqueue(SqliteTransition transition, string lane, string tenant, long step)
    {
        const string count =
            """
            INSERT INTO lanes (name, ready, served) VALUES (?1, 1, ?2)
            ON CONFLICT (name) DO UPDATE SET ready = ready + 1
            RETURNING vtime, ready
            """;
        long vtime, ready;
        using (var rows = transition.Db.Query(count, lane, transition.Now))
        {
            rows.Read();
            (vtime, ready) = (rows.Integer(0), rows.Integer(1));
        }

        const string rank =
            """
            INSERT INTO lane_tenants (lane, tenant, finish) VALUES (?1, ?2, ?3 + ?4)
            ON CONFLICT (lane, tenant) DO UPDATE SET finish = max(finish, ?3) + ?4
            RETURNING finish
            """;
        var finish = transition.Db.Integer(rank, lane, tenant, vtime, step);
        transition.Ready(lane);
        return new LanePlace(finish!.Value, ready);
    }

    /// <summary>Counts jobs that leave one status of the lane or come to it without a new rank.</summary>
    public static void Count(SqliteTransition transition, string lane, int ready = 0, int leased = 0)
    {
        const string sql = "UPDATE lanes SET ready = ready + ?2, leased = leased + ?3 WHERE name = ?1";
        transition.Db.Execute(sql, lane, ready, leased);
        if (ready > 0)
            transition.Ready(lane);
    }

    /// <summary>Takes back the share of a job that was cancelled before its turn, so that it costs its tenant nothing later.</summary>
    public static void GiveBack(SqliteTransition transition, string lane, string tenant, long step)
    {
        const string sql = "UPDATE lane_tenants SET finish = finish - ?3 WHERE lane = ?1 AND tenant = ?2";
        transition.Db.Execute(sql, lane, tenant, step);
    }

    /// <summary>
    /// How many jobs are leased before and with this one. Exact for the first and the last thousand of a lane; in between
    /// counting would take as long as the lane is, and it is somewhat more than a thousand.
    /// </summary>
    public static int Position(SqliteSession db, string lane, long rank, string job)
    {
        // Ranks and ties apart: a plain range of the index is counted three times as fast as a comparison of pairs.
        const string before =
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE lane = ?1 AND status = 'ready' AND rank < ?2 LIMIT ?4))
                + (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE lane = ?1 AND status = 'ready' AND rank = ?2 AND id < ?3 LIMIT ?4))
            """;
        const string after =
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE lane = ?1 AND status = 'ready' AND rank > ?2 LIMIT ?4))
                + (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE lane = ?1 AND status = 'ready' AND rank = ?2 AND id > ?3 LIMIT ?4))
            """;
        const string ready = "SELECT ready FROM lanes WHERE name = ?1";

        // Whoever asks mostly asks about the front, or has just come to the back.
        if (Count(before, Near) is var few && few < Near)
            return 1 + few;
        if (Count(after, Far) is var behind && behind < Far)
            return (int)(db.Integer(ready, lane) ?? 1) - behind;
        return 1 + Count(before, Far);

        int Count(string sql, int most) => (int)(db.Integer(sql, lane, rank, job, most) ?? 0);
    }
}
