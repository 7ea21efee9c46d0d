using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What a client sends of a field; it does not send what the field does not take.</summary>
internal static class FieldValue
{
    /// <param name="field">The field.</param>
    /// <param name="given">What the user filled in: text, a choice's value, several of them, or files; null where they left it as it was.</param>
    /// <param name="isSent">Whether the client lets nothing pass that is empty and must not be.</param>
    public static JsonObject Of(FakeElement field, object? given, bool isSent)
    {
        var (name, value) = field.Type switch
        {
            "plain_text_input" or "url_text_input" => ("value", Typed(field, given)),
            "number_input" => ("value", Number(field, given)),
            "static_select" or "radio_buttons" => ("selected_option", given is null ? field.Json["initial_option"]?.DeepClone() : field.Option((string)given).DeepClone()),
            "multi_static_select" or "checkboxes" => ("selected_options", Chosen(field, given)),
            "users_select" => ("selected_user", JsonValue.Create(given as string) ?? field.Json["initial_user"]?.DeepClone()),
            "channels_select" => ("selected_channel", JsonValue.Create(given as string) ?? field.Json["initial_channel"]?.DeepClone()),
            "conversations_select" => ("selected_conversation", JsonValue.Create(given as string) ?? field.Json["initial_conversation"]?.DeepClone()),
            "multi_conversations_select" => ("selected_conversations", Conversations(field, given)),
            "file_input" => ("files", new JsonArray([.. Files(field, given).Select(file => file.ToJson())])),
            _ => throw new InvalidOperationException($"This fake cannot fill in a {field.Type}."),
        };
        var isOptional = !isSent || field.Input is null || (field.Input["optional"]?.GetValue<bool>() ?? false);
        return isOptional || value is not (null or JsonArray { Count: 0 })
            ? new JsonObject { ["type"] = field.Type, [name] = value }
            : throw new InvalidOperationException($"Slack's client would not send '{field.ActionId}' empty.");
    }

    private static JsonValue? Typed(FakeElement field, object? given)
    {
        var text = given is null ? Initial(field) : (string)given;
        var (min, max) = (field.Json["min_length"]?.GetValue<int>() ?? 0, field.Json["max_length"]?.GetValue<int>() ?? 3000);
        if (string.IsNullOrEmpty(text))
            return null;
        return text.Length < min || text.Length > max || (field.Type == "url_text_input" && !Uri.IsWellFormedUriString(text, UriKind.Absolute))
            ? throw new InvalidOperationException($"Slack's client would not send '{text}' as {field.Json.ToJsonString()}")
            : JsonValue.Create(text);
    }

    private static JsonValue? Number(FakeElement field, object? given)
    {
        var text = given is null ? Initial(field) : string.Create(CultureInfo.InvariantCulture, $"{given}");
        if (string.IsNullOrEmpty(text))
            return null;
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            && number >= Bound("min_value", decimal.MinValue) && number <= Bound("max_value", decimal.MaxValue)
            && (field.Json["is_decimal_allowed"]!.GetValue<bool>() || number == decimal.Truncate(number))
            ? JsonValue.Create(text)
            : throw new InvalidOperationException($"Slack's client would not send '{text}' as {field.Json.ToJsonString()}");

        decimal Bound(string name, decimal otherwise) => field.Json[name]?.GetValue<string>() is { } bound ? decimal.Parse(bound, CultureInfo.InvariantCulture) : otherwise;
    }

    private static JsonArray Chosen(FakeElement field, object? given) => given is null
        ? field.Json["initial_options"]?.DeepClone().AsArray() ?? []
        : [.. (given as IEnumerable<string> ?? [(string)given]).Select(value => field.Option(value).DeepClone())];

    private static JsonArray Conversations(FakeElement field, object? given) => given is null
        ? field.Json["initial_conversations"]?.DeepClone().AsArray() ?? []
        : [.. (given as IEnumerable<string> ?? [(string)given]).Select(id => JsonValue.Create(id))];

    private static IReadOnlyList<FakeFile> Files(FakeElement field, object? given)
    {
        var files = given is null ? [] : given as IReadOnlyList<FakeFile> ?? [(FakeFile)given];
        return files.Count <= (field.Json["max_files"]?.GetValue<int>() ?? 10) ? files : throw new InvalidOperationException($"Slack's client would not send {files.Count} files.");
    }

    private static string? Initial(FakeElement field) => field.Json["initial_value"]?.GetValue<string>();
}
