using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>What a transition needs to know of a job. Documents that it does not look into stay in the table.</summary>
internal sealed record SqliteJob
{
    private const string Columns =
        "seq, id, status, state, lane, rank, step, rescues, cancel_requested, leading, tenant, key, reply_lane, claims, lease_token, user, day";

    public required long Seq { get; init; }

    public required string Id { get; init; }

    public required string Status { get; init; }

    /// <summary>The final state; null until it has one.</summary>
    public required string? State { get; init; }

    public required string Lane { get; init; }

    public required long Rank { get; init; }

    public required long Step { get; init; }

    public required long Rescues { get; init; }

    public required bool CancelRequested { get; init; }

    public required bool Leading { get; init; }

    public required string Tenant { get; init; }

    public required string Key { get; init; }

    public required string? ReplyLane { get; init; }

    public required IReadOnlyList<StoredClaim> Claims { get; init; }

    public required long Token { get; init; }

    public required string User { get; init; }

    /// <summary>The date its usage counts on; null where nobody asks.</summary>
    public required string? Day { get; init; }

    /// <summary>Whether only its reply is left to do.</summary>
    public bool HasOutcome => State is not null;

    /// <summary>Reads what the job has achieved, which few transitions look at.</summary>
    public JobProgress Progress(SqliteSession db)
    {
        const string sql = "SELECT progress FROM jobs WHERE seq = ?1";
        return LedgerJson.ReadProgress(db.Text(sql, Seq));
    }

    /// <summary>Finds the job a lease is for.</summary>
    /// <returns>Null where the lease is lost.</returns>
    public static SqliteJob? Held(SqliteTransition transition, Lease lease) =>
        Find(transition.Db, lease.Job) is { Status: "leased" } job && job.Token == lease.Token ? job : null;

    public static SqliteJob? Find(SqliteSession db, JobId id)
    {
        const string sql = $"SELECT {Columns} FROM jobs WHERE id = ?1";
        using var rows = db.Query(sql, id.Value);
        return rows.Read() ? Read(rows) : null;
    }

    /// <summary>Lists the jobs that follow another, first come first.</summary>
    public static List<SqliteJob> Followers(SqliteSession db, string leader)
    {
        const string sql = $"SELECT {Columns} FROM jobs WHERE leader = ?1 AND status = 'following' ORDER BY id";
        return List(db, sql, leader);
    }

    /// <summary>Lists the jobs of a lane whose lease has ended.</summary>
    public static List<SqliteJob> Lapsed(SqliteSession db, string lane, long now)
    {
        const string sql = $"SELECT {Columns} FROM jobs WHERE lane = ?1 AND status = 'leased' AND lease_until < ?2 ORDER BY lease_until";
        return List(db, sql, lane, now);
    }

    private static List<SqliteJob> List(SqliteSession db, string sql, params ReadOnlySpan<SqlValue> values)
    {
        var jobs = new List<SqliteJob>();
        using var rows = db.Query(sql, values);
        while (rows.Read())
            jobs.Add(Read(rows));
        return jobs;
    }

    private static SqliteJob Read(SqliteRows row) => new()
    {
        Seq = row.Integer(0),
        Id = row.Text(1),
        Status = row.Text(2),
        State = row.TextOrNull(3),
        Lane = row.Text(4),
        Rank = row.Integer(5),
        Step = row.Integer(6),
        Rescues = row.Integer(7),
        CancelRequested = row.Flag(8),
        Leading = row.Flag(9),
        Tenant = row.Text(10),
        Key = row.Text(11),
        ReplyLane = row.TextOrNull(12),
        Claims = StoredClaims.Read(row.TextOrNull(13)),
        Token = row.Integer(14),
        User = row.Text(15),
        Day = row.TextOrNull(16),
    };
}
