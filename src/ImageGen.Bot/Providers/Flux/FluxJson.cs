using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Bot.Providers.Flux;

/// <summary>What was ordered, as it is kept on the job: whoever works on it next goes on polling.</summary>
/// <param name="Index">Which of the job's pictures it draws.</param>
/// <param name="Id">Its id there.</param>
/// <param name="PollingUrl">Where to ask after it.</param>
/// <param name="Cost">What it costs, in credits; null where that was not said.</param>
internal sealed record FluxTask(
    [property: JsonPropertyName("i")] int Index,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("polling_url")] string PollingUrl,
    [property: JsonPropertyName("cost")] decimal? Cost)
{
    public override string ToString() => JsonSerializer.Serialize(this, FluxJson.Default.FluxTask);

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static FluxTask? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, FluxJson.Default.FluxTask);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The answer to an order.</summary>
internal sealed record FluxReceipt(string? Id, string? PollingUrl, decimal? Cost);

/// <summary>How a task stands.</summary>
internal sealed record FluxProgress(string? Status, FluxResult? Result);

/// <summary>What a task brought.</summary>
internal sealed record FluxResult(string? Sample);

/// <summary>What is left on the account.</summary>
internal sealed record FluxCredits(decimal? Credits);

/// <summary>What is wrong with an order: <c>{"detail":[{"loc":["body","width"],…}]}</c>.</summary>
internal sealed record FluxComplaint(JsonElement Detail)
{
    /// <summary>The first field complained of.</summary>
    public string? Field =>
        Detail.ValueKind == JsonValueKind.Array && Detail.GetArrayLength() > 0
        && Detail[0].ValueKind == JsonValueKind.Object && Detail[0].TryGetProperty("loc", out var place)
        && place.ValueKind == JsonValueKind.Array && place.GetArrayLength() > 0 && place[place.GetArrayLength() - 1] is { ValueKind: JsonValueKind.String } name
            ? name.GetString()
            : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FluxTask))]
[JsonSerializable(typeof(FluxReceipt))]
[JsonSerializable(typeof(FluxProgress))]
[JsonSerializable(typeof(FluxCredits))]
[JsonSerializable(typeof(FluxComplaint))]
internal sealed partial class FluxJson : JsonSerializerContext;
