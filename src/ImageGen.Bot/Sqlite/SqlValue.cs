using static SQLitePCL.raw;

namespace ImageGen.Bot.Sqlite;

/// <summary>One parameter of a statement: an integer, a text or nothing. Converts implicitly, so that calls read like the SQL they bind.</summary>
internal readonly struct SqlValue
{
    private readonly string? _text;
    private readonly long? _integer;

    private SqlValue(string? text, long? integer)
    {
        _text = text;
        _integer = integer;
    }

    public static implicit operator SqlValue(string? text) => new(text, null);

    public static implicit operator SqlValue(long? integer) => new(null, integer);

    public static implicit operator SqlValue(long integer) => new(null, integer);

    public static implicit operator SqlValue(int integer) => new(null, integer);

    public static implicit operator SqlValue(bool flag) => new(null, flag ? 1 : 0);

    /// <summary>Binds to the parameter <c>?index</c>.</summary>
    public int BindTo(SQLitePCL.sqlite3_stmt statement, int index) =>
        _text is not null ? sqlite3_bind_text(statement, index, _text)
        : _integer is { } number ? sqlite3_bind_int64(statement, index, number)
        : sqlite3_bind_null(statement, index);
}
