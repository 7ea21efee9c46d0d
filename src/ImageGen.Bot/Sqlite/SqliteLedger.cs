using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>
/// The ledger in one SQLite file. Every transition is one operation of the <see cref="SqliteWriter"/>; what only looks
/// goes over the <see cref="SqliteReaders"/>.
/// </summary>
/// <remarks>
/// The parts: <c>.Admit</c> decides on new jobs; <c>.Lease</c> is what workers do until a job ends; <c>.Settle</c> ends
/// it, with <c>.Followers</c> for those who waited for the same picture; <c>.Rescue</c> takes up what dead workers left
/// and sweeps; <c>.Read</c> looks. Documents are written and parsed outside the writer, which has only SQL to run.
/// </remarks>
internal sealed partial class SqliteLedger : IJobLedger, IDisposable
{
    private readonly LedgerOptions _options;
    private readonly WatchedClock _clock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private bool _isClosed;

    /// <summary>Opens the ledger.</summary>
    /// <exception cref="LedgerUnavailableException">That is impossible; the message says why and what to do.</exception>
    public SqliteLedger(string path, LedgerOptions options, TimeProvider clock, SqliteSignals signals)
    {
        _options = options;
        _clock = new WatchedClock(clock, options.ClockTolerance);
        var database = new SqliteDatabase(path);
        _readers = new SqliteReaders(database);
        _writer = new SqliteWriter(database, _clock, signals);
        Secrets = new SqliteSecrets(_writer, _readers, _clock);
        Guilds = new SqliteGuildDocuments(_writer, _readers);
    }

    /// <summary>What is kept in the file besides jobs.</summary>
    public SqliteSecrets Secrets { get; }

    /// <summary>What guilds' admins decided.</summary>
    public SqliteGuildDocuments Guilds { get; }

    public Task PauseLaneAsync(string lane, DateTimeOffset until, CancellationToken cancellation) =>
        _writer.RunAsync(transition => PauseLane(transition, lane, until.ToUnixTimeMilliseconds()), cancellation);

    public Task CheckAsync(CancellationToken cancellation) => _writer.RunAsync(Check, cancellation);

    public Task<ImageJob?> DeleteAsync(TenantId tenant, JobId id, CancellationToken cancellation) =>
        ViewAsync(_writer.RunAsync(transition => Delete(transition, tenant.ToString(), id), cancellation));

    /// <summary>Does what is queued and closes the file. Called once for each of its registrations.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _writer.Dispose();
        _readers.Dispose();
    }

    private static bool PauseLane(SqliteTransition transition, string lane, long until)
    {
        const string sql =
            """
            INSERT INTO lanes (name, paused_until, served) VALUES (?1, nullif(max(?2, ?3), ?3), ?3)
            ON CONFLICT (name) DO UPDATE SET
                paused_until = CASE WHEN ?2 > ?3 THEN max(?2, coalesce(paused_until, 0)) END
            """;
        transition.Db.Execute(sql, lane, until, transition.Now);
        if (until <= transition.Now)
            transition.Ready(lane);
        return true;
    }

    private static bool Check(SqliteTransition transition)
    {
        const string write = "INSERT INTO checks (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = excluded.at";
        const string read = "SELECT at FROM checks";
        transition.Db.Execute(write, transition.Now);
        return transition.Db.Integer(read) == transition.Now;
    }

    private static SqliteJobView? Delete(SqliteTransition transition, string tenant, JobId id)
    {
        if (SqliteJobView.Find(transition.Db, tenant, id.Value) is not { State: not null } view)
            return null;

        const string forget = "DELETE FROM cache WHERE source = ?1 AND (tenant, key) = (SELECT tenant, key FROM jobs WHERE id = ?1)";
        const string delete = "DELETE FROM jobs WHERE id = ?1";
        transition.Db.Execute(forget, view.Id);
        transition.Db.Execute(delete, view.Id);

        // Its reply may still have been on its way.
        if (view.Status is "ready")
            SqliteLanes.Count(transition, view.Lane, ready: -1);
        else if (view.Status is "leased")
            SqliteLanes.Count(transition, view.Lane, leased: -1);
        transition.Changed(view.Id);
        return view;
    }

    private static async Task<ImageJob?> ViewAsync(Task<SqliteJobView?> view) => (await view)?.ToJob();
}
