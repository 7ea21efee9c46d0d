using System.Text;
using System.Text.Json;
using ImageGen.Core;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Web;

/// <summary>
/// The body of <c>POST /api/v1/images</c>: either <c>command</c>, the text one would type after <c>/imagine</c>, or
/// <c>prompt</c> with the other fields. Numbers may be written as strings.
/// </summary>
internal sealed record ImagineBody
{
    /// <summary>Text with flags: <c>a cool cat --style watercolor --ar 16:9</c>.</summary>
    public string? Command { get; init; }

    /// <summary>3 to 500 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>A style's name; <c>realistic</c> where absent.</summary>
    public string? Style { get; init; }

    /// <summary>A provider's name.</summary>
    public string? Provider { get; init; }

    /// <summary>W:H between 1:3 and 3:1.</summary>
    public string? Aspect { get; init; }

    /// <summary>1 to 4.</summary>
    public int? Count { get; init; }

    /// <summary>0 to 4294967295.</summary>
    public uint? Seed { get; init; }

    /// <summary>1.5 to 10.</summary>
    public double? Guidance { get; init; }

    /// <summary>What must not be seen; at most 200 characters.</summary>
    public string? Negative { get; init; }

    /// <summary>low, medium or high.</summary>
    public string? Quality { get; init; }

    /// <summary>False keeps the prompt's words.</summary>
    public bool? Refine { get; init; }

    /// <summary>True draws even where the picture is cached.</summary>
    public bool? Fresh { get; init; }

    /// <summary>A reference image: a stored picture's key, or its https address at a host that References:AllowedHosts names; at most 10 MB.</summary>
    public string? Reference { get; init; }

    /// <summary>A thread to list the job under: 1 to 64 letters, digits, hyphens and underscores.</summary>
    public string? Thread { get; init; }
}

/// <summary>What a body asks for, and what is wrong with how it is written.</summary>
internal sealed record ImagineBodyReading(ImagineRequest Request, string Thread, IReadOnlyList<FieldFault> Faults);

/// <summary>
/// Reads the body field by field, so that each fault names its field: a serializer would stop at the first one and name
/// a byte position.
/// </summary>
internal static class ImagineBodyReader
{
    private const int MaxThreadLength = 64;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] Fields =
        ["command", "prompt", "style", "provider", "aspect", "count", "seed", "guidance", "negative", "quality", "refine", "fresh", "reference", "thread"];

    public static ImagineBodyReading Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // The parser lets ill-formed UTF-8 inside strings pass until they are read; say so up front instead.
            StrictUtf8.GetCharCount(utf8.Span);
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : Unreadable("must be a JSON object");
        }
        catch (JsonException fault)
        {
            return Unreadable($"must be JSON; it is not at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            // Reading a name such as "\ud800" throws; names are read before anything else.
            return Unreadable("has a field name that is no valid Unicode");
        }
        catch (DecoderFallbackException)
        {
            return Unreadable("must be valid UTF-8");
        }
    }

    private static ImagineBodyReading Read(JsonElement body)
    {
        var faults = new List<FieldFault>();
        foreach (var property in body.EnumerateObject().Where(property => !Fields.Contains(property.Name)))
            faults.Add(new FieldFault(property.Name.Length <= 64 ? property.Name : "body", $"There is no such field; there are {string.Join(", ", Fields)}."));

        var thread = Text("thread") ?? "";
        if (thread.Length > MaxThreadLength || !thread.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            faults.Add(new FieldFault("thread", $"The thread must have 1 to {MaxThreadLength} letters, digits, hyphens and underscores."));

        if (Text("command") is { } command)
        {
            foreach (var field in Fields.Where(field => field is not ("command" or "thread") && Has(field)))
                faults.Add(new FieldFault(field, "The field cannot be given beside command; put it into the text."));
            faults.AddRange(ImagineCommand.Parse(command, out var parsed));
            return new ImagineBodyReading(parsed, thread, faults);
        }

        var request = new ImagineRequest
        {
            Prompt = Text("prompt"),
            Style = Text("style"),
            Provider = Text("provider"),
            Aspect = Text("aspect"),
            Count = Scalar("count"),
            Seed = Scalar("seed"),
            Guidance = Scalar("guidance"),
            Negative = Text("negative"),
            Quality = Text("quality"),
            Refine = Flag("refine"),
            Fresh = Flag("fresh") ?? false,
            Reference = Text("reference"),
        };
        return new ImagineBodyReading(request, thread, faults);

        bool Has(string field) => body.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

        string? Text(string field)
        {
            if (!Has(field))
                return null;
            var value = body.GetProperty(field);
            if (value.ValueKind != JsonValueKind.String)
            {
                faults.Add(new FieldFault(field, $"The {field} must be a string."));
                return null;
            }

            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                // An escape such as "\ud800" is valid JSON but no text.
                faults.Add(new FieldFault(field, $"The {field} must be valid Unicode; it has half of a surrogate pair."));
                return null;
            }
        }

        string? Scalar(string field)
        {
            var kind = Has(field) ? body.GetProperty(field).ValueKind : JsonValueKind.Undefined;
            if (kind is JsonValueKind.Undefined or JsonValueKind.String)
                return Text(field);
            if (kind != JsonValueKind.Number)
                faults.Add(new FieldFault(field, $"The {field} must be a number."));
            return kind == JsonValueKind.Number ? body.GetProperty(field).GetRawText() : null;
        }

        bool? Flag(string field)
        {
            if (!Has(field))
                return null;
            var kind = body.GetProperty(field).ValueKind;
            if (kind is not (JsonValueKind.True or JsonValueKind.False))
                faults.Add(new FieldFault(field, $"The {field} must be true or false."));
            return kind == JsonValueKind.True;
        }
    }

    private static ImagineBodyReading Unreadable(string what) => new(new ImagineRequest(), "", [new FieldFault("body", $"The body {what}.")]);
}
