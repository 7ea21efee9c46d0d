using System.Text;
using System.Text.Json;
using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Web;

/// <summary>Bodies of the admin API: an object whose values become the texts that every face gives, so that one place judges them.</summary>
internal static class AdminBodies
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] StyleFields = ["name", "title", "kind", "keywords", "guidance", "negative", "provider", "aspect", "quality"];

    /// <summary>The text of a body; null where it is no UTF-8.</summary>
    public static string? Text(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// Each property as text: a list's items a line each, an object's as <c>name=value</c>, true as <c>on</c>, null as nothing.
    /// </summary>
    public static Dictionary<string, string?> Read(ReadOnlyMemory<byte> utf8, List<FieldFault> faults)
    {
        var values = new Dictionary<string, string?>();
        try
        {
            using var document = JsonDocument.Parse(Text(utf8) ?? throw new JsonException("It is no UTF-8."), new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                    values[property.Name] = Value(property.Name, property.Value, faults);
                return values;
            }
        }
        catch (JsonException)
        {
        }
        catch (InvalidOperationException)
        {
            // An escape such as "\ud800" is valid JSON but no text.
        }

        faults.Add(new FieldFault("body", "The body must be a JSON object in valid Unicode, of texts, numbers, truths, lists and objects of those."));
        return values;
    }

    /// <summary>A style as it stands in a body.</summary>
    public static StyleDraft Style(Dictionary<string, string?> values, List<FieldFault> faults)
    {
        foreach (var odd in values.Keys.Where(name => !StyleFields.Contains(name, StringComparer.Ordinal)))
            faults.Add(new FieldFault(odd.Length <= 64 ? odd : "body", $"There is no such field; there are {string.Join(", ", StyleFields)}."));
        return new StyleDraft
        {
            Name = values.GetValueOrDefault("name"),
            Title = Given("title"),
            Kind = Given("kind"),
            Keywords = Given("keywords"),
            Guidance = Given("guidance"),
            Negative = Given("negative"),
            Provider = Given("provider"),
            Aspect = Given("aspect"),
            Quality = Given("quality"),
        };

        // Null clears a field; one that is not there stays.
        string? Given(string field) => values.TryGetValue(field, out var value) ? value ?? "" : null;
    }

    private static string? Value(string name, JsonElement value, List<FieldFault> faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array when value.EnumerateArray().All(IsScalar):
                return string.Join('\n', value.EnumerateArray().Select(Scalar));
            case JsonValueKind.Object when value.EnumerateObject().All(pair => IsScalar(pair.Value)):
                return string.Join('\n', value.EnumerateObject().Select(pair => $"{pair.Name}={Scalar(pair.Value)}"));
            case JsonValueKind.Array or JsonValueKind.Object:
                faults.Add(new FieldFault(name.Length <= 64 ? name : "body", "Lists and objects can only hold texts and numbers."));
                return null;
            default:
                return Scalar(value);
        }
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "on",
        JsonValueKind.False => "off",
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
