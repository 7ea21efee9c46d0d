using System.Reflection;
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

    [Fact]
    public void RegularExpressions_OfOurs_EndWithinASecond()
    {
        var expressions = new[] { typeof(ImageGen.Bot.Hosting.Settings).Assembly, typeof(ImageGen.Core.FieldFault).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Pattern: method.GetCustomAttribute<GeneratedRegexAttribute>())).Where(found => found.Pattern is not null).ToList();
        Assert.NotEmpty(expressions);
        Assert.All(expressions, found => Assert.True(
            found.Pattern!.MatchTimeoutMilliseconds is > 0 and <= 1000 || found.Pattern.Options.HasFlag(RegexOptions.NonBacktracking), $"{found.Method.DeclaringType}.{found.Method.Name} has no limit"));
        foreach (var (file, text) in Sources("src"))
            Assert.True(!text.Contains("new Regex(", StringComparison.Ordinal) || text.Contains("NonBacktracking", StringComparison.Ordinal), $"{file} makes an expression that may backtrack");
    }

    [Fact]
    public void Pages_NeverReadTextAsMarkup()
    {
        string[] ways = ["innerHTML", "outerHTML =", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment", "eval(", "new Function"];
        var scripts = Directory.GetFiles(Repository.Combine("src/ImageGen.Bot/wwwroot"), "*.js", SearchOption.AllDirectories);
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.DoesNotContain(ways, way => File.ReadAllText(script).Contains(way, StringComparison.Ordinal)));
    }

    /// <summary>A review that names a test that is not there says what nobody has shown.</summary>
    [Fact]
    public void SecurityReview_EveryTestItNames_IsThere()
    {
        var tests = typeof(ArchitectureTests).Assembly.GetTypes().GroupBy(type => type.Name.Split('`')[0]).ToDictionary(types => types.Key, types => types.SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet());
        var rows = File.ReadAllLines(Repository.Combine("docs/security.md")).Where(line => line.StartsWith('|')).ToList();
        var named = 0;
        foreach (var row in rows)
        {
            var type = "";
            foreach (Match test in NamedTest().Matches(row.TrimEnd('|').Split('|')[^1]))
            {
                type = test.Groups["type"] is { Success: true, Length: > 0 } name ? name.Value : type;
                Assert.True(tests.TryGetValue(type, out var methods) && methods.Contains(test.Groups["test"].Value), $"docs/security.md names {type}.{test.Groups["test"]}, which is not there");
                named++;
            }
        }

        Assert.True(named > 100, $"The review names {named} tests.");
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

    [GeneratedRegex(@"`(?<type>\w*)\.(?<test>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedTest();
}
