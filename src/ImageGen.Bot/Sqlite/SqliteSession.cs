using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ImageGen.Bot.Sqlite;

/// <summary>
/// One connection and its prepared statements. Used by one thread at a time.
/// </summary>
/// <remarks>
/// Statements are kept by the identity of their text, so all SQL is constant and compiled once per connection. They are
/// stepped through the native handle: a command object would allocate and look parameters up by name on every call,
/// which cost more than the statements themselves.
/// </remarks>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> _statements = new(ReferenceEqualityComparer.Instance);
    private readonly sqlite3 _handle = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");

    /// <summary>Whether a transaction is open; SQLite ends one by itself after some faults.</summary>
    public bool InTransaction => sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Runs a statement to its end.</summary>
    /// <param name="sql">A constant; <c>?1</c> is the first of <paramref name="values"/>.</param>
    /// <param name="values">Its parameters.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        while (rows.Read())
        {
        }

        return sqlite3_changes(_handle);
    }

    /// <summary>Starts a statement. Its rows are to be disposed before it runs again.</summary>
    /// <param name="sql">A constant; <c>?1</c> is the first of <paramref name="values"/>.</param>
    /// <param name="values">Its parameters.</param>
    public SqliteRows Query(string sql, params ReadOnlySpan<SqlValue> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out statement));
            _statements.Add(sql, statement);
        }

        for (var index = 0; index < values.Length; index++)
            Check(values[index].BindTo(statement, index + 1));
        return new SqliteRows(this, statement);
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    public long? Integer(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        return rows.Read() ? rows.IntegerOrNull(0) : null;
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    public string? Text(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        return rows.Read() ? rows.TextOrNull(0) : null;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    internal void Check(int code)
    {
        if (code is not (SQLITE_OK or SQLITE_ROW or SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(code, _handle);
    }
}

/// <summary>The rows of a running statement, which is made ready for its next run when they are disposed.</summary>
internal readonly ref struct SqliteRows(SqliteSession session, sqlite3_stmt statement)
{
    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last.</returns>
    public bool Read()
    {
        var code = sqlite3_step(statement);
        session.Check(code);
        return code == SQLITE_ROW;
    }

    public long Integer(int column) => sqlite3_column_int64(statement, column);

    public bool Flag(int column) => Integer(column) != 0;

    public string Text(int column) => System.Text.Encoding.UTF8.GetString(sqlite3_column_blob(statement, column));

    public long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => sqlite3_reset(statement);

    private bool IsNull(int column) => sqlite3_column_type(statement, column) == SQLITE_NULL;
}
