using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Sqlite;

/// <summary>Secrets in the ledger's file.</summary>
internal sealed class SqliteSecrets(SqliteWriter writer, SqliteReaders readers, TimeProvider clock) : ISecretStore
{
    private const string Find = "SELECT value FROM secrets WHERE key = ?1 AND (expires IS NULL OR expires > ?2)";

    public Task<string?> GetAsync(string key, CancellationToken cancellation) =>
        readers.ReadAsync(db => db.Text(Find, key, clock.GetUtcNow().ToUnixTimeMilliseconds()), cancellation);

    public Task<bool> SwapAsync(string key, string? expected, string? value, TimeSpan? life, CancellationToken cancellation) =>
        writer.RunAsync(transition => Swap(transition, key, expected, value, transition.Now + (long?)life?.TotalMilliseconds), cancellation);

    private static bool Swap(SqliteTransition transition, string key, string? expected, string? value, long? expires)
    {
        if (transition.Db.Text(Find, key, transition.Now) != expected)
            return false;

        const string sweep = "DELETE FROM secrets WHERE expires <= ?1";
        const string delete = "DELETE FROM secrets WHERE key = ?1";
        const string write = "INSERT OR REPLACE INTO secrets (key, value, expires) VALUES (?1, ?2, ?3)";
        transition.Db.Execute(sweep, transition.Now);
        if (value is null)
            transition.Db.Execute(delete, key);
        else
            transition.Db.Execute(write, key, value, expires);
        return true;
    }
}
