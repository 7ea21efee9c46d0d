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

    /// <summary>The same for a provider that takes no more than so many characters (Unicode code points).</summary>
    public RefinedPrompt CutTo(int maxLength) => new(PromptText.Truncate(Value, maxLength), Guidelines, Refiner);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>A refined prompt is read back only from a job's own record, where a refiner's work was written.</summary>
    internal sealed class Converter : JsonConverter<RefinedPrompt>
    {
        public override RefinedPrompt Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize(ref reader, StoredJson.Default.Stored)
                ?? throw new JsonException("A refined prompt is missing.");
            return new RefinedPrompt(stored.Text, stored.Guidelines, stored.By);
        }

        public override void Write(Utf8JsonWriter writer, RefinedPrompt value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Stored(value.Value, value.Guidelines, value.Refiner), StoredJson.Default.Stored);
    }

    internal sealed record Stored(string Text, IReadOnlyList<string> Guidelines, string By);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RefinedPrompt.Stored))]
internal sealed partial class StoredJson : JsonSerializerContext;
