using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Core.Jobs;

/// <summary>How a ledger stores the documents it does not look into. Both adapters write the same text.</summary>
public static partial class LedgerJson
{
    /// <summary>Writes an order.</summary>
    public static string Write(JobOrder order) => JsonSerializer.Serialize(order, Context.Default.JobOrder);

    /// <summary>Writes progress.</summary>
    public static string Write(JobProgress progress) => JsonSerializer.Serialize(progress, Context.Default.JobProgress);

    /// <summary>Writes an outcome.</summary>
    public static string Write(JobOutcome outcome) => JsonSerializer.Serialize(outcome, Context.Default.JobOutcome);

    /// <summary>Reads an order.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static JobOrder ReadOrder(string json) => Read(json, Context.Default.JobOrder);

    /// <summary>Reads progress; none where nothing was written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static JobProgress ReadProgress(string? json) =>
        string.IsNullOrEmpty(json) ? JobProgress.None : Read(json, Context.Default.JobProgress);

    /// <summary>Reads an outcome; null where nothing was written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static JobOutcome? ReadOutcome(string? json) =>
        string.IsNullOrEmpty(json) ? null : Read(json, Context.Default.JobOutcome);

    private static T Read<T>(string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    [JsonSerializable(typeof(JobOrder))]
    [JsonSerializable(typeof(JobProgress))]
    [JsonSerializable(typeof(JobOutcome))]
    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UseStringEnumConverter = true)]
    private sealed partial class Context : JsonSerializerContext;
}
