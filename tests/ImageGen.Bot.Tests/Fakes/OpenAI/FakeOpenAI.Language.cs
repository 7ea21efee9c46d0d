using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageGen.Core.Images;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.OpenAI;

// Chat completions, moderations and embeddings.
internal sealed partial class FakeOpenAI
{
    private static readonly string[] ChatFields =
    [
        "messages", "model", "service_tier", "modalities", "verbosity", "reasoning_effort", "max_completion_tokens", "frequency_penalty", "presence_penalty", "web_search_options",
        "top_logprobs", "response_format", "audio", "store", "moderation", "stream", "stop", "logit_bias", "logprobs", "max_tokens", "n", "prediction", "seed", "stream_options",
        "tools", "tool_choice", "parallel_tool_calls", "metadata", "temperature", "top_p", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_options",
    ];

    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions",
        "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    /// <summary>What the model says to the user's message.</summary>
    public Func<JsonObject, string> Says { get; set; } = static data =>
        new JsonObject { ["prompt"] = $"A refined picture of {data["request"]}", ["rationale"] = "More light." }.ToJsonString();

    public string FinishReason { get; set; } = "stop";

    public string? Refusal { get; set; }

    /// <summary>Tokens of a chat completion; null leaves the usage out.</summary>
    public (int In, int Out)? Tokens { get; set; } = (400, 100);

    /// <summary>Scores above nought of a text or, for a picture, of its bytes in Latin 1.</summary>
    public Func<string, IEnumerable<(string Category, double Score)>> Scores { get; set; } = static _ => [];

    /// <summary>Pictures that were to be moderated.</summary>
    public List<byte[]> Moderated { get; } = [];

    public Func<string, int, float[]> Vector { get; set; } = static (text, dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(at => text.Length > 0 && text[at % text.Length] % 7 == at % 7 ? 1f : 0.1f)];

