using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Core;

/// <summary>Writes a value in its one string form, and reads it back through the same checks as from anywhere else.</summary>
/// <param name="parse">Throws <see cref="FormatException"/> where the text is none.</param>
/// <param name="format">The string form.</param>
internal abstract class TextJsonConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return parse(reader.GetString() ?? "");
        }
        catch (FormatException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}
