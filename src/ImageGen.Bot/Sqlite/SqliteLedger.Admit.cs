using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    public async Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var entry = new Entry(request);
        var decision = await _writer.RunAsync(transition => Admit(transition, entry), cancellation);
        return decision();
    }

    /// <summary>Decides, in the order the contract names.</summary>
    /// <returns>What the caller makes the answer with, after the commit and on its own thread.</returns>
    private Func<Admission> Admit(SqliteTransition transition, Entry entry)
    {
        if ((Repeated(transition, entry) ?? Cached(transition, entry)) is { } known)
            return known;
        var leader = Leader(transition, entry);
        return leader is null || entry.Fresh
            ? Queued(transition, entry, leading: leader is null)
            : Following(transition, entry, leader);
    }

    private static Func<Admission>? Repeated(SqliteTransition transition, Entry entry)
    {
        const string sql = "SELECT job FROM deliveries WHERE tenant = ?1 AND delivery = ?2 AND expires > ?3";
        return entry.Delivery is not null
            && transition.Db.Text(sql, entry.Tenant, entry.Delivery, transition.Now) is { } first
            && SqliteJobView.Find(transition.Db, entry.Tenant, first) is { } job
            ? () => new Admission.Repeated(job.ToJob())
            : null;
    }

    private Func<Admission>? Cached(SqliteTransition transition, Entry entry)
    {
        const string sql = "SELECT outcome, source FROM cache WHERE tenant = ?1 AND key = ?2 AND expires > ?3";
        if (entry.Fresh)
            return null;

        string outcome, source;
        using (var rows = transition.Db.Query(sql, entry.Tenant, entry.Key, transition.Now))
        {
            if (!rows.Read())
                return null;
            (outcome, source) = (rows.Text(0), rows.Text(1));
        }

        var row = new Row { Status = "done", Outcome = outcome, Source = source };
        if (entry.CachedReplyLane is { } lane)
            row = row with { Status = "ready", Lane = lane, Rank = SqliteLanes.Enqueue(transition, lane, entry.Tenant, entry.Step).Rank };
        Insert(transition, entry, row);
        SqliteUsage.TallyCached(transition, entry.Tenant, entry.Day, entry.User, outcome);
        var finished = SqliteJobView.Instant(transition.Now);
        return () => new Admission.Cached(entry.NewJob(null) with
        {
            State = JobState.Completed,
            Lane = row.Lane ?? entry.Lane,
            Outcome = LedgerJson.ReadOutcome(outcome),
            Cached = true,
            FinishedAt = finished,
        });
    }

    private Func<Admission> Following(SqliteTransition transition, Entry entry, string leader)
    {
        if (SqliteCounters.Reserve(transition, entry.Claims.Where(static claim => claim.Kind == ClaimKind.Open), _options.CounterGrace) is { } overrun)
            return OverLimit(transition, overrun);

        Insert(transition, entry, new Row
        {
            Status = "following",
            Leader = leader,
            Claims = [.. entry.Claims.Select(static claim => new StoredClaim(claim, claim.Kind == ClaimKind.Open))],
        });
        return () => new Admission.Following(entry.NewJob(null));
    }

    private Func<Admission> Queued(SqliteTransition transition, Entry entry, bool leading)
    {
        if (SqliteCounters.Reserve(transition, entry.Claims, _options.CounterGrace) is { } overrun)
            return OverLimit(transition, overrun);

        var place = SqliteLanes.Enqueue(transition, entry.Lane, entry.Tenant, entry.Step);
        Insert(transition, entry, new Row
        {
            Status = "ready",
            Rank = place.Rank,
            Leading = leading,
            Claims = [.. entry.Claims.Select(static claim => new StoredClaim(claim, true))],
        });
        var position = SqliteLanes.Position(transition.Db, entry.Lane, place.Rank, entry.Id.Value);
        return () => new Admission.Queued(entry.NewJob(position));
    }

    private static Func<Admission> OverLimit(SqliteTransition transition, QuotaClaim claim)
    {
        var counter = SqliteCounters.Read(transition.Db, claim.Counter);
        return () => new Admission.OverLimit(claim, counter);
    }

    private static string? Leader(SqliteTransition transition, Entry entry)
    {
        const string sql = "SELECT id FROM jobs WHERE tenant = ?1 AND key = ?2 AND leading = 1";
        return transition.Db.Text(sql, entry.Tenant, entry.Key);
    }

    private void Insert(SqliteTransition transition, Entry entry, Row row)
    {
        const string insert =
            """
            INSERT INTO jobs (
                id, status, lane, rank, step, leading, leader, tenant, user, conversation, key, reply_lane, claims,
                request, created, outcome, source, cached, state, finished, day)
            VALUES (
                ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                ?14, ?15, ?16, ?17, ?16 IS NOT NULL, iif(?16 IS NULL, NULL, 'Completed'), iif(?16 IS NULL, NULL, ?15), ?18)
            """;
        transition.Db.Execute(
            insert, entry.Id.Value, row.Status, row.Lane ?? entry.Lane, row.Rank, entry.Step, row.Leading, row.Leader, entry.Tenant, entry.User,
            entry.Conversation, entry.Key, entry.ReplyLane, StoredClaims.Write(row.Claims), entry.Request, transition.Now, row.Outcome, row.Source, entry.Day);

        const string deliver =
            """
            INSERT INTO deliveries (tenant, delivery, job, expires) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (tenant, delivery) DO UPDATE SET job = excluded.job, expires = excluded.expires
            """;
        if (entry.Delivery is not null)
            transition.Db.Execute(deliver, entry.Tenant, entry.Delivery, entry.Id.Value, transition.Now + Milliseconds(_options.DeliveryTtl));
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    /// <summary>What differs between the ways to be admitted.</summary>
    private sealed record Row
    {
        public required string Status { get; init; }

        /// <summary>Null where it is the lane asked for.</summary>
        public string? Lane { get; init; }

        public long Rank { get; init; }

        public bool Leading { get; init; }

        public string? Leader { get; init; }

        public string? Outcome { get; init; }

        public string? Source { get; init; }

        public IReadOnlyList<StoredClaim> Claims { get; init; } = [];
    }

    /// <summary>A request in the forms the columns have, made on the caller's thread.</summary>
    private sealed class Entry(AdmissionRequest request)
    {
        public JobId Id { get; } = request.Order.Id;

        public string Tenant { get; } = request.Order.Tenant.ToString();

        public string User { get; } = request.Order.User;

        public string Conversation { get; } = request.Order.Conversation.ToString();

        public string Key { get; } = request.Order.Key.Value;

        public string Lane { get; } = request.Lane;

        public string? ReplyLane { get; } = request.ReplyLane;

        /// <summary>The lane that tells of a picture found in the cache; null where none does.</summary>
        public string? CachedReplyLane { get; } = request.ReplyIfCached ? request.ReplyLane : null;

        public string? Delivery { get; } = request.Delivery;

        public string? Day { get; } = request.Day is { } day ? SqliteUsage.Text(day) : null;

        public bool Fresh { get; } = request.Fresh;

        public long Step { get; } = SqliteLanes.Step(request.Work);

        public IReadOnlyList<QuotaClaim> Claims { get; } = request.Claims;

        public string Request { get; } = LedgerJson.Write(request.Order);

        public ImageJob NewJob(int? position) => new()
        {
            Order = request.Order,
            State = JobState.Pending,
            Lane = Lane,
            Position = position,
        };
    }
}
