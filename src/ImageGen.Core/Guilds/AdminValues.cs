using System.Globalization;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;
using static ImageGen.Core.Requests.RequestValidator;

namespace ImageGen.Core.Guilds;

/// <summary>Values as admins type them. A fault is the rest of a sentence that begins with the field's name.</summary>
internal static class AdminValues
{
    private const int MaxIdLength = 64;
    private static readonly char[] Separators = [',', '\n', '\r', ';'];

    public static (long Value, string? Fault) Whole(string text, long least, long greatest) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest
            ? (number, null)
            : (0, $"must be a whole number from {least} to {greatest:N0}; '{Quote(text)}' is not");

    public static (bool Value, string? Fault) OnOrOff(string text) => text.ToLowerInvariant() switch
    {
        "on" or "yes" or "true" => (true, null),
        "off" or "no" or "false" => (false, null),
        _ => (false, $"must be on or off; '{Quote(text)}' is neither"),
    };

    public static (T Value, string? Fault) OneOf<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(Name<T>(value), text, StringComparison.OrdinalIgnoreCase) || string.Equals($"{value}", text, StringComparison.OrdinalIgnoreCase))
                return (value, null);
        }

        return (default, $"must be one of {Names<T>()}; '{Quote(text)}' is none of them");
    }

    /// <summary>A choice as people type it: <c>author-and-admins</c>.</summary>
    public static string? Name<T>(T? value)
        where T : struct, Enum =>
        value is null ? null : string.Concat($"{value}".Select((letter, at) => char.IsAsciiLetterUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    public static string Names<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(value => Name<T>(value)));

    public static string? Join(IReadOnlyList<string> items) => items.Count == 0 ? null : string.Join(", ", items);

    /// <summary>Ids of channels or roles, also where they are written as a mention: <c>&lt;#123&gt;</c>, <c>&lt;@&amp;123&gt;</c>, <c>&lt;!subteam^S1|@team&gt;</c>.</summary>
    public static (T? Value, string? Fault) Ids<T>(string text, int most, Func<IReadOnlyList<string>, T> make)
        where T : class
    {
        var ids = Split(text).Select(Id).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0 || ids.Count > most)
            return (null, most == 1 ? "must be one id" : $"can list at most {most}; these are {ids.Count}");
        return ids.Find(id => !IsId(id)) is { } odd
            ? (null, $"must list ids of the platform, such as 123456789012345678 or C012AB3CD; '{Quote(odd)}' is none")
            : (make(ids), null);
    }

    public static (T? Value, string? Fault) ByIds<TValue, T>(string text, int most, Func<string, (TValue Value, string? Fault)> parse, Func<IReadOnlyDictionary<string, TValue>, T> make)
        where T : class
    {
        var pairs = new SortedDictionary<string, TValue>(StringComparer.Ordinal);
        foreach (var pair in Split(text))
        {
            var at = pair.LastIndexOfAny(['=', ':']);
            var id = Id(at < 0 ? pair : pair[..at]);
            if (at < 0 || !IsId(id))
                return (null, $"must list pairs such as 123456789012345678=50; '{Quote(pair)}' is none");
            var (value, fault) = parse(pair[(at + 1)..].Trim());
            if (fault is not null)
                return (null, $"{fault} (for {id})");
            pairs[id] = value;
        }

        return pairs.Count > most ? (null, $"can list at most {most}; these are {pairs.Count}") : (make(pairs), null);
    }

    public static (T? Value, string? Fault) Words<T>(string text, int most, int longest, Func<IReadOnlyList<string>, T> make)
        where T : class
    {
        var words = new List<string>();
        foreach (var typed in Split(text))
        {
            if (!PromptText.TryNormalise(typed, out var word, out _))
                return (null, $"must not contain control characters; '{Quote(typed)}' does");
            if (PromptText.Length(word) > longest)
                return (null, $"can list words of at most {longest} characters; '{Quote(word)}' has {PromptText.Length(word)}");
            if (word.Length > 0 && !words.Contains(word, StringComparer.OrdinalIgnoreCase))
                words.Add(word);
        }

        return words.Count > most ? (null, $"can list at most {most}; these are {words.Count}") : (make(words), null);
    }

    public static (T? Value, string? Fault) Patterns<T>(string text, int most, Func<IReadOnlyList<BlockedPattern>, T> make)
        where T : class
    {
        var patterns = new List<BlockedPattern>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal))
        {
            if (patterns.Count == most)
                return (null, $"can list at most {most}");
            if (!BlockedPattern.TryCreate(line, out var pattern, out var fault))
                return (null, $"has a faulty line. {fault.Message}");
            patterns.Add(pattern);
        }

        return (make(patterns), null);
    }

    public static (T? Value, string? Fault) Providers<T>(string text, AdminFieldContext context, Func<IReadOnlyList<string>, T> make, int most = AdminFields.MaxIds)
        where T : class
    {
        var names = new List<string>();
        foreach (var typed in Split(text))
        {
            if (!context.Providers.TryFind(typed, out var provider))
                return (null, $"must name configured providers. {Faults.ProviderUnknown(Quote(typed), Suggestion.For(typed, context.Providers.All.Select(one => one.Name))).Message}");
            if (!names.Contains(provider.Name, StringComparer.Ordinal))
                names.Add(provider.Name);
        }

        return names.Count == 0 || names.Count > most ? (null, $"must name {(most == 1 ? "one provider" : $"1 to {most} providers")}") : (make(names), null);
    }

    public static bool IsTimeZone(string text) =>
        text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId;

    private static string[] Split(string text) => text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Id(string text)
    {
        var id = text.Trim();
        return id.StartsWith('<') && id.EndsWith('>') ? id.Trim('<', '>').Split('|')[0].Replace("!subteam^", "", StringComparison.Ordinal).TrimStart('#', '@', '&', '!') : id;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
