namespace ImageGen.Bot.Tests;

/// <summary>Where the repository is, for tests that read it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Combine(string path) => Path.Combine(Root, path);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "ImageGen.Bot.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
