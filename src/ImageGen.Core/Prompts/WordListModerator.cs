using System.Globalization;
using System.Text;

namespace ImageGen.Core.Prompts;

/// <summary>
/// Refuses texts that contain a listed word or phrase as whole words. Case, accents, digits written for letters and
/// punctuation between letters do not hide a word; being part of a longer word does not make one. A tenant's patterns
/// see the text as it is.
/// </summary>
/// <param name="words">Words and phrases refused in every guild.</param>
public sealed class WordListModerator(IReadOnlyCollection<string> words) : IModerator
{
    /// <summary>
    /// What no installation draws, whatever its configuration: sexual images of children. Providers report it to the
    /// authorities, so it stops here.
    /// </summary>
    public static readonly IReadOnlyList<string> AlwaysRefused =
        ["child porn", "childporn", "child pornography", "csam", "lolicon", "shotacon", "nude child", "naked child", "nude children", "naked children"];

    private readonly List<string> _words = [.. words.Concat(AlwaysRefused).Select(word => Fold(word)).Where(word => word.Length > 0)];

    /// <inheritdoc/>
    public ValueTask<ModerationVerdict> ReviewAsync(
        string text, ModerationContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);

        var refused = Contains(text, _words) || IsRefused(text, context);
        return new(refused ? new ModerationVerdict("The prompt contains a word that is not allowed here.") : ModerationVerdict.Allowed);
    }

    /// <summary>Whether a text contains a word or matches an expression that the tenant itself refuses.</summary>
    public static bool IsRefused(string text, ModerationContext context)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        return (context.BlockedWords.Count > 0 && Contains(text, context.BlockedWords.Select(word => Fold(word)).Where(word => word.Length > 0)))
            || context.BlockedPatterns.Any(pattern => pattern.Matches(text));
    }

    private static bool Contains(string text, IEnumerable<string> words)
    {
        // Punctuation may stand between words ("a,b") or inside one to hide it ("a.b"): read both ways.
        string[] readings = [$" {Fold(text, punctuationParts: true)} ", $" {Fold(text)} "];
        return words.Any(word => readings.Any(reading => reading.Contains($" {word} ", StringComparison.Ordinal)));
    }

    private static string Fold(string text, bool punctuationParts = false)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (char.IsLetterOrDigit(c))
                folded.Append(Letter(char.ToLowerInvariant(c)));
            else if ((punctuationParts || char.IsWhiteSpace(c)) && folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }

    private static char Letter(char c) => c switch
    {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        _ => c,
    };
}
