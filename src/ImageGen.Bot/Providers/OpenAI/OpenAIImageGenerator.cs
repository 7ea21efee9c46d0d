using System.Runtime.CompilerServices;
using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// Draws with OpenAI, Azure OpenAI, or any server that speaks OpenAI's images API. Calls are synchronous: one that ends
/// without its answer may have been paid, and is never made again by itself.
/// </summary>
internal sealed class OpenAIImageGenerator(ProviderOptions options, OpenAIImageClient client, Downloads downloads, TimeProvider clock) : IImageGenerator
{
    /// <summary>Hosts that OpenAI and Azure answer with where they answer with addresses.</summary>
    public static readonly IReadOnlyList<string> DefaultHosts = ["oaidalleapiprodscus.blob.core.windows.net", "dalleprodsec.blob.core.windows.net"];

    public string Name => options.Name;

    public GeneratorCapabilities Capabilities { get; } = new()
    {
        Kind = "openai",
        Model = options.Model,
        MaxPromptLength = options.Family.MaxPromptLength,
        TakesReference = options.Family.MaxReferences > 0,
        MaxPricePerImage = options.Bound,
    };

    public async IAsyncEnumerable<GeneratedImage> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var index = request.FirstIndex; index < request.Spec.Count;)
        {
            var count = Math.Min(request.Spec.Count - index, options.Family.MaxCount);
            using var limit = new TimeLimit(options.Timeout, clock, cancellation);
            using var answer = await client.OrderAsync(request, index, count, limit.Token, cancellation);
            var pictures = new Pictures(answer, downloads, limit.Token, cancellation);
            var first = index;
            while (index < first + count && await pictures.NextAsync() is { } content)
            {
                index++;
                yield return new GeneratedImage(content, Cost(request.Spec, answer, isLast: index == first + count));
            }

            if (index == first)
                throw ProviderFaults.Garbled("an answer without pictures");
        }
    }

    /// <summary>A bill by usage comes once a call, with its last picture; other prices are by the picture.</summary>
    private Func<Usd> Cost(ImageSpec spec, ImageAnswer answer, bool isLast)
    {
        var price = options.EffectivePrice;
        return () => price.IsByUsage && !isLast && !answer.IsAtEnd ? Usd.Zero : price.Of(answer.Usage) ?? options.Bound(spec);
    }
}
