using System.Collections.Concurrent;

namespace ImageGen.Core.Prompts;

/// <summary>
/// Asks for each text once: guides are embedded when they are first used or have changed, a prompt once for all that is
/// done with it.
/// </summary>
/// <param name="embedder">Who embeds what is not known.</param>
public sealed class RememberingEmbedder(IEmbedder embedder) : IEmbedder
{
    /// <summary>Most vectors kept: about 4 MB with 512 dimensions.</summary>
    public const int Capacity = 2000;

    private readonly ConcurrentDictionary<string, float[]> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Version => embedder.Version;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = texts.Distinct(StringComparer.Ordinal).Where(_known.ContainsKey).ToDictionary(text => text, text => _known.GetValueOrDefault(text), StringComparer.Ordinal);
        var unknown = texts.Where(text => vectors.GetValueOrDefault(text) is null).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            var fresh = await embedder.EmbedAsync(unknown, cancellation);
            // Rarely reached, and cheap to fill again: no order of use is worth keeping for it.
            if (_known.Count + unknown.Count > Capacity)
                _known.Clear();
            for (var i = 0; i < unknown.Count; i++)
                vectors[unknown[i]] = _known[unknown[i]] = fresh[i];
        }

        return [.. texts.Select(text => vectors[text]!)];
    }
}
