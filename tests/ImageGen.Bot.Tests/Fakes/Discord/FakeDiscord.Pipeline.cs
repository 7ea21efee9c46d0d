using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>What every call of the API goes through.</summary>
internal sealed partial class FakeDiscord
{
    /// <summary>How long Discord waits for the answer to an interaction.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    private void Map(WebApplication app)
    {
        Webhook("GET", "/messages/{message}", GetWebhookMessage);
        Webhook("PATCH", "/messages/{message}", EditWebhookMessage);
        Webhook("DELETE", "/messages/{message}", DeleteWebhookMessage);
        Webhook("POST", "", PostFollowUp);
        Route("POST", "/interactions/{interaction}/{token}/callback", AnswerByCallback, withBotToken: false);
        Route("POST", "/channels/{channel}/messages", PostMessage);
        Route("GET", "/channels/{channel}/messages/{message}", GetMessage);
        Route("PATCH", "/channels/{channel}/messages/{message}", EditMessage);
        Route("DELETE", "/channels/{channel}/messages/{message}", DeleteMessage);
        Route("POST", "/channels/{channel}/messages/{message}/threads", StartThread);
        Route("GET", "/channels/{channel}", GetChannel);
        Route("PATCH", "/channels/{channel}", EditChannel);
        Route("POST", "/users/@me/channels", OpenDirectMessages);
        Route("GET", "/applications/@me", GetApplication);
        Route("GET", "/applications/{app}/commands", GetCommands);
        Route("PUT", "/applications/{app}/commands", PutCommands);
        Route("GET", "/applications/{app}/guilds/{guild}/commands", GetCommands);
        Route("PUT", "/applications/{app}/guilds/{guild}/commands", PutCommands);
        app.Map("/api/v10/{**rest}", http => ServeAsync(http, "/{unknown}", _ => throw new ApiRefusal(404, 0, "404: Not Found") { IsBotsFault = true }, withBotToken: false));
        app.MapGet("/attachments/{folder}/{id}/{name}", ServeFileAsync);

        void Webhook(string method, string below, Func<ApiCall, Answer> endpoint) => Route(method, $"/webhooks/{{app}}/{{token}}{below}", endpoint, withBotToken: false);

        void Route(string method, string template, Func<ApiCall, Answer> endpoint, bool withBotToken = true) =>
            app.MapMethods($"/api/v10{template}", [method], http => ServeAsync(http, template, endpoint, withBotToken));
    }

    private async Task ServeAsync(HttpContext http, string template, Func<ApiCall, Answer> endpoint, bool withBotToken)
    {
        var call = await ApiCall.ReadAsync(http, template);
        var record = new RecordedCall(call.Route, call.Path, call.BodyIfAny, call.Files, Now);
        await UntilAnsweredAsync(call);
        await HoldAsync(call);
        var (answer, isDropped) = Change(() =>
        {
            _calls.Enqueue(record);
            var decided = Decide(call, endpoint, withBotToken);
            var dropped = _drops.Exists(drop => drop(call));
            record.Status = dropped ? 0 : decided.Status;
            if (decided.Status is 401 or 403 or 429 && decided.Limit.Scope != "shared")
                InvalidAnswers++;
            return (decided, dropped);
        });

        if (isDropped)
            http.Abort();
        else
            await answer.WriteAsync(http);
    }

    /// <summary>The bot may be quicker than its own answer is read; where a test wants that race, it says so.</summary>
    private async Task UntilAnsweredAsync(ApiCall call)
    {
        if (call.Token is { } token && !call.Route.EndsWith("/callback", StringComparison.Ordinal)
            && Read(() => _interactions.GetValueOrDefault(token)) is { } interaction)
            await Task.WhenAny(interaction.Settled, Task.Delay(AnswerWithin));
    }

    private Answer Decide(ApiCall call, Func<ApiCall, Answer> endpoint, bool withBotToken)
    {
        var limit = default(RateLimit);
        try
        {
            foreach (var oddity in call.Oddities)
                Violate(call, oddity);

            // Cloudflare turns away who does not say who they are.
            if (!UserAgent().IsMatch($"{call.Http.Request.Headers.UserAgent}"))
                throw new ApiRefusal(403, 40333, "internal network error") { IsBotsFault = true };
            if (_faults.Select(fault => fault(call)).FirstOrDefault(answer => answer is not null) is { } fault)
                return fault;
            limit = Limits.Take(call, Now, withBotToken);
            if (limit.RetryAfter is not null)
                return Limited(limit);
            if (withBotToken && call.Http.Request.Headers.Authorization != $"Bot {BotToken}")
                throw ApiRefusal.Unauthorized;
            return endpoint(call) with { Limit = limit };
        }
        catch (ApiRefusal refusal)
        {
            if (refusal.IsBotsFault)
                Violate(call, $"{refusal.Status} {refusal.Document.ToJsonString()}");
            return new Answer(refusal.Status, refusal.Document) { Limit = limit };
        }
    }

    private void Violate(ApiCall call, string what) => Violate($"{call.Path}: {what}");

    /// <summary>Looks at a document by itself.</summary>
    private void Check(ApiCall call, Check check)
    {
        var form = new Form();
        check(form, "", call.Body);
        foreach (var complaint in form.Complaints)
            Violate(call, complaint);
        form.ThrowIfRefused();
    }

    [GeneratedRegex(@"^DiscordBot \(https?://[^\s,]+, [^\s,)]+\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserAgent();
}

/// <summary>What Discord answers.</summary>
internal sealed record Answer(int Status, JsonNode? Document = null)
{
    public static Answer NoContent { get; } = new(204);

    /// <summary>What a machine before Discord says.</summary>
    public string? Html { get; init; }

    public RateLimit Limit { get; init; }

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (Limit.Bucket is not null)
        {
            foreach (var (name, value) in Limit.Headers)
                http.Response.Headers[name] = value;
        }

        if (Html is null && Document is null)
            return;
        http.Response.ContentType = Html is null ? "application/json" : "text/html";
        await http.Response.WriteAsync(Html ?? Document!.ToJsonString());
    }
}
