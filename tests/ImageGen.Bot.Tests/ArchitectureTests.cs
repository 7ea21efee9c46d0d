using System.Text.RegularExpressions;

namespace ImageGen.Bot.Tests;

/// <summary>What the folders promise.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Adapters = ["Discord", "Slack", "Redis", "Sqlite", "Storage", "Providers"];

    [Fact]
    public void Adapters_NeverNameEachOther()
    {
        foreach (var adapter in Adapters)
        {
            var others = Adapters.Where(other => other != adapter).Select(other => $"ImageGen.Bot.{other}");
            foreach (var (file, text) in Sources($"src/ImageGen.Bot/{adapter}"))
                Assert.True(others.All(other => !text.Contains(other, StringComparison.Ordinal)), $"{file} names another adapter");
        }
    }

    [Fact]
    public void Core_NamesNoOutsideSystem()
    {
        foreach (var (file, text) in Sources("src/ImageGen.Core"))
        {
            foreach (Match import in Imports().Matches(text))
                Assert.True(IsInside(import.Groups["name"].Value), $"{file} uses {import.Groups["name"].Value}");
        }

        static bool IsInside(string name) =>
            name.StartsWith("ImageGen.Core", StringComparison.Ordinal) || name == "Microsoft.Extensions.Logging"
            || (name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("System.Net", StringComparison.Ordinal) && !name.StartsWith("System.Data", StringComparison.Ordinal));
    }

    [Fact]
    public void Program_IsATableOfContents() => Assert.True(File.ReadAllLines(Repository.Combine("src/ImageGen.Bot/Program.cs")).Length <= 70);

    [Fact]
    public void ExampleSettings_AreTheDefaults()
    {
        var example = Read(Microsoft.Extensions.Configuration.JsonConfigurationExtensions.AddJsonFile(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder(), Repository.Combine("appsettings.example.json")).Build());
        var defaults = Read(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(defaults), System.Text.Json.JsonSerializer.Serialize(example));

        static object Read(Microsoft.Extensions.Configuration.IConfiguration configuration)
        {
            var settings = ImageGen.Bot.Hosting.Settings.Read(configuration);
            return new { Settings = settings, Roles = settings.Roles.ToString() };
        }
    }

    private static IEnumerable<(string File, string Text)> Sources(string folder)
    {
        var path = Repository.Combine(folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(file => (file, File.ReadAllText(file)))
            : [];
    }

    [GeneratedRegex(@"^using (static )?(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Imports();
}