    private async Task AnswerAsync(HttpContext context, Func<JsonObject, JsonObject> answer)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
            throw Refuse(400, "invalid_content_type", "The body must be JSON.");
        var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        if (!Models.ContainsKey(Text(body["model"]) ?? ""))
            throw Refuse(404, "model_not_found", "The model does not exist.", "model");
        var said = answer(body);
        Orders.Enqueue(body);
        if (TryFault(out var fault))
            await fault(context);
        else
            await Trouble.Answer(200, said.ToJsonString())(context);
    }

    private JsonObject Complete(JsonObject body)
    {
        RefuseUnknown(body, ChatFields);
        var messages = body["messages"] as JsonArray ?? throw Refuse(400, "invalid_type", "Messages are needed.", "messages");
        if (messages.Count == 0 || !messages.All(message => message is JsonObject { Count: 2 } && Text(message["role"]) is "system" or "developer" or "user" or "assistant" && Text(message["content"]) is { Length: > 0 }))
            throw Refuse(400, "invalid_value", "A message has a role and content.", "messages");
        if (body["max_tokens"] is not null || body["temperature"] is not null)
            throw Refuse(400, "unsupported_parameter", "This model takes max_completion_tokens and no temperature.", "max_tokens");
        if (body["max_completion_tokens"] is { } most && most.GetValue<int>() < 1)
            throw Refuse(400, "invalid_value", "Too few.", "max_completion_tokens");
        if (body["reasoning_effort"] is { } effort && Text(effort) is not ("none" or "minimal" or "low" or "medium" or "high" or "xhigh"))
            throw Refuse(400, "invalid_value", "No such effort.", "reasoning_effort");
        if (Text(body["safety_identifier"]) is { Length: > 64 })
            throw Refuse(400, "invalid_value", "Too long.", "safety_identifier");
        CheckFormat(body["response_format"]);
        var answer = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = body["model"]!.DeepClone(),
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = Refusal is null ? Says((JsonObject)JsonNode.Parse(Text(messages[^1]!["content"])!)!) : null, ["refusal"] = Refusal },
                ["logprobs"] = null,
                ["finish_reason"] = FinishReason,
            }),
        };
        if (Tokens is var (tokensIn, tokensOut))
            answer["usage"] = new JsonObject { ["prompt_tokens"] = tokensIn, ["completion_tokens"] = tokensOut, ["total_tokens"] = tokensIn + tokensOut };
        return answer;
    }

    /// <summary>Strict structured output wants every property required and no others.</summary>
    private static void CheckFormat(JsonNode? format)
    {
        if (format is not JsonObject { Count: 2 } || Text(format["type"]) != "json_schema" || format["json_schema"] is not JsonObject described)
            throw Refuse(400, "invalid_value", "No such format.", "response_format");
        RefuseUnknown(described, ["name", "schema", "strict", "description"]);
        var schema = described["schema"];
        var properties = (schema?["properties"] as JsonObject ?? []).Select(property => property.Key).Order(StringComparer.Ordinal);
        var required = (schema?["required"] as JsonArray ?? []).Select(name => Text(name)).Order(StringComparer.Ordinal);
        if (!Regex.IsMatch(Text(described["name"]) ?? "", "^[a-zA-Z0-9_-]{1,64}$", RegexOptions.None, TimeSpan.FromSeconds(1))
            || described["strict"]?.GetValue<bool>() != true || schema?["additionalProperties"]?.GetValue<bool>() != false || !properties.SequenceEqual(required))
            throw Refuse(400, "invalid_json_schema", "Invalid schema for response_format.", "response_format");
    }

    private JsonObject Moderate(JsonObject body)
    {
        RefuseUnknown(body, ["model", "input"]);
        var scores = Scores(Input(body["input"])).ToDictionary(score => score.Category, score => score.Score);
        return new JsonObject
        {
            ["id"] = "modr-1",
            ["model"] = body["model"]!.DeepClone(),
            ["results"] = new JsonArray(new JsonObject
            {
                ["flagged"] = scores.Values.Any(score => score > 0.5),
                ["categories"] = Of(category => scores.GetValueOrDefault(category) > 0.5),
                ["category_scores"] = Of(category => scores.GetValueOrDefault(category, 0.0001)),
                ["category_applied_input_types"] = Of(static _ => new JsonArray("text")),
            }),
        };

        static JsonObject Of(Func<string, JsonNode> value) => new(Categories.Select(category => KeyValuePair.Create<string, JsonNode?>(category, value(category))));
    }

    /// <summary>One text, or one picture as a data URL.</summary>
    private string Input(JsonNode? input)
    {
        if (Text(input) is { Length: > 0 } text)
            return text;
        if (input is not JsonArray { Count: 1 } parts || parts[0] is not JsonObject { Count: 2 } part || Text(part["type"]) != "image_url"
            || Regex.Match(Text(part["image_url"]?["url"]) ?? "", "^data:(?<type>image/[a-z]+);base64,(?<bytes>.+)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)) is not { Success: true } url)
            throw Refuse(400, "invalid_value", "Input must be a text or image parts.", "input");
        var bytes = Convert.FromBase64String(url.Groups["bytes"].Value);
        if (!ImageHeader.TryRead(bytes, out var header) || header.ContentType != url.Groups["type"].Value || bytes.Length > 20 * 1024 * 1024)
            throw Refuse(400, "invalid_image", "Invalid image.", "input");
        Moderated.Add(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    private JsonObject Embed(JsonObject body)
    {
        RefuseUnknown(body, ["model", "input", "encoding_format", "dimensions", "user"]);
        var dimensions = body["dimensions"]?.GetValue<int>() ?? 1536;
        if (body["input"] is not JsonArray { Count: > 0 and <= 2048 } texts || !texts.All(text => Text(text) is { Length: > 0 }) || dimensions is < 1 or > 1536)
            throw Refuse(400, "invalid_value", "Input must be texts, and dimensions 1 to 1536.", "input");
        return new JsonObject
        {
            ["object"] = "list",
            ["model"] = body["model"]!.DeepClone(),
            ["data"] = new JsonArray([.. texts.Select((text, at) => new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = at,
                ["embedding"] = new JsonArray([.. Vector(Text(text)!, dimensions).Select(number => JsonValue.Create(number))]),
            }).Reverse()]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["total_tokens"] = 1 },
        };
    }

    private static void RefuseUnknown(JsonObject body, string[] known)
    {
        if (body.FirstOrDefault(field => !known.Contains(field.Key)).Key is { } unknown)
            throw Refuse(400, "unknown_parameter", $"Unknown parameter: '{unknown}'.", unknown);
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
