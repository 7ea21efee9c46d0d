using ImageGen.Core.Jobs;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ImageGen.Bot.Sqlite;

/// <summary>Tells a store that cannot be used from a bug in how it is used.</summary>
internal static class SqliteFaults
{
    /// <summary>The fault as callers of the ledger know it: what is wrong with the file and what to do.</summary>
    /// <returns>Null where the store is not to blame.</returns>
    public static LedgerUnavailableException? OfStore(Exception fault, string path) => fault switch
    {
        SqliteException sqlite when Advice(sqlite.SqliteErrorCode) is { } advice => new LedgerUnavailableException($"The database '{path}' {advice}", sqlite),
        UnauthorizedAccessException or IOException => new LedgerUnavailableException(
            $"The database '{path}' cannot be created: {fault.Message} Make its folder writable or set DataPath to one that is.", fault),
        _ => null,
    };

    /// <summary>Throws the fault as callers of the ledger know it, where the store is to blame.</summary>
    public static void ThrowIfOfStore(Exception fault, string path)
    {
        if (OfStore(fault, path) is { } known)
            throw known;
    }

    private static string? Advice(int code) => code switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => "is locked by another process for too long. Wait for it to end, or stop it.",
        SQLITE_FULL => "cannot grow: the disk is full. Free some space.",
        SQLITE_READONLY or SQLITE_PERM => "may not be written. Give this user the right to write the file and its folder, or set DataPath to another folder.",
        SQLITE_CANTOPEN => "cannot be opened. Check that its folder exists and may be written, or set DataPath to another folder.",
        SQLITE_CORRUPT or SQLITE_NOTADB => "is damaged or no database. Restore it from a backup, or move it away to start anew.",
        SQLITE_IOERR => "cannot be read or written: the disk reports an error. Check the disk.",
        _ => null,
    };
}
