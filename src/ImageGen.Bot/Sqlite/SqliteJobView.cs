using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>A job as callers see it, read in the transaction and put together outside: documents are parsed on the caller's thread.</summary>
internal sealed record SqliteJobView
{
    /// <summary>The columns, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "id, status, state, lane, rank, attempts, rescues, cancel_requested, cached, started, finished, progress, outcome, request, lease_token, message";

    /// <summary>How many <see cref="Columns"/> are.</summary>
    public const int ColumnCount = 16;

    public required string Id { get; init; }

    public required string Status { get; init; }

    public required string? State { get; init; }

    public required string Lane { get; init; }

    public required long Rank { get; init; }

    public required int Attempts { get; init; }

    public required int Rescues { get; init; }

    public required bool CancelRequested { get; init; }

    public required bool Cached { get; init; }

    public required long? Started { get; init; }

    public required long? Finished { get; init; }

    public required string? Progress { get; init; }

    public required string? Outcome { get; init; }

    public required string Request { get; init; }

    public required long Token { get; init; }

    public required string? Message { get; init; }

    public int? Position { get; init; }

    public static SqliteJobView Read(SqliteRows row) => new()
    {
        Id = row.Text(0),
        Status = row.Text(1),
        State = row.TextOrNull(2),
        Lane = row.Text(3),
        Rank = row.Integer(4),
        Attempts = (int)row.Integer(5),
        Rescues = (int)row.Integer(6),
        CancelRequested = row.Flag(7),
        Cached = row.Flag(8),
        Started = row.IntegerOrNull(9),
        Finished = row.IntegerOrNull(10),
        Progress = row.TextOrNull(11),
        Outcome = row.TextOrNull(12),
        Request = row.Text(13),
        Token = row.Integer(14),
        Message = row.TextOrNull(15),
    };

    /// <summary>Finds a tenant's job, with its position where it waits in its lane.</summary>
    public static SqliteJobView? Find(SqliteSession db, string tenant, string id)
    {
        const string sql = $"SELECT {Columns} FROM jobs WHERE id = ?1 AND tenant = ?2";
        return List(db, sql, id, tenant).FirstOrDefault();
    }

    /// <summary>Runs a query for <see cref="Columns"/>.</summary>
    public static List<SqliteJobView> List(SqliteSession db, string sql, params ReadOnlySpan<SqlValue> values)
    {
        var views = new List<SqliteJobView>();
        using (var rows = db.Query(sql, values))
        {
            while (rows.Read())
                views.Add(Read(rows));
        }

        return views.ConvertAll(view => view is { Status: "ready", State: null }
            ? view with { Position = SqliteLanes.Position(db, view.Lane, view.Rank, view.Id) }
            : view);
    }

    public ImageJob ToJob() => new()
    {
        Order = LedgerJson.ReadOrder(Request),
        State = State is not null ? Enum.Parse<JobState>(State) : Status == "leased" ? JobState.Processing : JobState.Pending,
        Lane = Lane,
        Progress = LedgerJson.ReadProgress(Progress),
        Outcome = LedgerJson.ReadOutcome(Outcome),
        Cached = Cached,
        Attempts = Attempts,
        Rescues = Rescues,
        Position = Position,
        CancelRequested = CancelRequested,
        StartedAt = Instant(Started),
        FinishedAt = Instant(Finished),
        Message = Message,
    };

    internal static DateTimeOffset? Instant(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
