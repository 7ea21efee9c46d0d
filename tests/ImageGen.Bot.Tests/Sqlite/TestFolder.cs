namespace ImageGen.Bot.Tests.Sqlite;

/// <summary>A folder of a test's own.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imagegen-").FullName;

    public string Database => System.IO.Path.Combine(Path, "imagegen.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
