using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>Has a model turn texts into vectors.</summary>
internal sealed class OpenAIEmbedder(EmbeddingOptions options, OpenAIService service) : IEmbedder
{
    /// <summary>Most numbers of an answer; written out they stay below what is read.</summary>
    private const int MaxNumbers = 40_000;

    public string Version { get; } = $"{options.Model}/{options.Dimensions}";

    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(Math.Max(1, MaxNumbers / options.Dimensions)))
            vectors.AddRange(await EmbedAsync(batch, cancellation));
        return vectors;
    }

    private async Task<IEnumerable<float[]>> EmbedAsync(string[] texts, CancellationToken cancellation)
    {
        var question = new JsonObject
        {
            ["model"] = options.Model,
            ["input"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
            ["dimensions"] = options.Dimensions,
        };
        var answer = await service.AskAsync("embeddings", question, ServiceJson.Default.EmbeddingAnswer, cancellation);
        var vectors = answer.Data.OrderBy(item => item.Index).ToList();
        if (!vectors.Select(item => item.Index).SequenceEqual(Enumerable.Range(0, texts.Length)) || !vectors.TrueForAll(item => IsVector(item.Embedding)))
            throw ProviderFaults.Garbled($"no vectors of {options.Dimensions} numbers");
        return vectors.Select(item => item.Embedding);
    }

    private bool IsVector(float[] numbers) =>
        numbers.Length == options.Dimensions && Array.TrueForAll(numbers, float.IsFinite) && TensorPrimitives.Norm(numbers) > 0;
}
