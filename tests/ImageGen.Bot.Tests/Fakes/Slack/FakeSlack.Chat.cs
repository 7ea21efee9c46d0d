using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What the bot writes with its token.</summary>
internal sealed partial class FakeSlack
{
    private readonly Dictionary<(FakeChannel Channel, string ClientId), FakeMessage> _byClientId = [];

    private Answer PostMessage(SlackCall call)
    {
        var channel = FindChannel(call, call["channel"]);
        if (channel.IsArchived)
            throw new SlackRefusal("is_archived");
        foreach (var flag in new[] { "unfurl_links", "unfurl_media" })
        {
            if (call.Arguments.Flag(flag) != false)
                Violate(call, $"'{flag}' is not false");
        }

        LookAtMetadata(call);
        var said = Look(call.Method, call.Arguments, Readers(channel), LongestPost);
        var root = FindThread(call.Method, call.Arguments, channel);
        var clientId = call.Arguments.Text("client_msg_id");
        if (clientId is not null && !Guid.TryParseExact(clientId, "D", out _))
            Violate(call, "'client_msg_id' is no UUID");
        if (clientId is not null && _byClientId.TryGetValue((channel, clientId), out var first))
        {
            return first.IsDeleted
                ? throw new SlackRefusal("duplicate_message_not_found")
                : Answer.Ok(new JsonObject { ["channel"] = channel.Id, ["ts"] = first.Ts, ["message"] = first.ToJson(), ["is_duplicate"] = true });
        }

        var message = Post(new FakeMessage(channel, call.Installation.Bot) { Root = root }, said);
        if (clientId is not null)
            _byClientId[(channel, clientId)] = message;
        return Answer.Ok(new JsonObject { ["channel"] = channel.Id, ["ts"] = message.Ts, ["message"] = message.ToJson() });
    }

    private Answer UpdateMessage(SlackCall call)
    {
        var message = FindMessage(call);
        if (message.Author != call.Installation.Bot)
            throw SlackRefusal.Fault("cant_update_message");
        if (message.Channel.IsArchived)
            throw new SlackRefusal("is_inactive");
        if (message.IsEditWindowClosed)
            throw new SlackRefusal("edit_window_closed");
        LookAtMetadata(call);
        Rewrite(call.Method, message, Look(call.Method, call.Arguments, Readers(message.Channel), LongestText));
        return Answer.Ok(new JsonObject { ["channel"] = message.Channel.Id, ["ts"] = message.Ts, ["text"] = message.Content, ["message"] = message.ToJson() });
    }

    private Answer DeleteMessage(SlackCall call)
    {
        var message = FindMessage(call);
        if (message.Author != call.Installation.Bot)
            throw SlackRefusal.Fault("cant_delete_message");
        message.Delete();
        return Answer.Ok(new JsonObject { ["channel"] = message.Channel.Id, ["ts"] = message.Ts });
    }

    private Answer PostEphemeral(SlackCall call)
    {
        var channel = FindChannel(call, call["channel"], asMember: true);
        if (channel.IsArchived)
            throw new SlackRefusal("is_archived");
        if (!_users.TryGetValue(call["user"], out var user) || user.Workspace != channel.Workspace || !channel.HasMember(user))
            throw new SlackRefusal("user_not_in_channel");
        var said = Look(call.Method, call.Arguments, [user, .. Readers(channel)], LongestText);
        var root = FindThread(call.Method, call.Arguments, channel);
        var message = Post(new FakeMessage(channel, call.Installation.Bot) { Root = root, OnlyFor = user }, said);
        return Answer.Ok(new JsonObject { ["message_ts"] = message.Ts });
    }

    private FakeMessage FindMessage(SlackCall call)
    {
        var channel = FindChannel(call, call["channel"]);
        if (channel.Id != call["channel"])
            throw SlackRefusal.Fault("channel_not_found");
        return channel.Find(call["ts"]) ?? throw new SlackRefusal("message_not_found");
    }

    private static List<FakeUser> Readers(FakeChannel channel) => [.. channel.Askers, .. channel.Kind == ChannelKind.Direct ? channel.People : []];

    private static void LookAtMetadata(SlackCall call)
    {
        if (call.Arguments.Json("metadata", "invalid_metadata_format") is { } metadata
            && (metadata.TextPart("event_type") is null || metadata.Part("event_payload") is not { ValueKind: System.Text.Json.JsonValueKind.Object }))
            throw SlackRefusal.Fault("invalid_metadata_format");
    }
}
