using System.Text.RegularExpressions;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;
using static ImageGen.Core.Requests.RequestValidator;

namespace ImageGen.Core.Guilds;

/// <summary>A style as an admin typed it, not yet believed. In an edit null leaves a field as it is, and an empty text clears it.</summary>
public sealed partial record StyleDraft
{
    /// <summary>Fewest characters of a name.</summary>
    public const int MinNameLength = 2;

    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 32;

    /// <summary>Most characters of a title.</summary>
    public const int MaxTitleLength = 60;

    /// <summary>Most characters of the guidance.</summary>
    public const int MaxGuidanceLength = 1000;

    /// <summary>Most keywords.</summary>
    public const int MaxKeywords = 20;

    /// <summary>Most characters of a keyword.</summary>
    public const int MaxKeywordLength = 40;

    /// <summary>Most characters of the negative.</summary>
    public const int MaxNegativeLength = ImageSpec.MaxNegativeLength;

    /// <summary>What people type after <c>--style</c>: 2 to 32 lower-case letters, digits and hyphens. Ignored in an edit, which renames nothing.</summary>
    public string? Name { get; init; }

    /// <summary>What people read; made from the name where absent.</summary>
    public string? Title { get; init; }

    /// <summary><c>medium</c> (a way of making pictures, the default) or <c>mood</c> (a look that combines with any).</summary>
    public string? Kind { get; init; }

    /// <summary>Words that call for it without naming it, with commas or a line each: at most 20 of 40 characters.</summary>
    public string? Keywords { get; init; }

    /// <summary>How such a picture looks: 1 to 1,000 characters.</summary>
    public string? Guidance { get; init; }

    /// <summary>What such a picture never shows: at most 200 characters.</summary>
    public string? Negative { get; init; }

    /// <summary>Who draws where a command names no provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The aspect where a command names none.</summary>
    public string? Aspect { get; init; }

    /// <summary>The quality where a command names none.</summary>
    public string? Quality { get; init; }

    /// <summary>Whether a name is one: 2 to 32 lower-case letters, digits and hyphens.</summary>
    public static bool IsName(string name) => NameForm().IsMatch(name);

    /// <summary>Makes the style of it.</summary>
    /// <param name="present">The style that is edited; null where a new one is made.</param>
    /// <param name="providers">The configured providers.</param>
    /// <param name="field">Stands before the name of each field in faults: <c>styles[3].</c>.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    internal StyleGuide? Judge(StyleGuide? present, ImageProviders providers, string field, List<FieldFault> faults)
    {
        var before = faults.Count;
        var name = present?.Name ?? Given(Name);
        if (present is null && (name is null || !IsName(name)))
            Fault("name", $"The name must have {MinNameLength} to {MaxNameLength} lower-case letters, digits and hyphens; '{Quote(Name ?? "")}' has not.");

        var title = Line("title", Title, MaxTitleLength, present?.Title ?? "");
        var guidance = Line("guidance", Guidance, MaxGuidanceLength, present?.Guidance ?? "");
        if (guidance.Length == 0 && faults.Count == before)
            Fault("guidance", $"The guidance must have 1 to {MaxGuidanceLength} characters: how such a picture looks, such as 'thick ink lines, muted colours'.");
        var negative = Line("negative", Negative, MaxNegativeLength, present?.Negative ?? "");

        var kind = present?.Kind ?? StyleKind.Medium;
        if (Given(Kind) is { } kindText && (!kindText.All(char.IsAsciiLetter) || !Enum.TryParse(kindText, ignoreCase: true, out kind)))
            Fault("kind", $"The kind must be medium or mood; '{Quote(kindText)}' is neither.");

        var provider = Kept(Provider, present?.Provider);
        if (Given(Provider) is { } providerName)
        {
            provider = providers.TryFind(providerName, out var generator) ? generator.Name : null;
            if (generator is null)
                Fault("provider", Faults.ProviderUnknown(Quote(providerName), Suggestion.For(providerName, providers.All.Select(one => one.Name))).Message);
        }

        var aspect = Aspect is null ? present?.Aspect : null;
        if (Given(Aspect) is { } aspectText)
        {
            aspect = AspectRatio.TryParse(aspectText, out var ratio) ? ratio : null;
            if (aspect is null)
                Fault("aspect", Faults.Aspect(Quote(aspectText)).Message);
        }

        var quality = Quality is null ? present?.Quality : null;
        if (Given(Quality) is { } qualityText)
        {
            quality = qualityText.All(char.IsAsciiLetter) && Enum.TryParse<ImageQuality>(qualityText, ignoreCase: true, out var level) ? level : null;
            if (quality is null)
                Fault("quality", Faults.Quality(Quote(qualityText)).Message);
        }

        var keywords = Keywords is null ? present?.Keywords ?? [] : JudgeKeywords();
        if (faults.Count > before)
            return null;
        return new StyleGuide
        {
            Name = name!,
            Title = title.Length > 0 ? title : char.ToUpperInvariant(name![0]) + name[1..].Replace('-', ' '),
            Kind = kind,
            Keywords = keywords,
            Guidance = guidance,
            Negative = negative,
            Provider = provider,
            Aspect = aspect,
            Quality = quality,
            Version = present?.Version ?? 1,
        };

        void Fault(string what, string message) => faults.Add(new FieldFault(field + what, message));

        // Whatever an admin writes is data for the refiner: one line of text, nothing a provider would act on.
        string Line(string what, string? text, int longest, string kept)
        {
            if (text is null)
                return kept;
            var clean = PromptRefiner.WithoutProviderSyntax(ControlCharacters().Replace(text, " "));
            if (!PromptText.TryNormalise(clean, out var line, out _))
            {
                Fault(what, $"The {what} must be valid Unicode; it has half of a surrogate pair.");
                return kept;
            }

            if (PromptText.Length(line) > longest)
                Fault(what, $"The {what} must have at most {longest} characters; this one has {PromptText.Length(line)}.");
            return line;
        }

        IReadOnlyList<string> JudgeKeywords()
        {
            var words = new List<string>();
            foreach (var typed in Keywords.Split([',', '\n', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var word = Line("keywords", typed, int.MaxValue, "").ToLowerInvariant();
                if (PromptText.Length(word) > MaxKeywordLength)
                    Fault("keywords", $"A keyword must have at most {MaxKeywordLength} characters; '{Quote(word)}' has {PromptText.Length(word)}.");
                if (word.Length > 0 && !words.Contains(word, StringComparer.Ordinal))
                    words.Add(word);
            }

            if (words.Count > MaxKeywords)
                Fault("keywords", $"There must be at most {MaxKeywords} keywords; these are {words.Count}.");
            return words;
        }

        static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

        static string? Kept(string? text, string? present) => text is null ? present : null;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();

    /// <summary>Control characters, and the bidirectional overrides that make text read otherwise than it is.</summary>
    [GeneratedRegex(@"[\p{Cc}\u202A-\u202E\u2066-\u2069]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ControlCharacters();
}
