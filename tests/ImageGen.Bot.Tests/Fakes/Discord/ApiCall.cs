using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>A call of the API as an endpoint reads it.</summary>
internal sealed partial class ApiCall
{
    private readonly RouteValueDictionary _values;
    private JsonElement? _body;
    private ApiRefusal? _bodyFault;

    private ApiCall(HttpContext http, string template)
    {
        _values = http.Request.RouteValues;
        Http = http;
        Route = $"{http.Request.Method} {template}";
        Path = $"{http.Request.Method} {http.Request.Path.Value!["/api/v10".Length..]}{http.Request.QueryString}";
        if (Token is { } token)
            Path = Path.Replace(token, "***", StringComparison.Ordinal);
    }

    public HttpContext Http { get; }

    public string Route { get; }

    public string Path { get; }

    /// <summary>What a bucket is kept for, beside its route.</summary>
    public string Major => $"{_values.GetValueOrDefault("app")}/{_values.GetValueOrDefault("guild")}/{_values.GetValueOrDefault("channel")}/{Token}";

    public string? Token => (string?)_values.GetValueOrDefault("token");

    public Dictionary<int, Upload> Files { get; } = [];

    /// <summary>What is odd about the request itself.</summary>
    public List<string> Oddities { get; } = [];

    /// <summary>The document, for the record.</summary>
    public JsonElement? BodyIfAny => _body;

    /// <summary>The document; refuses a call without one.</summary>
    public JsonElement Body => _bodyFault is not null ? throw _bodyFault : _body ?? throw ApiRefusal.InvalidJson;

    public string this[string name] => (string)_values[name]!;

    public bool Asks(string query) => string.Equals(Http.Request.Query[query], "true", StringComparison.OrdinalIgnoreCase);

    public static async Task<ApiCall> ReadAsync(HttpContext http, string template)
    {
        var call = new ApiCall(http, template);
        foreach (var unknown in http.Request.Query.Keys.Except(["wait", "with_components", "with_localizations", "with_response", "thread_id"], StringComparer.Ordinal))
            call.Oddities.Add($"'{unknown}' is no query parameter of Discord's");
        if (http.Request.HasFormContentType)
            await call.ReadFormAsync(http);
        else if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0)
            await call.ReadJsonAsync(http);
        return call;
    }

    private async Task ReadJsonAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            _bodyFault = new ApiRefusal(400, 50035, "Invalid Form Body: expected \"Content-Type\" to be application/json or multipart/form-data") { IsBotsFault = true };
        using var reader = new StreamReader(http.Request.Body);
        Parse(await reader.ReadToEndAsync());
    }

    private async Task ReadFormAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        foreach (var field in form.Keys.Where(field => field != "payload_json"))
            Oddities.Add($"'{field}' is no part of a Discord upload");
        foreach (var file in form.Files)
        {
            if (FileField().Match(file.Name) is not { Success: true } match)
            {
                Oddities.Add($"the file '{file.Name}' is not named files[n]");
                continue;
            }

            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            Files[int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture)] = new Upload(file.FileName, file.ContentType, bytes.ToArray());
        }

        Parse(form.TryGetValue("payload_json", out var json) ? $"{json}" : "");
    }

    private void Parse(string json)
    {
        try
        {
            _body = JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException)
        {
            _bodyFault = ApiRefusal.InvalidJson;
        }
    }

    [GeneratedRegex(@"^files\[(?<n>\d{1,2})\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileField();
}
