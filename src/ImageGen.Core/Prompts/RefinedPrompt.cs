using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Core.Prompts;

/// <summary>
/// A prompt fit for a provider. Only a <see cref="PromptRefiner"/> makes one, so a raw <see cref="UserPrompt"/> cannot
/// reach a provider by mistake: generators take nothing else.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record RefinedPrompt
{
    internal RefinedPrompt(string value, IReadOnlyList<string> guidelines, string refiner)
    {
        Value = value;
        Guidelines = guidelines;
        Refiner = refiner;
    }

    /// <summary>The text sent to the provider, within the provider's limit.</summary>
    public string Value { get; }

    /// <summary>Names of the style guides that shaped it, the medium first.</summary>
    public IReadOnlyList<string> Guidelines { get; }

    /// <summary>Who refined it, with a version: <c>template/1</c>, <c>raw/1</c>, …</summary>
    public string Refiner { get; }

    /// <summary>The refiner that should have and could not; null where <see cref="Refiner"/> is the one asked.</summary>
    public string? InsteadOf { get; internal init; }

    /// <summary>Under which key it is remembered, so that it can be forgotten with its job; null where it is not.</summary>
    public string? MemoryKey { get; internal init; }

    /// <summary>What refining it cost this time; nothing where it was known already.</summary>
    public Usd Cost { get; internal init; }

    /// <summary>The same for a provider that takes no more than so many characters (Unicode code points).</summary>
    public RefinedPrompt CutTo(int maxLength) => new(PromptText.Truncate(Value, maxLength), Guidelines, Refiner) { InsteadOf = InsteadOf, MemoryKey = MemoryKey, Cost = Cost };

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>A refined prompt is read back only from where a refiner's work was written: a job's own record, or the memory of refinements.</summary>
    internal sealed class Converter : JsonConverter<RefinedPrompt>
    {
        public override RefinedPrompt Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize(ref reader, StoredJson.Default.Stored)
                ?? throw new JsonException("A refined prompt is missing.");
            return new RefinedPrompt(stored.Text, stored.Guidelines, stored.By) { InsteadOf = stored.InsteadOf, MemoryKey = stored.MemoryKey, Cost = stored.Cost };
        }

        public override void Write(Utf8JsonWriter writer, RefinedPrompt value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Stored(value.Value, value.Guidelines, value.Refiner, value.InsteadOf, value.Cost, value.MemoryKey), StoredJson.Default.Stored);
    }

    internal sealed record Stored(string Text, IReadOnlyList<string> Guidelines, string By, string? InsteadOf = null, Usd Cost = default, string? MemoryKey = null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RefinedPrompt.Stored))]
[JsonSerializable(typeof(RefinedPrompt))]
internal sealed partial class StoredJson : JsonSerializerContext;
