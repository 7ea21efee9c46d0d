using System.Text.Json.Serialization;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>A chat completion.</summary>
internal sealed record ChatAnswer
{
    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    public ChatUsage? Usage { get; init; }
}

internal sealed record ChatChoice
{
    public required ChatMessage Message { get; init; }

    /// <summary><c>stop</c> where the answer is whole.</summary>
    public string? FinishReason { get; init; }
}

internal sealed record ChatMessage(string? Content, string? Refusal);

internal sealed record ChatUsage(long PromptTokens, long CompletionTokens);

/// <summary>What the refiner is asked to answer with.</summary>
internal sealed record Refined
{
    public required string Prompt { get; init; }

    public required string Rationale { get; init; }
}

/// <summary>What a text or a picture was classified as.</summary>
internal sealed record ModerationAnswer
{
    public required IReadOnlyList<ModerationResult> Results { get; init; }
}

internal sealed record ModerationResult
{
    /// <summary>By category, 0 to 1; null where the model does not know the category.</summary>
    public required IReadOnlyDictionary<string, double?> CategoryScores { get; init; }
}

/// <summary>Vectors.</summary>
internal sealed record EmbeddingAnswer
{
    public required IReadOnlyList<EmbeddingItem> Data { get; init; }
}

internal sealed record EmbeddingItem
{
    public required int Index { get; init; }

    public required float[] Embedding { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ChatAnswer))]
[JsonSerializable(typeof(Refined))]
[JsonSerializable(typeof(ModerationAnswer))]
[JsonSerializable(typeof(EmbeddingAnswer))]
internal sealed partial class ServiceJson : JsonSerializerContext;
