using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Something that can be pressed, chosen or filled in.</summary>
internal sealed record FakeElement(string BlockId, JsonObject Json)
{
    public string ActionId => Json["action_id"]!.GetValue<string>();

    public string Type => Json["type"]!.GetValue<string>();

    public string? Label => Json["text"]?["text"]?.GetValue<string>();

    public string? Value => Json["value"]?.GetValue<string>();

    public string? Url => Json["url"]?.GetValue<string>();

    /// <summary>The input block around it; null outside of one.</summary>
    public JsonObject? Input { get; init; }

    public IEnumerable<JsonObject> Options =>
        (Json["options"]?.AsArray() ?? []).Concat((Json["option_groups"]?.AsArray() ?? []).SelectMany(group => group!["options"]!.AsArray())).Select(option => option!.AsObject());

    public JsonObject Option(string value) => Options.FirstOrDefault(option => option["value"]!.GetValue<string>() == value)
        ?? throw new InvalidOperationException($"'{ActionId}' has no option '{value}' but {string.Join(", ", Options.Select(option => option["value"]))}.");
}

/// <summary>What a reader finds in blocks.</summary>
internal static class BlockReading
{
    public static IReadOnlyList<FakeElement> Elements(IReadOnlyList<JsonObject> blocks) =>
    [
        .. from block in blocks
           from element in (block["elements"]?.AsArray() ?? []).Append(block["accessory"]).Append(block["element"]).OfType<JsonObject>()
           where element["action_id"] is not null
           select new FakeElement(block["block_id"]!.GetValue<string>(), element) { Input = block["type"]!.GetValue<string>() == "input" ? block : null },
    ];

    public static IEnumerable<string> Pictures(IReadOnlyList<JsonObject> blocks) => blocks.SelectMany(Below).Select(part => part["image_url"]?.GetValue<string>()).OfType<string>();

    /// <summary>Every text there is: of sections, labels, buttons, options, alternative and initial texts.</summary>
    public static IEnumerable<string> Texts(IReadOnlyList<JsonObject> blocks) =>
        from part in blocks.SelectMany(Below)
        from name in new[] { "text", "alt_text", "initial_value" }
        where part[name] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String
        select part[name]!.GetValue<string>();

    /// <summary>Gives a name to what came without one, as Slack does.</summary>
    public static JsonObject[] Named(FakeSlack slack, System.Text.Json.JsonElement blocks) =>
    [
        .. blocks.EnumerateArray().Select(block =>
        {
            var named = JsonNode.Parse(block.GetRawText())!.AsObject();
            named["block_id"] ??= slack.NewId("")[^5..];
            foreach (var element in (named["elements"]?.AsArray() ?? []).Append(named["accessory"]).Append(named["element"]).OfType<JsonObject>())
            {
                if (element["type"]?.GetValue<string>() is not ("image" or "plain_text" or "mrkdwn" or null) && named["type"]!.GetValue<string>() != "rich_text")
                    element["action_id"] ??= slack.NewId("")[^5..];
            }

            return named;
        }),
    ];

    private static IEnumerable<JsonObject> Below(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(part => Below(part.Value)).Prepend(json),
        JsonArray list => list.SelectMany(Below),
        _ => [],
    };
}
