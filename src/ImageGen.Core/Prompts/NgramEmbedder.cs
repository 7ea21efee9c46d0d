namespace ImageGen.Core.Prompts;

/// <summary>
/// Vectors without a model: the letter trigrams of a text's words, hashed into a fixed number of counts. Knows spelling,
/// not meaning.
/// </summary>
public sealed class NgramEmbedder : IEmbedder
{
    private const int Dimensions = 512;
    private static readonly char[] Separators = [' ', ',', '.', ';', ':', '!', '?', '"', '\'', '(', ')', '/', '-', '–', '—'];

    /// <inheritdoc/>
    public string Version => "ngram/1";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new([.. texts.Select(Embed)]);
    }

    private static float[] Embed(string text)
    {
        var counts = new float[Dimensions];
        foreach (var word in text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var padded = $" {word} ";
            for (var start = 0; start + 3 <= padded.Length; start++)
                counts[Hash(padded.AsSpan(start, 3)) % Dimensions]++;
        }

        return counts;
    }

    // FNV-1a: the same in every process, which string's own hash is not.
    private static uint Hash(ReadOnlySpan<char> trigram)
    {
        var hash = 2166136261u;
        foreach (var c in trigram)
            hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }
}
