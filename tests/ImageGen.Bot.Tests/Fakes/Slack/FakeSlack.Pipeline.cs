using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What every call of the bot's goes through.</summary>
internal sealed partial class FakeSlack
{
    /// <summary>How long Slack waits for the answer to a request.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    private const string Upload = "upload";
    private const string ResponseUrl = "response_url";

    private void Map(WebApplication app)
    {
        var methods = new Dictionary<string, Func<SlackCall, Answer>>(StringComparer.Ordinal)
        {
            ["chat.postMessage"] = PostMessage,
            ["chat.update"] = UpdateMessage,
            ["chat.delete"] = DeleteMessage,
            ["chat.postEphemeral"] = PostEphemeral,
            ["files.getUploadURLExternal"] = GetUploadUrl,
            ["files.completeUploadExternal"] = CompleteUpload,
            ["files.delete"] = DeleteFile,
            ["files.info"] = GetFile,
            ["views.open"] = OpenView,
            ["views.publish"] = PublishView,
            ["views.update"] = UpdateView,
            ["users.info"] = GetUser,
            ["usergroups.list"] = ListGroups,
            ["conversations.info"] = GetConversation,
            ["auth.test"] = TestToken,
            ["auth.revoke"] = RevokeToken,
            ["oauth.v2.access"] = GrantAccess,
        };
        app.Map("/api/{method}", http =>
        {
            var method = (string)http.Request.RouteValues["method"]!;
            return ServeAsync(http, method, methods.GetValueOrDefault(method, _ => throw SlackRefusal.Fault("unknown_method")));
        });
        app.MapPost("/upload/v1/{ticket}", http => ServeAsync(http, Upload, TakeUpload));
        app.MapPost("/commands/{workspace}/{number}/{secret}", http => ServeAsync(http, ResponseUrl, Respond));
        app.MapPost("/actions/{workspace}/{number}/{secret}", http => ServeAsync(http, ResponseUrl, Respond));
        app.MapGet("/files-pri/{id}/{name}", ServeFileAsync);
        app.MapGet("/files-pri/{id}/download/{name}", ServeFileAsync);
        app.MapGet("/oauth/v2/authorize", ShowConsentAsync);
    }

    private async Task ServeAsync(HttpContext http, string method, Func<SlackCall, Answer> endpoint)
    {
        var call = await SlackCall.ReadAsync(http, method);
        var record = new RecordedCall(method, call.Arguments.ToJson(), call.Bytes?.Length, Now);
        await UntilAnsweredAsync(call);
        var (answer, isDropped, until) = Change(() =>
        {
            _calls.Enqueue(record);
            var decided = Decide(call, endpoint);
            var dropped = _drops.Exists(drop => drop(call));
            (record.Status, record.Error) = (dropped ? 0 : decided.Status, decided.Document?["error"]?.GetValue<string>() ?? (decided.Status == 200 ? null : decided.Text));
            record.Owner = call.Installation?.Owner;
            return (decided, dropped, _late.Remove(method, out var late) ? late : Task.CompletedTask);
        });
        await until;

        if (isDropped)
            http.Abort();
        else
            await answer.WriteAsync(http);
    }

    private Answer Decide(SlackCall call, Func<SlackCall, Answer> endpoint)
    {
        try
        {
            foreach (var oddity in call.Oddities)
                Violate(call, oddity);
            if (_faults.Select(fault => fault(call)).FirstOrDefault(answer => answer is not null) is { } fault)
                return fault;
            if (IsBesideTheApi(call))
                return Limits.Take(call.Method, "", int.MaxValue, channel: null, Now) is { } closed ? Answer.Limited(closed) : endpoint(call);

            var method = SlackMethod.All.GetValueOrDefault(call.Method) ?? throw SlackRefusal.Fault("unknown_method");
            if (method.NeedsToken)
                call.Installation = Authorize(call, method);
            if (Limits.Take(method.Name, call.Installation?.Owner ?? "", method.PerMinute, call.Arguments["channel"]?.ToString(), Now) is { } wait)
                return Answer.Limited(wait);
            LookAtArguments(call, method);
            return endpoint(call);
        }
        catch (SlackRefusal refusal)
        {
            if (refusal.IsBotsFault)
                Violate(call, refusal.Document.ToJsonString());
            return new Answer(200, refusal.Document);
        }
    }

    /// <summary>Whether it goes to an address that carries its own permission.</summary>
    private static bool IsBesideTheApi(SlackCall call) => call.Method is Upload or ResponseUrl;

    /// <summary>The installation whose token the call carries, where Slack honours it for this method.</summary>
    private FakeInstallation Authorize(SlackCall call, SlackMethod method)
    {
        if (call.Token is null)
            throw SlackRefusal.Fault("not_authed");
        var token = _tokens.GetValueOrDefault(call.Token) ?? throw new SlackRefusal("invalid_auth");
        var installation = token.Installation;
        if (installation.IsUninstalled)
            throw new SlackRefusal("account_inactive");
        if (token.IsRevoked)
            throw new SlackRefusal("token_revoked");
        if (token.ExpiresAt <= Now)
            throw new SlackRefusal("token_expired");
        if (method.Scope is not null)
            Require(installation, method.Scope);
        return installation;
    }

    private static void Require(FakeInstallation installation, string scope)
    {
        if (!installation.Scopes.Contains(scope))
            throw new SlackRefusal("missing_scope") { Extra = new JsonObject { ["needed"] = scope, ["provided"] = string.Join(',', installation.Scopes) } };
    }

    private void LookAtArguments(SlackCall call, SlackMethod method)
    {
        if (call.Fault is not null)
            throw call.Fault;
        if (call is { IsJson: true } && !method.TakesJson)
            throw SlackRefusal.Fault("invalid_arguments", $"{method.Name} takes a form, not JSON");
        foreach (var unknown in call.Arguments.Names.Except([.. method.Required, .. method.Optional, "token"], StringComparer.Ordinal))
            Violate(call, $"'{unknown}' is no argument of this method");
        if (method.Required.Where(name => call.Arguments[name] is null).ToArray() is { Length: > 0 } missing)
            throw SlackRefusal.Fault("invalid_arguments", missing.Select(name => $"missing required field: {name}"));
    }

    private void Violate(SlackCall call, string what) => Violate($"{call.Method} {call.Arguments.ToJson().GetRawText()}: {what}");
}

/// <summary>What Slack answers.</summary>
internal sealed record Answer(int Status, JsonObject? Document = null)
{
    /// <summary>What is said where there is no document.</summary>
    public string Text { get; init; } = "";

    public TimeSpan? RetryAfter { get; init; }

    public static Answer Ok(JsonObject? document = null)
    {
        document ??= [];
        document.Insert(0, "ok", true);
        return new Answer(200, document);
    }

    public static Answer Limited(TimeSpan wait) => new(429, new JsonObject { ["ok"] = false, ["error"] = "ratelimited" }) { RetryAfter = wait };

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds))}";
        http.Response.ContentType = Document is not null ? "application/json; charset=utf-8" : Text.StartsWith('<') ? "text/html" : "text/plain";
        await http.Response.WriteAsync(Document?.ToJsonString() ?? Text);
    }
}
