using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Keeps the requests that come to a bot, before anything of the bot's sees them; without what proves them.</summary>
internal sealed partial class RequestRecorder : IStartupFilter
{
    private static readonly HashSet<string> Left = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "traceparent", "Authorization", "Cookie", "X-Operator",
        "X-Signature-Ed25519", "X-Signature-Timestamp", "X-Slack-Signature", "X-Slack-Request-Timestamp",
    };

    private readonly ConcurrentQueue<FuzzRequest> _requests = new();

    public IReadOnlyList<FuzzRequest> Requests => [.. _requests];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(NoteAsync);
        next(app);
    };

    private async Task NoteAsync(HttpContext http, RequestDelegate next)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        http.Request.Body = new MemoryStream(body.ToArray());
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var face = FaceOf(target);
        _requests.Enqueue(new FuzzRequest
        {
            Endpoint = $"{http.Request.Method} {Ids().Replace(target.Split('?')[0], "{id}")}",
            Face = face,
            Method = http.Request.Method,
            Target = target,
            Headers = [.. http.Request.Headers.Where(header => !Left.Contains(header.Key)).Select(header => new Header(header.Key, header.Value.ToString()))],
            // What signs in proves itself by its body: the password is for nobody to have.
            Body = target.EndsWith("/session", StringComparison.Ordinal) ? "{\"password\":\"not the password\"}"u8.ToArray() : body.ToArray(),
            Delivery = DeliveryOf(face, body.ToArray()),
        });
        await next(http);
    }

    private static Face FaceOf(string target) => target switch
    {
        _ when target.StartsWith("/discord/", StringComparison.Ordinal) => Face.Discord,
        _ when target.StartsWith("/slack/install", StringComparison.Ordinal) || target.StartsWith("/slack/oauth", StringComparison.Ordinal) => Face.Public,
        _ when target.StartsWith("/slack/", StringComparison.Ordinal) => Face.Slack,
        _ when target.StartsWith("/api/v1/admin/", StringComparison.Ordinal) => Face.Admin,
        _ when target.StartsWith("/api/v1/", StringComparison.Ordinal) => Face.Api,
        _ when target.StartsWith("/operator/api", StringComparison.Ordinal) || target.StartsWith("/operator/usage", StringComparison.Ordinal) => Face.Operator,
        _ => Face.Public,
    };

    private static string? DeliveryOf(Face face, byte[] body) => face switch
    {
        Face.Discord => Member(Encoding.UTF8.GetString(body), "id"),
        Face.Slack when body is [(byte)'{', ..] => Member(Encoding.UTF8.GetString(body), "event_id"),
        Face.Slack => QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)) switch
        {
            var form when form.TryGetValue("payload", out var payload) => Member($"{payload}", "trigger_id"),
            var form => form.TryGetValue("trigger_id", out var trigger) ? $"{trigger}" : null,
        },
        _ => null,
    };

    private static string? Member(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    [GeneratedRegex("(?<=/)([0-9a-z]{26}(?=/|$)|[0-9a-f]{8,}[^/]*\\.png|(discord|slack|api):[^/]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
