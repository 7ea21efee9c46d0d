using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGen.Core;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>
/// What the bot says in chat, in the reader's language: the templates of one file in <c>Chat/Texts</c>.
/// <list type="bullet">
/// <item><c>{name}</c> is filled in, formatted as the language formats numbers;</item>
/// <item><c>{name:0.0}</c> with a .NET format;</item>
/// <item><c>{name|picture|pictures}</c> is the first word where the number is singular, the second where it is not.</item>
/// </list>
/// What is filled in as <c>{when}</c> reads like "in 5 hours".
/// </summary>
internal sealed partial class Texts
{
    private static readonly FrozenDictionary<string, Texts> ByLanguage =
        new[] { "en", "de", "fr", "es", "ja" }.ToFrozenDictionary(language => language, Load);

    private readonly FrozenDictionary<string, string> _templates;

    private Texts(string language, FrozenDictionary<string, string> templates)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(language);
        _templates = templates;
    }

    /// <summary>The language every other one falls back to.</summary>
    public static Texts English => ByLanguage["en"];

    /// <summary>Every language.</summary>
    public static IEnumerable<Texts> All => ByLanguage.Values;

    /// <summary>The language's two letters.</summary>
    public string Language { get; }

    /// <summary>How the language writes numbers and dates.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Every key this language has a text for.</summary>
    public IEnumerable<string> Keys => _templates.Keys;

    /// <summary>The texts for a locale as Discord and Slack name it, such as <c>es-419</c> or <c>de-DE</c>; English where there are none.</summary>
    public static Texts For(string? locale) =>
        ByLanguage.GetValueOrDefault((locale ?? "").Split('-', '_')[0].ToLowerInvariant()) ?? English;

    /// <summary>A text nothing is filled into.</summary>
    /// <exception cref="KeyNotFoundException">Not even English has it.</exception>
    public string this[string key] => _templates.GetValueOrDefault(key) ?? English._templates[key];

    /// <summary>A text with its placeholders filled in.</summary>
    /// <exception cref="ArgumentException">It has a placeholder nothing was given for.</exception>
    public string Format(string key, params IEnumerable<(string Name, object? Value)> arguments)
    {
        var values = arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
        return Placeholder().Replace(this[key], place => Fill(key, place, values));
    }

    /// <summary>What is wrong with a field; in English where the fault was only said in English.</summary>
    public string Fault(FieldFault fault) => fault.Code is { } code && English._templates.ContainsKey($"fault.{code}")
        ? Format($"fault.{code}", fault.Arguments.Select(argument => (argument.Name, (object?)argument.Value)))
        : fault.Message;

    /// <summary>The headline over an ending without pictures.</summary>
    public string ErrorTitle(ErrorCode code) => this[$"error.{code.Text()}"];

    /// <summary>A sentence on an ending without pictures that is right whatever its details.</summary>
    public string ErrorText(ErrorCode code) => this[$"error.{code.Text()}.text"];

    /// <summary>How long something took: <c>3.2 s</c>, <c>2 min 5 s</c>.</summary>
    public string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? Format("duration.seconds", ("seconds", time.TotalSeconds))
        : Format("duration.minutes", ("minutes", (long)time.TotalMinutes), ("seconds", time.Seconds));

    /// <summary>Where a template is filled in.</summary>
    [GeneratedRegex(@"\{(?<name>\w+)(:(?<format>[^{}|]+))?(\|(?<one>[^{}|]*)\|(?<many>[^{}|]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Placeholder();

    private string Fill(string key, Match place, Dictionary<string, object?> values)
    {
        var name = place.Groups["name"].Value;
        if (!values.TryGetValue(name, out var value))
            throw new ArgumentException($"The text '{key}' needs '{name}'.", nameof(values));
        if (place.Groups["one"].Success)
            return place.Groups[IsSingular(value) ? "one" : "many"].Value;
        return value is IFormattable number ? number.ToString(place.Groups["format"].Value, Culture) : value?.ToString() ?? "";
    }

    /// <summary>French counts nothing as singular; the others here do not. Japanese texts have no plurals.</summary>
    private bool IsSingular(object? value) =>
        Convert.ToDecimal(value, CultureInfo.InvariantCulture) is var number && (number == 1 || (number == 0 && Language == "fr"));

    private static Texts Load(string language)
    {
        using var file = typeof(Texts).Assembly.GetManifestResourceStream($"{typeof(Texts).Namespace}.Texts.{language}.json")
            ?? throw new InvalidOperationException($"The texts in '{language}' are not in the program.");
        using var json = JsonDocument.Parse(file);
        return new Texts(language, json.RootElement.EnumerateObject().ToFrozenDictionary(text => text.Name, text => text.Value.GetString()!));
    }
}
