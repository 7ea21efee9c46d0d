using System.Numerics.Tensors;
using ImageGen.Core.Images;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Prompts;

/// <summary>
/// Retrieval by meaning: guides the words name come first, as <see cref="NgramStyleRetriever"/> finds them; then those
/// whose description is near to the prompt. While the embedder is away, the words alone decide.
/// </summary>
/// <param name="embedder">Embeds the prompt and the guides.</param>
/// <param name="threshold">Least cosine, 0 to 1, at which a guide fits.</param>
/// <param name="logger">Told when the embedder is away.</param>
public sealed partial class EmbeddingStyleRetriever(IEmbedder embedder, double threshold, ILogger<EmbeddingStyleRetriever> logger) : IStyleRetriever
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StyleGuide>> RetrieveAsync(
        UserPrompt prompt, StyleLibrary library, StyleGuide style, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(style);
        var named = NgramStyleRetriever.Fitting(prompt, library, style);
        return StyleChoice.Of(library, style, [.. named, .. await NearAsync(prompt, [.. library.Guides.Except(named).Where(guide => guide.Name != style.Name)], cancellation)]);
    }

    private async Task<IEnumerable<StyleGuide>> NearAsync(UserPrompt prompt, IReadOnlyList<StyleGuide> guides, CancellationToken cancellation)
    {
        try
        {
            var vectors = await embedder.EmbedAsync([prompt.Value, .. guides.Select(Description)], cancellation);
            return guides.Select((guide, at) => (Guide: guide, Score: TensorPrimitives.CosineSimilarity(vectors[0], vectors[at + 1])))
                .Where(scored => scored.Score >= threshold)
                .OrderByDescending(scored => scored.Score)
                .Select(scored => scored.Guide);
        }
        catch (GenerationException fault)
        {
            LogAway(embedder.Version, fault.Message);
            return [];
        }
    }

    private static string Description(StyleGuide guide) => $"{guide.Title}: {string.Join(", ", guide.Keywords)}. {guide.Guidance}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Embedder {Embedder}: {Reason} Styles are found by words alone.")]
    private partial void LogAway(string embedder, string reason);
}
