using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>The few calls of Slack's API that this bot makes in a workspace, by that workspace's token.</summary>
internal sealed partial class SlackClient(SlackApi api, SlackInstallations installations, SlackOptions options, TimeProvider clock)
{
    /// <summary>Writes in a channel, or to a user.</summary>
    public Task<SlackResult<SentMessage>> PostMessageAsync(TenantId tenant, string channel, OutgoingMessage message, CancellationToken cancellation) =>
        CallAsync(
            new SlackCall("chat.postMessage", tenant, channel),
            Json(message with { Channel = channel, UnfurlLinks = false, UnfurlMedia = false }, SlackJson.Default.OutgoingMessage),
            SlackJson.Default.SentMessage,
            cancellation);

    /// <summary>Changes a message of the bot's.</summary>
    public Task<SlackResult<SentMessage>> UpdateMessageAsync(TenantId tenant, string channel, string ts, OutgoingMessage message, CancellationToken cancellation) =>
        CallAsync(
            new SlackCall("chat.update", tenant),
            Json(message with { Channel = channel, Ts = ts }, SlackJson.Default.OutgoingMessage),
            SlackJson.Default.SentMessage,
            cancellation);

    /// <summary>Takes a message of the bot's away.</summary>
    public Task<SlackResult<SentMessage>> DeleteMessageAsync(TenantId tenant, string channel, string ts, CancellationToken cancellation) =>
        CallAsync(
            new SlackCall("chat.delete", tenant),
            Json(new MessageToDelete(channel, ts), SlackJson.Default.MessageToDelete),
            SlackJson.Default.SentMessage,
            cancellation);

    /// <summary>Writes what only one user sees, until they reload.</summary>
    public Task<SlackResult<Nothing>> PostEphemeralAsync(TenantId tenant, string channel, string user, OutgoingMessage message, CancellationToken cancellation) =>
        CallAsync(
            new SlackCall("chat.postEphemeral", tenant),
            Json(message with { Channel = channel, User = user }, SlackJson.Default.OutgoingMessage),
            cancellation);

    /// <summary>Opens a modal, within three seconds of what people did.</summary>
    public Task<SlackResult<OpenedView>> OpenViewAsync(TenantId tenant, string trigger, View view, CancellationToken cancellation) =>
        ShowAsync("views.open", tenant, new ViewToShow(view, TriggerId: trigger), cancellation);

    /// <summary>Puts a modal in the place of one that is open.</summary>
    public Task<SlackResult<OpenedView>> UpdateViewAsync(TenantId tenant, string open, View view, CancellationToken cancellation) =>
        ShowAsync("views.update", tenant, new ViewToShow(view, ViewId: open), cancellation);

    /// <summary>Shows a user's App Home.</summary>
    public Task<SlackResult<OpenedView>> PublishHomeAsync(TenantId tenant, string user, View view, CancellationToken cancellation) =>
        ShowAsync("views.publish", tenant, new ViewToShow(view, UserId: user), cancellation);

    /// <summary>Who somebody is.</summary>
    public async Task<SlackResult<SlackUser>> GetUserAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        var found = await CallAsync(new SlackCall("users.info", tenant), Form(("user", user), ("include_locale", "true")), SlackJson.Default.FoundUser, cancellation);
        return found.Select(static answer => answer.User);
    }

    /// <summary>The workspace's user groups and who is in them. Needs <c>usergroups:read</c>.</summary>
    public async Task<SlackResult<IReadOnlyList<UserGroup>>> GetGroupsAsync(TenantId tenant, CancellationToken cancellation)
    {
        var found = await CallAsync(new SlackCall("usergroups.list", tenant), Form(("include_users", "true"), ("team_id", tenant.Id)), SlackJson.Default.FoundGroups, cancellation);
        return found.Select(static answer => answer.Usergroups ?? []);
    }

    /// <summary>Says something where a command or button was used, without being a member there: five times within 30 minutes.</summary>
    /// <param name="tenant">Where.</param>
    /// <param name="responseUrl">As Slack gave it. Secret.</param>
    /// <param name="message">What.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<SlackResult<Nothing>> RespondAsync(TenantId tenant, string responseUrl, OutgoingMessage message, CancellationToken cancellation)
    {
        var call = new SlackCall("response_url", tenant);
        if (!Uri.TryCreate(responseUrl, UriKind.Absolute, out var url) || !IsSlacks(url, static host => host == "hooks.slack.com"))
            return Task.FromResult(api.Failed<Nothing>(call, SlackError.NotSlacks));
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Json(message, SlackJson.Default.OutgoingMessage) };
        return api.SendAsync(call, request, SlackApi.CallLimit, ReadAsync, cancellation);

        // It is answered with a word, or like a call of the API; a page is of something between here and there.
        async Task<SlackResult<Nothing>> ReadAsync(HttpResponseMessage response, CancellationToken stop)
        {
            var body = await SlackApi.BodyAsync(response, stop);
            var envelope = JsonBody.Read(body, SlackJson.Default.Envelope);
            if (envelope is null && body is [(byte)'<', ..] && response.IsSuccessStatusCode)
                return new SlackResult<Nothing>.Unreachable();
            if (response.IsSuccessStatusCode && envelope is null or { Ok: true })
                return new SlackResult<Nothing>.Ok(Nothing.Value);
            return api.Refused<Nothing>(call, envelope ?? new Envelope { Error = System.Text.Encoding.ASCII.GetString(body) }, response);
        }
    }

    private async Task<SlackResult<OpenedView>> ShowAsync(string method, TenantId tenant, ViewToShow what, CancellationToken cancellation)
    {
        var shown = await CallAsync(new SlackCall(method, tenant), Json(what, SlackJson.Default.ViewToShow), SlackJson.Default.ShownView, cancellation);
        return shown.Select(static answer => answer.View);
    }

    private async Task<SlackResult<Nothing>> CallAsync(SlackCall call, HttpContent body, CancellationToken cancellation)
    {
        var result = await CallAsync(call, body, SlackJson.Default.Envelope, cancellation);
        return result.Select(static _ => Nothing.Value);
    }

    private Task<SlackResult<T>> CallAsync<T>(SlackCall call, HttpContent body, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class =>
        installations.TokenAsync(call.Workspace!.Value, cancellation)
            .ThenAsync(token => api.CallAsync(call, Bearer(token), body, type, cancellation));

    /// <summary>Whether an address is Slack's own, or with another API (a test's) that one's: nobody else is told anything.</summary>
    private bool IsSlacks(Uri url, Func<string, bool> isHost) =>
        (url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && isHost(url.IdnHost))
        || (url.Scheme == options.ApiBaseUrl.Scheme && url.Authority == options.ApiBaseUrl.Authority);

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] arguments) =>
        new(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value)));
}
