using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>
/// The tables, and how older files get them. <c>PRAGMA user_version</c> counts the migrations a file has seen; they
/// only go forward, and one that was released is never edited.
/// </summary>
/// <remarks>
/// Instants are Unix milliseconds. Indexes are partial wherever a query looks for unfinished jobs, so that a million
/// finished ones weigh nothing on them.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>The version this program writes.</summary>
    public static int Version => Migrations.Count;

    /// <summary>Each takes a file from the version that is its index to the next.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        """
        -- status is what the ledger does with the job next; state is its outcome, and null until it has one. A job with
        -- an outcome goes through status once more where a reply is to be sent.
        CREATE TABLE jobs (
            seq              INTEGER PRIMARY KEY,
            id               TEXT NOT NULL UNIQUE,
            status           TEXT NOT NULL CHECK (status IN ('ready', 'delayed', 'following', 'leased', 'done')),
            state            TEXT CHECK (state IN ('Completed', 'Failed', 'Cancelled')),
            lane             TEXT NOT NULL,
            rank             INTEGER NOT NULL,
            step             INTEGER NOT NULL,
            due              INTEGER,
            lease_token      INTEGER NOT NULL DEFAULT 0,
            lease_until      INTEGER,
            attempts         INTEGER NOT NULL DEFAULT 0,
            rescues          INTEGER NOT NULL DEFAULT 0,
            cancel_requested INTEGER NOT NULL DEFAULT 0,
            leading          INTEGER NOT NULL DEFAULT 0, -- others may follow it
            leader           TEXT,                       -- the job it follows
            cached           INTEGER NOT NULL DEFAULT 0,
            source           TEXT,                       -- the job its pictures were drawn for
            created          INTEGER NOT NULL,
            started          INTEGER,
            finished         INTEGER,
            tenant           TEXT NOT NULL,
            user             TEXT NOT NULL,
            conversation     TEXT NOT NULL,
            key              TEXT NOT NULL,
            reply_lane       TEXT,
            claims           TEXT,
            progress         TEXT,
            outcome          TEXT,
            request          TEXT NOT NULL
        ) STRICT;

        -- status is a column of the first two so that their jobs are counted without being looked up.
        CREATE INDEX jobs_ready     ON jobs (lane, rank, id, status) WHERE status = 'ready';
        CREATE INDEX jobs_delayed   ON jobs (lane, due, status)      WHERE status = 'delayed';
        CREATE INDEX jobs_leased    ON jobs (lane, lease_until)      WHERE status = 'leased';
        CREATE INDEX jobs_following ON jobs (leader, id)             WHERE status = 'following';
        CREATE INDEX jobs_done      ON jobs (finished)               WHERE status = 'done';
        CREATE UNIQUE INDEX jobs_leading ON jobs (tenant, key)       WHERE leading = 1;

        -- History, newest first: every index ends in seq, which counts admissions.
        CREATE INDEX jobs_of_tenant       ON jobs (tenant);
        CREATE INDEX jobs_of_user         ON jobs (tenant, user);
        CREATE INDEX jobs_of_conversation ON jobs (tenant, conversation);

        CREATE TABLE counters (
            key      TEXT PRIMARY KEY,
            reserved INTEGER NOT NULL,
            spent    INTEGER NOT NULL,
            expires  INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX counters_expiring ON counters (expires) WHERE expires IS NOT NULL;

        CREATE TABLE cache (
            tenant  TEXT NOT NULL,
            key     TEXT NOT NULL,
            source  TEXT NOT NULL,
            outcome TEXT NOT NULL,
            expires INTEGER NOT NULL,
            PRIMARY KEY (tenant, key)
        ) STRICT;
        CREATE INDEX cache_expiring ON cache (expires);

        CREATE TABLE deliveries (
            tenant   TEXT NOT NULL,
            delivery TEXT NOT NULL,
            job      TEXT NOT NULL,
            expires  INTEGER NOT NULL,
            PRIMARY KEY (tenant, delivery)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_expiring ON deliveries (expires);

        -- ready and leased count the lane's jobs of that status, so that a full lane is not counted on every admission.
        CREATE TABLE lanes (
            name         TEXT PRIMARY KEY,
            vtime        INTEGER NOT NULL DEFAULT 0,
            ready        INTEGER NOT NULL DEFAULT 0,
            leased       INTEGER NOT NULL DEFAULT 0,
            paused_until INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lane_tenants (
            lane   TEXT NOT NULL,
            tenant TEXT NOT NULL,
            finish INTEGER NOT NULL,
            PRIMARY KEY (lane, tenant)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lane_tenants_finishing ON lane_tenants (lane, finish);

        CREATE TABLE lane_starts (lane TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE INDEX lane_starts_of_lane ON lane_starts (lane, at);

        CREATE TABLE checks (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
        """,
        """
        -- Where its chat platform finds the message that shows it.
        ALTER TABLE jobs ADD COLUMN message TEXT;
        """,
        """
        -- What all processes share besides jobs; encrypted by who writes it where it must not be read.
        CREATE TABLE secrets (
            key     TEXT PRIMARY KEY,
            value   TEXT NOT NULL,
            expires INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX secrets_expiring ON secrets (expires) WHERE expires IS NOT NULL;
        """,
        """
        -- When a worker last looked after the lane, to about half a minute.
        ALTER TABLE lanes ADD COLUMN served INTEGER NOT NULL DEFAULT 0;
        """,
        """
        -- What guilds' admins decided, and who did when.
        CREATE TABLE guilds (
            tenant   TEXT PRIMARY KEY,
            revision INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            seq    INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            entry  TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_of_tenant ON audit (tenant);

        CREATE TABLE occasions (
            tenant  TEXT NOT NULL,
            name    TEXT NOT NULL,
            expires INTEGER NOT NULL,
            PRIMARY KEY (tenant, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX occasions_expiring ON occasions (expires);

        -- What was used a day: a row for each provider and one for each user. A job's day is the guild's date when it was admitted.
        ALTER TABLE jobs ADD COLUMN day TEXT;
        CREATE TABLE usage (
            tenant  TEXT NOT NULL,
            day     TEXT NOT NULL,
            kind    TEXT NOT NULL CHECK (kind IN ('provider', 'user')),
            name    TEXT NOT NULL,
            images  INTEGER NOT NULL,
            cost    INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            cached  INTEGER NOT NULL,
            saved   INTEGER NOT NULL,
            PRIMARY KEY (tenant, day, kind, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX usage_by_day ON usage (day);
        """,
        """
        -- The operator's list of what failed.
        CREATE INDEX jobs_failed ON jobs (finished) WHERE state = 'Failed';
        """,
    ];

    /// <summary>Brings a file to <see cref="Version"/>. Safe where two processes do so at once.</summary>
    /// <exception cref="LedgerUnavailableException">A newer program wrote it.</exception>
    public static void Migrate(Microsoft.Data.Sqlite.SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version > Version)
        {
            throw new LedgerUnavailableException(
                $"The database '{path}' has schema {version}, written by a newer ImageGen.Bot; this one knows up to {Version}. Update ImageGen.Bot, or set DataPath to another folder.");
        }

        if (version == Version)
            return;
        var script = string.Join('\n', Migrations.Skip((int)version).Append($"PRAGMA user_version = {Version};"));
        command.CommandText = script;
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
