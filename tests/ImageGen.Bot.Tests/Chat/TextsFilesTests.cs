using System.Text.RegularExpressions;
using ImageGen.Bot.Chat;

namespace ImageGen.Bot.Tests.Chat;

/// <summary>What translators and those who use their texts can get wrong.</summary>
public sealed partial class TextsFilesTests
{
    /// <summary>Keys put together from a code; <see cref="TextsTests"/> and the commands' tests hold them to the codes there are.</summary>
    private static readonly string[] ByCode = ["error.", "fault.", "command.", "option.", "choice."];

    private static readonly string Source = string.Concat(
        Directory.EnumerateFiles(Repository.Combine("src/ImageGen.Bot"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    [Fact]
    public void Language_HasEnglishsKeysAndTheirPlaceholders()
    {
        foreach (var texts in Texts.All)
        {
            Assert.Equal(Texts.English.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
            foreach (var key in texts.Keys)
                Assert.True(Placeholders(Texts.English[key]).SetEquals(Placeholders(texts[key])), $"{texts.Language}: {key} fills in other things than English does");
        }
    }

    [Fact]
    public void Template_IsWrittenCleanly()
    {
        foreach (var (language, key, text) in Everything())
        {
            Assert.True(text.Length > 0 && text.Trim() == text, $"{language}: {key} is empty or has blanks around it");
            Assert.True(Texts.Placeholder().Replace(text, "").IndexOfAny(['{', '}']) < 0, $"{language}: {key} has a brace that fills in nothing");
        }
    }

    /// <summary>Discord's limits, for texts that stand there alone.</summary>
    [Theory]
    [InlineData(@"^button\.", 80)]
    [InlineData(@"^modal\..*(?<!\.hint)$", 45)]
    [InlineData(@"^modal\..*\.hint$", 100)]
    [InlineData(@"^(result|details|quota)\.|\.title", 256)]
    [InlineData(@"^help\.", 1024)]
    [InlineData(@"", 1024)]
    public void Template_FitsWhereItIsShown(string keys, int limit)
    {
        var concerned = Everything().Where(text => Regex.IsMatch(text.Key, keys, RegexOptions.None, TimeSpan.FromSeconds(20))).ToList();
        Assert.NotEmpty(concerned);
        Assert.All(concerned, text => Assert.True(text.Text.Length <= limit, $"{text.Language}: {text.Key} has {text.Text.Length} characters, more than {limit}"));
    }

    [Fact]
    public void Source_AsksOnlyForTextsThereAre()
    {
        var uses = Uses().Matches(Source);
        Assert.NotEmpty(uses);
        foreach (Match use in uses)
        {
            var key = use.Groups["key"].Value;
            Assert.True(Texts.English.Keys.Contains(key), $"there is no text '{key}'");
            if (use.Groups["plain"].Success)
                Assert.True(Placeholders(Texts.English[key]).Count == 0, $"'{key}' has placeholders; use Format");
        }
    }

    [Fact]
    public void Text_IsAskedForSomewhere()
    {
        var asked = KeyLiterals().Matches(Source).Select(literal => literal.Groups["key"].Value).Distinct()
            .Select(key => new Regex($"^{Holes().Replace(Regex.Escape(key), ".+")}(\\.hint)?$", RegexOptions.None, TimeSpan.FromSeconds(20))).ToList();
        Assert.All(
            Texts.English.Keys.Where(key => !ByCode.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))),
            key => Assert.True(asked.Exists(pattern => pattern.IsMatch(key)), $"nobody asks for '{key}'"));
    }

    private static IEnumerable<(string Language, string Key, string Text)> Everything() =>
        from texts in Texts.All
        from key in texts.Keys
        select (texts.Language, key, texts[key]);

    private static HashSet<string> Placeholders(string template) =>
        [.. Texts.Placeholder().Matches(template).Select(place => place.Groups["name"].Value)];

    [GeneratedRegex(@"(exts(?<plain>\[)|\bFormat\()""(?<key>[a-z_]+\.[^""{]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uses();

    /// <summary>Literals that look like keys, with the holes of interpolated ones.</summary>
    [GeneratedRegex(@"""(?<key>[a-z_]+\.[^""\s]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyLiterals();

    [GeneratedRegex(@"\\\{[^{}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Holes();
}
