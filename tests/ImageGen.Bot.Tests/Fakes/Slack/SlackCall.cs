using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>A call of the bot's as an endpoint reads it.</summary>
internal sealed class SlackCall
{
    private SlackCall(HttpContext http, string method)
    {
        (Http, Method) = (http, method);
        if ($"{http.Request.Headers.Authorization}" is var header && header.StartsWith("Bearer ", StringComparison.Ordinal))
            Token = header["Bearer ".Length..];
    }

    public HttpContext Http { get; }

    /// <summary>The method's name; <c>upload</c> and <c>response_url</c> for what goes to those addresses.</summary>
    public string Method { get; }

    public string? Token { get; }

    public SlackArguments Arguments { get; private set; } = SlackArguments.Of([]);

    /// <summary>Whether they came as JSON.</summary>
    public bool IsJson { get; private set; }

    /// <summary>What came to an upload address.</summary>
    public byte[]? Bytes { get; private set; }

    /// <summary>The workspace whose token it carries.</summary>
    public FakeInstallation Installation { get; set; } = null!;

    /// <summary>Why the body cannot be read.</summary>
    public SlackRefusal? Fault { get; private set; }

    /// <summary>What is odd about the request itself.</summary>
    public List<string> Oddities { get; } = [];

    public string this[string argument] => Arguments.Text(argument)!;

    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    public static async Task<SlackCall> ReadAsync(HttpContext http, string method)
    {
        var call = new SlackCall(http, method);
        if (method == "upload")
            await call.ReadBytesAsync();
        else if (http.Request.HasFormContentType)
            call.Arguments = SlackArguments.Of((await http.Request.ReadFormAsync()).Concat(http.Request.Query).Select(field => KeyValuePair.Create(field.Key, $"{field.Value}")));
        else if (http.Request.HasJsonContentType())
            await call.ReadJsonAsync();
        else if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0)
            call.Fault = SlackRefusal.Fault("invalid_post_type");
        else
            call.Arguments = SlackArguments.Of(http.Request.Query.Select(field => KeyValuePair.Create(field.Key, $"{field.Value}")));
        if (call.Arguments.Names.Contains("token"))
            call.Oddities.Add("a token belongs into the Authorization header");
        return call;
    }

    private async Task ReadBytesAsync()
    {
        using var bytes = new MemoryStream();
        if (Http.Request.HasFormContentType)
            await ((await Http.Request.ReadFormAsync()).Files.SingleOrDefault()?.CopyToAsync(bytes) ?? Task.CompletedTask);
        else
            await Http.Request.Body.CopyToAsync(bytes);
        Bytes = bytes.ToArray();
    }

    private async Task ReadJsonAsync()
    {
        IsJson = true;
        if (!$"{Http.Request.ContentType}".Contains("charset=", StringComparison.OrdinalIgnoreCase))
            Oddities.Add("JSON is sent without a charset, of which Slack warns: missing_charset");
        using var reader = new StreamReader(Http.Request.Body);
        try
        {
            var document = JsonDocument.Parse(await reader.ReadToEndAsync()).RootElement;
            if (document.ValueKind == JsonValueKind.Object)
                Arguments = SlackArguments.Of(document);
            else
                Fault = SlackRefusal.Fault("json_not_object");
        }
        catch (JsonException)
        {
            Fault = SlackRefusal.Fault("invalid_json");
        }
    }
}

/// <summary>A call of the bot's as it came, and what it was answered.</summary>
/// <param name="Method">Such as <c>chat.postMessage</c>; <c>upload</c> and <c>response_url</c> for what goes to those addresses.</param>
/// <param name="Arguments">What it said.</param>
/// <param name="Bytes">How much was uploaded.</param>
/// <param name="At">Slack's time.</param>
internal sealed record RecordedCall(string Method, JsonElement Arguments, int? Bytes, DateTimeOffset At)
{
    /// <summary>0 where the connection was closed without an answer.</summary>
    public int Status { get; set; }

    /// <summary>Slack's reason to refuse it; null where it did not.</summary>
    public string? Error { get; set; }

    /// <summary>The workspace, or organization, whose token it carried.</summary>
    public string? Owner { get; set; }

    public override string ToString() => $"{Method} -> {Status} {Error} {Arguments.GetRawText()}";
}
