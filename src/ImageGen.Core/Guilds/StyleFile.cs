using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>
/// A guild's styles as a file: <c>{"version": 1, "styles": [{"name": …, "guidance": …}], "hidden": […]}</c>. Read property by
/// property, so that each fault names its style and field.
/// </summary>
internal static class StyleFile
{
    /// <summary>Most bytes of a file: room for 200 styles at their limits.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Fields = ["name", "title", "kind", "keywords", "guidance", "negative", "provider", "aspect", "quality"];

    /// <summary>Writes a file.</summary>
    public static string Write(GuildDocument document)
    {
        var styles = document.Styles.Select(style => (JsonNode)new JsonObject(new Dictionary<string, JsonNode?>
        {
            ["name"] = style.Name,
            ["title"] = style.Title,
            ["kind"] = AdminValues.Name<StyleKind>(style.Kind),
            ["keywords"] = new JsonArray([.. style.Keywords.Select(word => (JsonNode)word)]),
            ["guidance"] = style.Guidance,
            ["negative"] = style.Negative,
            ["provider"] = style.Provider,
            ["aspect"] = style.Aspect?.ToString(),
            ["quality"] = AdminValues.Name(style.Quality),
        }.Where(field => field.Value is not null)));
        var file = new JsonObject
        {
            ["version"] = 1,
            ["styles"] = new JsonArray([.. styles]),
            ["hidden"] = new JsonArray([.. document.Hidden.Select(name => (JsonNode)name)]),
        };
        return file.ToJsonString(Indented);
    }

    /// <summary>Reads a file; what is wrong with it is named.</summary>
    public static (IReadOnlyList<StyleDraft> Styles, IReadOnlyList<string>? Hidden) Read(string json, List<FieldFault> faults)
    {
        if (json.Length > MaxBytes)
            return Unreadable($"The file must have at most {MaxBytes} bytes.");
        try
        {
            using var file = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(file.RootElement, faults);
        }
        catch (JsonException fault)
        {
            return Unreadable($"The file must be JSON, as export writes it; it is not at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return Unreadable("The file must be valid Unicode; it has half of a surrogate pair.");
        }

        (IReadOnlyList<StyleDraft> Styles, IReadOnlyList<string>? Hidden) Unreadable(string message)
        {
            faults.Add(new FieldFault("file", message));
            return ([], null);
        }
    }

    private static (IReadOnlyList<StyleDraft> Styles, IReadOnlyList<string>? Hidden) Read(JsonElement root, List<FieldFault> faults)
    {
        var isObject = root.ValueKind == JsonValueKind.Object;
        var list = isObject && root.TryGetProperty("styles", out var inside) ? inside : root;
        if (list.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new FieldFault("styles", "The file must be an object with a list 'styles', as export writes it."));
            return ([], null);
        }

        if (list.GetArrayLength() > GuildDocument.MaxStyles)
        {
            faults.Add(new FieldFault("styles", $"There must be at most {GuildDocument.MaxStyles} styles; these are {list.GetArrayLength()}."));
            return ([], null);
        }

        var drafts = list.EnumerateArray().Select((style, at) => Draft(style, $"styles[{at}].", faults)).ToList();
        IReadOnlyList<string>? hidden = null;
        if (isObject && root.TryGetProperty("hidden", out var names))
        {
            if (names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
                hidden = [.. names.EnumerateArray().Select(name => name.GetString()!)];
            else
                faults.Add(new FieldFault("hidden", "The field hidden must be a list of names of built-in styles."));
        }

        return (drafts, hidden);
    }

    private static StyleDraft Draft(JsonElement style, string at, List<FieldFault> faults)
    {
        if (style.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new FieldFault(at.TrimEnd('.'), "A style must be an object."));
            return new StyleDraft();
        }

        foreach (var odd in style.EnumerateObject().Where(property => !Fields.Contains(property.Name, StringComparer.Ordinal)))
            faults.Add(new FieldFault(at + Requests.RequestValidator.Quote(odd.Name), $"There is no such field; there are {string.Join(", ", Fields)}."));
        return new StyleDraft
        {
            Name = Text("name"),
            Title = Text("title"),
            Kind = Text("kind"),
            Keywords = Text("keywords"),
            Guidance = Text("guidance"),
            Negative = Text("negative"),
            Provider = Text("provider"),
            Aspect = Text("aspect"),
            Quality = Text("quality"),
        };

        string? Text(string field)
        {
            if (!style.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
                return null;
            if (value.ValueKind == JsonValueKind.String)
                return value.GetString();
            if (field == "keywords" && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(word => word.ValueKind == JsonValueKind.String))
                return string.Join('\n', value.EnumerateArray().Select(word => word.GetString()));
            faults.Add(new FieldFault(at + field, $"The {field} must be {(field == "keywords" ? "a list of strings" : "a string")}."));
            return null;
        }
    }
}
