using ImageGen.Bot.Sqlite;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Sqlite;

/// <summary>A folder of a test's own.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imagegen-").FullName;

    public string Database => System.IO.Path.Combine(Path, "imagegen.db");

    public SqliteLedger Open(string? path = null) =>
        new(path ?? Database, new LedgerOptions(), TimeProvider.System, new SqliteSignals(TimeProvider.System));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
