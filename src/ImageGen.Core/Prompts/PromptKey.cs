using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;

namespace ImageGen.Core.Prompts;

/// <summary>
/// Identifies a picture before it exists: SHA-256 over canonical JSON of everything that decides how it comes out, the
/// tenant included, so that equal keys mean equal pictures and tenants never share one.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct PromptKey
{
    /// <summary>Grows when the canonical JSON changes, so that no old key is mistaken for a new one.</summary>
    public const int SchemaVersion = 1;

    private PromptKey(string value) => Value = value;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Value { get; }

    /// <summary>Computes a key.</summary>
    /// <param name="tenant">Whose picture it is.</param>
    /// <param name="prompt">What was asked for.</param>
    /// <param name="spec">How it is drawn; a reference image counts by its key, which holds its content hash.</param>
    /// <param name="model">The provider's model.</param>
    /// <param name="refiner">The refiner's version.</param>
    /// <param name="library">The style library's version.</param>
    /// <param name="isAgeRestricted">Drawn under the milder moderation of a place for adults, so never shown elsewhere.</param>
    public static PromptKey Compute(
        TenantId tenant, UserPrompt prompt, ImageSpec spec, string model, string refiner, string library, bool isAgeRestricted = false)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(spec);

        // Property names in ordinal order: canonical whatever the declaration order of ImageSpec becomes.
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (isAgeRestricted)
                writer.WriteBoolean("adult", true);
            writer.WriteString("aspect", spec.Aspect.ToString());
            writer.WriteNumber("count", spec.Count);
            if (spec.Guidance is { } guidance)
                writer.WriteNumber("guidance", guidance);
            writer.WriteString("library", spec.Refine ? library : "");
            writer.WriteString("model", model);
            writer.WriteString("negative", spec.Negative ?? "");
            writer.WriteString("prompt", prompt.Value);
            writer.WriteString("provider", spec.Provider);
            writer.WriteString("quality", spec.Quality.ToString());
            writer.WriteString("reference", spec.Reference ?? "");
            writer.WriteString("refiner", refiner);
            if (spec.Seed is { } seed)
                writer.WriteNumber("seed", seed);
            writer.WriteString("style", spec.Style);
            writer.WriteString("tenant", tenant.ToString());
            writer.WriteNumber("v", SchemaVersion);
            writer.WriteEndObject();
        }

        return new PromptKey(Convert.ToHexStringLower(SHA256.HashData(json.WrittenSpan)));
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static PromptKey Parse(string text) =>
        text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower) ? new PromptKey(text) : throw new FormatException("A prompt key has 64 hexadecimal digits.");

    /// <summary>The 64 digits.</summary>
    public override string ToString() => Value;

    internal sealed class Converter() : TextJsonConverter<PromptKey>(Parse, static value => value.Value);
}
