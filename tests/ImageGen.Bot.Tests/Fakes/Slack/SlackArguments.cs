using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>The arguments of a call: text from a form, or values from JSON. Null is as good as left out.</summary>
internal sealed class SlackArguments(IReadOnlyDictionary<string, JsonElement> values)
{
    public IEnumerable<string> Names => values.Keys;

    public JsonElement? this[string name] => values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Those of a JSON body; of two of one name the last one counts.</summary>
    public static SlackArguments Of(JsonElement document) =>
        new(document.EnumerateObject().Reverse().DistinctBy(property => property.Name).ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal));

    public static SlackArguments Of(IEnumerable<KeyValuePair<string, string>> form) =>
        new(form.DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => JsonSerializer.SerializeToElement(field.Value), StringComparer.Ordinal));

    public string? Text(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw SlackRefusal.Fault("invalid_arguments", $"must be a string [json-pointer:/{name}]"),
    };

    public bool? Flag(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetBoolean(),
        { ValueKind: JsonValueKind.String } text when text.GetString() is "true" or "1" => true,
        { ValueKind: JsonValueKind.String } text when text.GetString() is "false" or "0" => false,
        _ => throw SlackRefusal.Fault("invalid_arguments", $"must be a boolean [json-pointer:/{name}]"),
    };

    public int? Number(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        { ValueKind: JsonValueKind.String } text when int.TryParse(text.GetString(), out var value) => value,
        _ => throw SlackRefusal.Fault("invalid_arguments", $"must be an integer [json-pointer:/{name}]"),
    };

    /// <summary>An object or array, which may have come as text.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="fault">What Slack says where it is neither.</param>
    public JsonElement? Json(string name, string fault = "invalid_arguments")
    {
        if (this[name] is not { } value)
            return null;
        try
        {
            var json = value.ValueKind == JsonValueKind.String ? JsonDocument.Parse(value.GetString()!).RootElement : value;
            if (json.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                return json;
        }
        catch (JsonException)
        {
            // Neither.
        }

        throw SlackRefusal.Fault(fault, $"must be valid JSON [json-pointer:/{name}]");
    }

    /// <summary>For the record.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, JsonNode.Parse(value.Value.GetRawText())))));
}
