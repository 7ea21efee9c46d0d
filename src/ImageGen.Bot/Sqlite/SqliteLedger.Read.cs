using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>Most jobs of one <see cref="HistoryQuery"/>.</summary>
    private const int LongestHistory = 200;

    public Task<ImageJob?> FindAsync(TenantId tenant, JobId id, CancellationToken cancellation) =>
        ViewAsync(_readers.ReadAsync(db => SqliteJobView.Find(db, tenant.ToString(), id.Value), cancellation));

    public async Task<IReadOnlyList<ImageJob>> HistoryAsync(HistoryQuery query, CancellationToken cancellation)
    {
        var views = await _readers.ReadAsync(db => History(db, query), cancellation);
        return views.ConvertAll(static view => view.ToJob());
    }

    public async Task<IReadOnlyList<CounterState>> CountersAsync(IReadOnlyList<string> counters, CancellationToken cancellation) =>
        await _readers.ReadAsync(db => counters.Select(counter => SqliteCounters.Read(db, counter)).ToArray(), cancellation);

    public async Task<IReadOnlyList<string>> OrphansAsync(TimeSpan unserved, CancellationToken cancellation)
    {
        var before = (_clock.GetUtcNow() - unserved).ToUnixTimeMilliseconds();
        return await _readers.ReadAsync(db => Orphans(db, before), cancellation);
    }

    public Task<LaneState> LaneAsync(string lane, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        return _readers.ReadAsync(db => Lane(db, lane, now), cancellation);
    }

    public async Task<IReadOnlyList<ImageJob>> FinishedBeforeAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        const string sql =
            $"SELECT {SqliteJobView.Columns} FROM jobs WHERE tenant = ?1 AND created < ?3 AND state IS NOT NULL ORDER BY seq LIMIT ?2";
        var views = await _readers.ReadAsync(
            db => SqliteJobView.List(db, sql, tenant.ToString(), Math.Clamp(limit, 1, LongestHistory), before.ToUnixTimeMilliseconds()), cancellation);
        return views.ConvertAll(static view => view.ToJob());
    }

    public Task<IReadOnlyList<UsageDay>> UsageByDayAsync(TenantId tenant, DateOnly first, DateOnly last, CancellationToken cancellation) =>
        _readers.ReadAsync(db => SqliteUsage.Read(db, tenant.ToString(), first, last), cancellation);

    public Task ForgetUsageAsync(TenantId tenant, string user, CancellationToken cancellation) =>
        _writer.RunAsync(transition => SqliteUsage.Forget(transition, tenant.ToString(), user), cancellation);

    private List<SqliteJobView> History(SqliteSession db, HistoryQuery query)
    {
        const string select = $"SELECT {SqliteJobView.Columns} FROM jobs WHERE tenant = ?1";
        const string newest = "ORDER BY seq DESC LIMIT ?2";
        const string ofTenant = $"{select} {newest}";
        const string ofUser = $"{select} AND user = ?3 {newest}";
        const string ofConversation = $"{select} AND conversation = ?3 {newest}";

        var tenant = query.Tenant.ToString();
        var limit = Math.Min(Math.Clamp(query.Limit, 1, LongestHistory), _options.HistoryLimit);
        return query switch
        {
            { Conversation: { } conversation } => SqliteJobView.List(db, ofConversation, tenant, limit, conversation.ToString()),
            { User: { } user } => SqliteJobView.List(db, ofUser, tenant, limit, user),
            _ => SqliteJobView.List(db, ofTenant, tenant, limit),
        };
    }

    private static List<string> Orphans(SqliteSession db, long before)
    {
        const string sql =
            """
            SELECT name FROM lanes
            WHERE served <= ?1 AND (ready > 0 OR leased > 0 OR EXISTS (SELECT 1 FROM jobs WHERE lane = name AND status = 'delayed'))
            """;
        var names = new List<string>();
        using var rows = db.Query(sql, before);
        while (rows.Read())
            names.Add(rows.Text(0));
        return names;
    }

    private static LaneState Lane(SqliteSession db, string lane, long now)
    {
        const string sql =
            """
            SELECT
                ready, leased, iif(paused_until > ?2, paused_until, NULL),
                (SELECT count(*) FROM jobs WHERE lane = ?1 AND status = 'delayed' AND due <= ?2),
                (SELECT count(*) FROM jobs WHERE lane = ?1 AND status = 'delayed' AND due > ?2)
            FROM lanes WHERE name = ?1
            """;
        using var rows = db.Query(sql, lane, now);
        return rows.Read()
            ? new LaneState(rows.Integer(0) + rows.Integer(3), rows.Integer(4), rows.Integer(1), SqliteJobView.Instant(rows.IntegerOrNull(2)))
            : new LaneState(0, 0, 0, null);
    }
}
