using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>
/// What was found wrong with a document. Discord refuses some of it ("Invalid Form Body", field by field); other things
/// it takes in silence, such as a field it does not know, and only this fake complains of them.
/// </summary>
internal sealed class Form
{
    private readonly List<(string At, string Code, string Message)> _refusals = [];
    private readonly List<string> _complaints = [];

    /// <summary>What Discord would take and a careful bot would not send.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>What Discord refuses, as text.</summary>
    public IEnumerable<string> Refusals => _refusals.Select(refusal => $"{refusal.At}: {refusal.Code} {refusal.Message}");

    public void Refuse(string at, string code, string message) => _refusals.Add((at, code, message));

    public void Complain(string complaint) => _complaints.Add(complaint);

    /// <summary>Throws what Discord would answer, where there is something to refuse.</summary>
    public void ThrowIfRefused()
    {
        if (_refusals.Count == 0)
            return;
        var errors = new JsonObject();
        foreach (var (at, code, message) in _refusals)
            Place(errors, at).Add(new JsonObject { ["code"] = code, ["message"] = message });
        throw new ApiRefusal(400, 50035, "Invalid Form Body") { Errors = errors, IsBotsFault = true };
    }

    private static JsonArray Place(JsonObject errors, string at)
    {
        var place = errors;
        foreach (var part in at.Split('.', StringSplitOptions.RemoveEmptyEntries))
            place = (JsonObject)(place[part] ??= new JsonObject());
        return (JsonArray)(place["_errors"] ??= new JsonArray());
    }
}

/// <summary>Looks at one value of a document.</summary>
internal delegate void Check(Form form, string at, JsonElement value);

/// <summary>A field of an object.</summary>
internal readonly record struct Field(string Name, Check Check, bool IsRequired = false, bool MayBeNull = false);

/// <summary>What a document's values may be. Lengths are counted in UTF-16 units, the strictest reading there is.</summary>
internal static class Checks
{
    public static Check TrueOrFalse { get; } = (form, at, value) =>
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            form.Refuse(at, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
    };

    public static Check Snowflake { get; } = (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.String || !ulong.TryParse(value.GetString(), out _))
            form.Refuse(at, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not snowflake.");
    };

    /// <summary>An absolute http(s) address.</summary>
    public static Check Url { get; } = Address(attachments: false);

    /// <summary>An address, or <c>attachment://</c> and the name of one of the message's files.</summary>
    public static Check MediaUrl { get; } = Address(attachments: true);

    public static Check Text(int max, int min = 0) => (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            form.Refuse(at, "STRING_TYPE_CONVERT", "Could not interpret string.");
            return;
        }

        var length = value.GetString()!.Trim().Length;
        if (min > 0 && length == 0)
            form.Refuse(at, "BASE_TYPE_REQUIRED", "This field is required");
        else if (length < min || (min > 0 && length > max))
            form.Refuse(at, "BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");
        else if (length > max)
            form.Refuse(at, "BASE_TYPE_MAX_LENGTH", $"Must be {max} or fewer in length.");
    };

    public static Check Integer(long min, long max) => (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
            form.Refuse(at, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not int.");
        else if (number > max)
            form.Refuse(at, "NUMBER_TYPE_MAX", $"int value should be less than or equal to {max}.");
        else if (number < min)
            form.Refuse(at, "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {min}.");
    };

    public static Check OneOf(params int[] members) => (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || !members.Contains(number))
            form.Refuse(at, "BASE_TYPE_CHOICES", $"Value must be one of {{{string.Join(", ", members)}}}.");
    };

    public static Check List(Check item, int max, int min = 0) => (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            form.Refuse(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return;
        }

        if (value.GetArrayLength() is var length && (length > max || length < min))
            form.Refuse(at, "BASE_TYPE_BAD_LENGTH", $"Must be between {min} and {max} in length.");
        foreach (var (index, element) in value.EnumerateArray().Index())
            item(form, Join(at, $"{index}"), element);
    };

    /// <summary>An object of these fields and no others.</summary>
    public static Check Object(params Field[] fields) => (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            form.Refuse(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return;
        }

        foreach (var field in fields)
        {
            if (!value.TryGetProperty(field.Name, out var part))
                RefuseWhere(field.IsRequired, field);
            else if (part.ValueKind == JsonValueKind.Null)
                RefuseWhere(!field.MayBeNull, field);
            else
                field.Check(form, Join(at, field.Name), part);
        }

        foreach (var property in value.EnumerateObject())
        {
            if (Array.TrueForAll(fields, field => field.Name != property.Name))
                form.Complain($"'{Join(at, property.Name)}' is no field of Discord's");
        }

        void RefuseWhere(bool wrong, Field field)
        {
            if (wrong)
                form.Refuse(Join(at, field.Name), "BASE_TYPE_REQUIRED", "This field is required");
        }
    };

    /// <summary>Several looks at the same value; the later ones only where the first found nothing to refuse.</summary>
    public static Check Also(this Check first, Check then) => (form, at, value) =>
    {
        var before = form.Refusals.Count();
        first(form, at, value);
        if (form.Refusals.Count() == before)
            then(form, at, value);
    };

    public static string Join(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private static Check Address(bool attachments) => Text(2048, 1).Also((form, at, value) =>
    {
        var text = value.GetString()!;
        if (attachments && text.StartsWith("attachment://", StringComparison.Ordinal))
            return;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            form.Refuse(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        else if (uri.Scheme is not ("http" or "https"))
            form.Refuse(at, "URL_TYPE_INVALID_SCHEME", $"\"{uri.Scheme}\" is not supported. Scheme must be one of ('http', 'https').");
    });
}
