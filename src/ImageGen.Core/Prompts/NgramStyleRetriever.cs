namespace ImageGen.Core.Prompts;

/// <summary>
/// Retrieval without a model: every run of up to three words in the prompt is compared, by the letter trigrams both
/// share, with each guide's name and keywords. Tolerates plurals and small misspellings, and needs no index: a library
/// holds at most a few hundred guides.
/// </summary>
public sealed class NgramStyleRetriever : IStyleRetriever
{
    /// <summary>Least similarity (Dice coefficient of letter trigrams, 0 to 1) at which a keyword counts as said.</summary>
    public const double Threshold = 0.8;

    private const int MaxWords = 3;
    private static readonly char[] Separators = [' ', ',', '.', ';', ':', '!', '?', '"', '\'', '(', ')', '/', '-', '–', '—'];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StyleGuide>> RetrieveAsync(
        UserPrompt prompt, StyleLibrary library, StyleGuide style, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(style);

        return new(StyleChoice.Of(library, style, Fitting(prompt, library, style)));
    }

    /// <summary>The guides whose name or keywords the prompt says, best first; the style asked for is not among them.</summary>
    internal static IReadOnlyList<StyleGuide> Fitting(UserPrompt prompt, StyleLibrary library, StyleGuide style)
    {
        var phrases = Phrases(prompt.Value).Select(Trigrams).ToList();
        return
        [
            .. library.Guides
                .Where(guide => guide.Name != style.Name)
                .Select(guide => (Guide: guide, Score: Score(guide, phrases)))
                .Where(scored => scored.Score >= Threshold)
                .OrderByDescending(scored => scored.Score)
                .Select(scored => scored.Guide),
        ];
    }

    private static double Score(StyleGuide guide, List<HashSet<string>> phrases)
    {
        var best = 0.0;
        foreach (var keyword in guide.Keywords.Append(guide.Name))
        {
            var wanted = Trigrams(string.Join(' ', Words(keyword)));
            foreach (var phrase in phrases)
                best = Math.Max(best, Dice(wanted, phrase));
        }

        return best;
    }

    private static string[] Words(string text) =>
        text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Phrases(string text)
    {
        var words = Words(text);
        for (var start = 0; start < words.Length; start++)
        {
            for (var count = 1; count <= MaxWords && start + count <= words.Length; count++)
                yield return string.Join(' ', words, start, count);
        }
    }

    private static HashSet<string> Trigrams(string phrase)
    {
        var padded = $"  {phrase} ";
        var trigrams = new HashSet<string>(padded.Length);
        for (var i = 0; i + 3 <= padded.Length; i++)
            trigrams.Add(padded.Substring(i, 3));
        return trigrams;
    }

    private static double Dice(HashSet<string> left, HashSet<string> right)
    {
        var (small, large) = left.Count <= right.Count ? (left, right) : (right, left);
        if (2.0 * small.Count < Threshold * (small.Count + large.Count))
            return 0;
        var shared = small.Count(large.Contains);
        return 2.0 * shared / (left.Count + right.Count);
    }
}
