using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Slack's refusal of a call: HTTP 200, and the reason in the document.</summary>
internal sealed class SlackRefusal(string error) : Exception(error)
{
    /// <summary>The reason, such as <c>not_in_channel</c>.</summary>
    public string Error => Message;

    /// <summary>What is wrong, field by field.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Whether a bot that knows the rules never meets it; otherwise it is circumstance, and may happen to any.</summary>
    public bool IsBotsFault { get; init; }

    /// <summary>What else the document says.</summary>
    public JsonObject Extra { get; init; } = [];

    public JsonObject Document
    {
        get
        {
            var document = new JsonObject { ["ok"] = false, ["error"] = Error };
            foreach (var (name, value) in Extra)
                document[name] = value?.DeepClone();
            if (Details.Count == 0)
                return document;
            document["errors"] = new JsonArray([.. Details.Select(detail => JsonValue.Create(detail))]);
            document["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. Details.Select(detail => JsonValue.Create($"[ERROR] {detail}"))]) };
            return document;
        }
    }

    /// <summary>What a bot that knows the rules never meets.</summary>
    public static SlackRefusal Fault(string error, params IEnumerable<string> details) => new(error) { IsBotsFault = true, Details = [.. details] };
}
