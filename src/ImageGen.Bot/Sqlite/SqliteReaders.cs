using System.Collections.Concurrent;

namespace ImageGen.Bot.Sqlite;

/// <summary>A few connections to read by, so that nobody who looks waits for the writer. Each read sees one moment.</summary>
internal sealed class SqliteReaders(SqliteDatabase database) : IDisposable
{
    private const int Most = 4;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _free = new(Most);

    /// <summary>Runs queries against one snapshot.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> body, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            var session = _idle.TryTake(out var kept) ? kept : database.Open();
            try
            {
                session.Execute("BEGIN");
                return body(session);
            }
            finally
            {
                if (session.InTransaction)
                    session.Execute("ROLLBACK");
                _idle.Add(session);
            }
        }
        catch (Exception fault)
        {
            SqliteFaults.ThrowIfOfStore(fault, database.Path);
            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        foreach (var session in _idle)
            session.Dispose();
        _free.Dispose();
    }
}
