using System.Text.Json;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What was found in blocks or a view: what Slack refuses, and what is still to be looked at where it is shown.</summary>
internal sealed class Findings
{
    private readonly List<string> _refusals = [];

    /// <summary>What Slack refuses, as Slack says it.</summary>
    public IReadOnlyList<string> Refusals => _refusals;

    /// <summary>Texts that Slack reads as markup.</summary>
    public List<string> Markup { get; } = [];

    /// <summary>Pictures that Slack downloads.</summary>
    public List<(string At, string Url)> Pictures { get; } = [];

    /// <summary>Pictures that Slack has.</summary>
    public List<(string At, JsonElement File)> SlackFiles { get; } = [];

    public HashSet<string> BlockIds { get; } = new(StringComparer.Ordinal);

    public bool HasInput { get; set; }

    public void Refuse(string at, string message) => _refusals.Add($"{message} [json-pointer:{at}]");
}

/// <summary>Looks at one value of a document.</summary>
/// <param name="findings">Takes what is found.</param>
/// <param name="at">A JSON pointer to the value.</param>
/// <param name="value">The value.</param>
internal delegate void Check(Findings findings, string at, JsonElement value);

/// <summary>A field of an object.</summary>
internal readonly record struct Field(string Name, Check Check, bool IsRequired = false);

/// <summary>What a document's values may be. Lengths are counted in UTF-16 units, the strictest reading there is.</summary>
internal static class Checks
{
    public static Check TrueOrFalse { get; } = (findings, at, value) =>
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            findings.Refuse(at, "must be a boolean");
    };

    /// <summary>An absolute http(s) address.</summary>
    public static Check Url { get; } = Text(3000, 1).Also((findings, at, value) =>
    {
        if (!Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("http" or "https"))
            findings.Refuse(at, "invalid url");
    });

    public static Check Text(int max, int min = 0) => (findings, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.String)
            findings.Refuse(at, "must be a string");
        else if (value.GetString()!.Length > max)
            findings.Refuse(at, $"must be less than {max + 1} characters");
        else if (value.GetString()!.Trim().Length < min)
            findings.Refuse(at, $"must be more than {min - 1} characters");
    };

    public static Check Integer(int min, int max) => (findings, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < min || number > max)
            findings.Refuse(at, $"must be an integer from {min} to {max}");
    };

    public static Check OneOf(params string[] members) => (findings, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.String || !members.Contains(value.GetString()))
            findings.Refuse(at, $"must be one of {string.Join(", ", members)}");
    };

    public static Check List(Check item, int max, int min = 0) => (findings, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            findings.Refuse(at, "must be an array");
            return;
        }

        if (value.GetArrayLength() > max)
            findings.Refuse(at, $"no more than {max} items allowed");
        else if (value.GetArrayLength() < min)
            findings.Refuse(at, $"no fewer than {min} items required");
        foreach (var (index, element) in value.EnumerateArray().Index())
            item(findings, Join(at, $"{index}"), element);
    };

    /// <summary>An object of these fields and no others.</summary>
    public static Check Object(params Field[] fields) => (findings, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            findings.Refuse(at, "must be an object");
            return;
        }

        foreach (var field in fields)
        {
            if (value.TryGetProperty(field.Name, out var part))
                field.Check(findings, Join(at, field.Name), part);
            else if (field.IsRequired)
                findings.Refuse(at, $"missing required field: {field.Name}");
        }

        foreach (var property in value.EnumerateObject())
        {
            if (Array.TrueForAll(fields, field => field.Name != property.Name))
                findings.Refuse(at, $"invalid additional property: {property.Name}");
        }
    };

    /// <summary>An object whose <c>type</c> says which of these it is.</summary>
    public static Check Kinds(params (string Type, Field[] Fields)[] kinds)
    {
        var checks = kinds.ToDictionary(kind => kind.Type, kind => Object([new("type", Text(50, 1)), .. kind.Fields]), StringComparer.Ordinal);
        return (findings, at, value) =>
        {
            if (value.Part("type") is not { ValueKind: JsonValueKind.String } type)
                findings.Refuse(at, "missing required field: type");
            else if (checks.TryGetValue(type.GetString()!, out var check))
                check(findings, at, value);
            else
                findings.Refuse(Join(at, "type"), $"unsupported type: {type.GetString()}");
        };
    }

    /// <summary>Several looks at the same value; the later ones only where the first found nothing to refuse.</summary>
    public static Check Also(this Check first, Check then) => (findings, at, value) =>
    {
        var before = findings.Refusals.Count;
        first(findings, at, value);
        if (findings.Refusals.Count == before)
            then(findings, at, value);
    };

    public static string Join(string at, string name) => $"{at}/{name}";
}

/// <summary>Reading what may not be there.</summary>
internal static class JsonParts
{
    public static JsonElement? Part(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;

    public static string? TextPart(this JsonElement json, string name) => json.Part(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
