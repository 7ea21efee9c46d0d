using ImageGen.Core.Jobs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImageGen.Bot.Sqlite;

/// <summary>The database file: opened with the same settings everywhere, checked once.</summary>
internal sealed class SqliteDatabase
{
    /// <summary>Reading a whole file takes about a second for this many bytes; beyond, SQLite finds damage when it comes upon it.</summary>
    private const long LargestChecked = 256 * 1024 * 1024;

    /// <summary>
    /// FULL flushes the log at every commit, so that what was answered survives a power cut. The writer commits many
    /// operations together: admitting and draining 20,000 jobs flushed some 1,300 times, under a tenth of the time.
    /// The log is copied into the file every 16 MB: pages that change often are then copied once instead of many times.
    /// </summary>
    private const string Settings =
        """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA foreign_keys = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -65536;
        """;

    private readonly string _connectionString;

    static SqliteDatabase() => Batteries_V2.Init();

    /// <summary>Creates or opens the file and brings its schema up to date.</summary>
    /// <exception cref="LedgerUnavailableException">That is impossible; the message says why and what to do.</exception>
    public SqliteDatabase(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString();
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using var connection = Connect();
            Check(connection);
            SqliteSchema.Migrate(connection, Path);
        }
        catch (Exception fault)
        {
            SqliteFaults.ThrowIfOfStore(fault, Path);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens another connection.</summary>
    public SqliteSession Open() => new(Connect());

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            KeepPlans(connection);
            using var settings = connection.CreateCommand();
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A statement is compiled once. Without this, SQLite looks at what is bound to LIMIT and to some comparisons to plan
    /// by, and compiles the statement anew whenever that is bound again, which takes longer than to run it.
    /// </summary>
    private static void KeepPlans(SqliteConnection connection)
    {
        if (raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _) is not raw.SQLITE_OK and var code)
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
    }

    private void Check(SqliteConnection connection)
    {
        if (new FileInfo(Path).Length > LargestChecked)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok" and var complaint)
            throw new SqliteException(complaint?.ToString(), raw.SQLITE_CORRUPT);
    }
}
