using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Sqlite;

/// <summary>Guilds' documents in the ledger's file.</summary>
internal sealed class SqliteGuildDocuments(SqliteWriter writer, SqliteReaders readers) : IGuildDocumentStore
{
    private const string Revision = "SELECT revision FROM guilds WHERE tenant = ?1";

    public async Task<StoredGuild?> ReadAsync(TenantId tenant, long? known, CancellationToken cancellation)
    {
        var (revision, document) = await readers.ReadAsync(db => Read(db, tenant.ToString(), known), cancellation);
        return revision == known ? null : document is null ? StoredGuild.None : new StoredGuild(revision, GuildDocument.Parse(document));
    }

    public Task<bool> ReplaceAsync(TenantId tenant, long expected, GuildDocument document, AuditEntry entry, CancellationToken cancellation)
    {
        var (json, noted) = (document.ToJson(), entry.ToJson());
        return writer.RunAsync(transition => Replace(transition, tenant.ToString(), expected, json, noted), cancellation);
    }

    public Task<bool> NoteAsync(TenantId tenant, AuditEntry entry, string? occasion, DateTimeOffset until, CancellationToken cancellation)
    {
        var noted = entry.ToJson();
        return writer.RunAsync(transition => Note(transition, tenant.ToString(), noted, occasion, until.ToUnixTimeMilliseconds()), cancellation);
    }

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(TenantId tenant, int limit, CancellationToken cancellation)
    {
        const string sql = "SELECT entry FROM audit WHERE tenant = ?1 ORDER BY seq DESC LIMIT ?2";
        return (await readers.ReadAsync(db => Texts(db, sql, tenant.ToString(), limit), cancellation)).ConvertAll(AuditEntry.Parse);
    }

    public async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken cancellation)
    {
        const string sql = "SELECT tenant FROM guilds";
        return (await readers.ReadAsync(db => Texts(db, sql), cancellation)).ConvertAll(TenantId.Parse);
    }

    private static (long Revision, string? Document) Read(SqliteSession db, string tenant, long? known)
    {
        const string sql = "SELECT document FROM guilds WHERE tenant = ?1";
        var revision = db.Integer(Revision, tenant) ?? 0;
        return (revision, revision == known ? null : db.Text(sql, tenant));
    }

    private static bool Replace(SqliteTransition transition, string tenant, long expected, string document, string entry)
    {
        const string write = "INSERT OR REPLACE INTO guilds (tenant, revision, document) VALUES (?1, ?2, ?3)";
        if ((transition.Db.Integer(Revision, tenant) ?? 0) != expected)
            return false;
        transition.Db.Execute(write, tenant, expected + 1, document);
        Append(transition, tenant, entry);
        return true;
    }

    private static bool Note(SqliteTransition transition, string tenant, string entry, string? occasion, long until)
    {
        const string claim =
            """
            INSERT INTO occasions (tenant, name, expires) VALUES (?1, ?2, ?3)
            ON CONFLICT (tenant, name) DO UPDATE SET expires = excluded.expires WHERE expires <= ?4
            """;
        if (occasion is not null && transition.Db.Execute(claim, tenant, occasion, until, transition.Now) == 0)
            return false;

        Append(transition, tenant, entry);
        return true;
    }

    private static void Append(SqliteTransition transition, string tenant, string entry)
    {
        const string append = "INSERT INTO audit (tenant, entry) VALUES (?1, ?2)";
        const string trim = "DELETE FROM audit WHERE tenant = ?1 AND seq <= (SELECT seq FROM audit WHERE tenant = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)";
        transition.Db.Execute(append, tenant, entry);
        transition.Db.Execute(trim, tenant, IGuildDocumentStore.MaxAudit);
    }

    private static List<string> Texts(SqliteSession db, string sql, params ReadOnlySpan<SqlValue> values)
    {
        var texts = new List<string>();
        using var rows = db.Query(sql, values);
        while (rows.Read())
            texts.Add(rows.Text(0));
        return texts;
    }
}
