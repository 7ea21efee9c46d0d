using System.Text;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What is posted to the bot.</summary>
internal sealed record Payload(string Path, string ContentType, byte[] Body)
{
    private const string FormType = "application/x-www-form-urlencoded";

    public static Payload Form(string path, IEnumerable<(string Name, string? Value)> fields) => new(path, FormType, Encoding.UTF8.GetBytes(string.Join(
        '&', fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!).Replace("%20", "+", StringComparison.Ordinal)}"))));

    public static Payload Json(string path, JsonObject document) => new(path, "application/json", Encoding.UTF8.GetBytes(document.ToJsonString()));
}

/// <summary>How Slack tells a bot of what happened, with all the fields that it sends.</summary>
internal static class Payloads
{
    public const string CommandsPath = "/slack/commands";
    public const string InteractionsPath = "/slack/interactions";
    public const string EventsPath = "/slack/events";

    /// <summary>What Slack sent before there were signatures, and still sends.</summary>
    private const string VerificationToken = "Jhj5dZrVaK7ZwHHjRyZWjbDl";

    public static Payload Command(FakeDelivery delivery, string command, string text)
    {
        var (workspace, channel, user) = (delivery.Workspace, delivery.Channel!, delivery.User!);
        return Payload.Form(CommandsPath,
        [
            ("token", VerificationToken),
            ("team_id", workspace.Id),
            ("team_domain", workspace.Domain),
            ("enterprise_id", workspace.Enterprise?.Id),
            ("enterprise_name", workspace.Enterprise?.Name),
            ("channel_id", channel.Id),
            ("channel_name", channel.CommandName),
            ("user_id", user.Id),
            ("user_name", user.Name.ToLowerInvariant()),
            ("command", command),
            ("text", command == "/imagine-admin" ? WithIds(workspace, Markup.Escape(text)) : Markup.Escape(text)),
            ("api_app_id", workspace.Slack.AppId),
            ("is_enterprise_install", IsForEnterprise(workspace) ? "true" : "false"),
            ("response_url", $"{delivery.ResponseUrl}"),
            ("trigger_id", delivery.TriggerId),
        ]);
    }

    /// <summary>Channels and user groups as Slack writes them of a command that the manifest has escaped.</summary>
    private static string WithIds(FakeWorkspace workspace, string text)
    {
        text = workspace.Channels.Aggregate(text, (sofar, channel) => sofar.Replace($"#{channel.Name}", $"<#{channel.Id}|{channel.Name}>", StringComparison.Ordinal));
        return workspace.Groups.Aggregate(text, (sofar, group) => sofar.Replace($"@{group.Handle}", $"<!subteam^{group.Id}|@{group.Handle}>", StringComparison.Ordinal));
    }

    public static Payload Actions(FakeDelivery delivery, FakeElement element, string[] values)
    {
        var payload = Interaction(delivery, "block_actions");
        var action = new JsonObject { ["action_id"] = element.ActionId, ["block_id"] = element.BlockId, ["type"] = element.Type, ["action_ts"] = Ts(delivery) };
        foreach (var part in new[] { "text", "value", "style" })
        {
            if (element.Type == "button" && element.Json[part] is { } value)
                action[part] = value.DeepClone();
        }

        if (element.Type == "overflow")
            action["selected_option"] = element.Option(values.Single()).DeepClone();
        else if (element.Type != "button")
            Merge(action, FieldValue.Of(element, element.Type is "multi_static_select" or "checkboxes" ? values : values.Single(), isSent: false));
        payload["actions"] = new JsonArray(action);
        if (delivery.View is { } view)
        {
            payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
            payload["view"] = view.ToJson();
            return Interactive(payload);
        }

        var message = delivery.Source!;
        payload["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = message.Ts, ["channel_id"] = message.Channel.Id, ["is_ephemeral"] = message.IsEphemeral };
        if (message.Root is not null)
            payload["container"]!["thread_ts"] = message.Root.Ts;
        payload["state"] = new JsonObject { ["values"] = new JsonObject() };
        payload["response_url"] = $"{delivery.ResponseUrl}";
        (payload["channel"], payload["trigger_id"]) = (Channel(message.Channel), delivery.TriggerId);
        if (!message.IsEphemeral)
            payload["message"] = message.ToJson();
        return Interactive(payload);
    }

    public static Payload Shortcut(FakeDelivery delivery, string callbackId)
    {
        var payload = Interaction(delivery, "message_action");
        var message = delivery.Source!;
        (payload["callback_id"], payload["action_ts"], payload["message_ts"]) = (callbackId, Ts(delivery), message.Ts);
        (payload["channel"], payload["message"], payload["response_url"]) = (Channel(message.Channel), message.ToJson(), $"{delivery.ResponseUrl}");
        return Interactive(payload);
    }

    public static Payload Submission(FakeDelivery delivery, JsonObject state)
    {
        var payload = Interaction(delivery, "view_submission");
        (payload["view"], payload["response_urls"]) = (delivery.View!.ToJson(state), new JsonArray());
        return Interactive(payload);
    }

    public static Payload Closed(FakeDelivery delivery, JsonObject state)
    {
        var payload = Interaction(delivery, "view_closed");
        payload.Remove("trigger_id");
        (payload["view"], payload["is_cleared"]) = (delivery.View!.ToJson(state), false);
        return Interactive(payload);
    }

    /// <summary>An event that tells of a message: <c>app_mention</c>, or <c>message</c> in a direct conversation.</summary>
    public static Payload Message(FakeDelivery delivery, string type)
    {
        var inner = delivery.Source!.ToJson();
        (inner["type"], inner["channel"], inner["event_ts"]) = (type, delivery.Channel!.Id, delivery.Source.Ts);
        inner.Remove("upload");
        if (type == "message")
            inner["channel_type"] = "im";
        if (type == "message" && delivery.Source.Files.Count > 0)
            inner["subtype"] = "file_share";
        return Event(delivery, inner);
    }

    public static Payload HomeOpened(FakeDelivery delivery)
    {
        var inner = new JsonObject
        {
            ["type"] = "app_home_opened",
            ["user"] = delivery.User!.Id,
            ["channel"] = delivery.Channel!.Id,
            ["tab"] = "home",
            ["event_ts"] = Ts(delivery),
        };
        if (delivery.User.Home is { } home)
            inner["view"] = home.ToJson();
        return Event(delivery, inner);
    }

    public static Payload Event(FakeDelivery delivery, JsonObject inner)
    {
        var workspace = delivery.Workspace;
        var isEnterprise = IsForEnterprise(workspace);
        var type = inner["type"]!.GetValue<string>();

        // Who removed the app authorizes nothing any more.
        var authorizations = workspace.Installation is { IsUninstalled: false } installation && type is not ("app_uninstalled" or "tokens_revoked")
            ? new JsonArray(new JsonObject
            {
                ["enterprise_id"] = workspace.Enterprise?.Id,
                ["team_id"] = isEnterprise ? null : workspace.Id,
                ["user_id"] = installation.Bot.Id,
                ["is_bot"] = true,
                ["is_enterprise_install"] = isEnterprise,
            })
            : [];
        var document = new JsonObject
        {
            ["token"] = VerificationToken,
            ["team_id"] = workspace.Id,
            ["context_team_id"] = workspace.Id,
            ["context_enterprise_id"] = workspace.Enterprise?.Id,
            ["api_app_id"] = workspace.Slack.AppId,
            ["event"] = inner,
            ["type"] = "event_callback",
            ["event_id"] = delivery.EventId,
            ["event_time"] = delivery.IssuedAt.ToUnixTimeSeconds(),
            ["authorizations"] = authorizations,
            ["is_ext_shared_channel"] = false,
            ["event_context"] = $"4-{delivery.EventId}",
        };
        if (workspace.Enterprise is not null)
            document["enterprise_id"] = workspace.Enterprise.Id;
        if (isEnterprise)
            document["is_enterprise_install"] = true;
        return Payload.Json(EventsPath, document);
    }

    private static JsonObject Interaction(FakeDelivery delivery, string type)
    {
        var workspace = delivery.Workspace;
        var team = new JsonObject { ["id"] = workspace.Id, ["domain"] = workspace.Domain };
        if (workspace.Enterprise is { } organization)
            (team["enterprise_id"], team["enterprise_name"]) = (organization.Id, organization.Name);
        return new JsonObject
        {
            ["type"] = type,
            ["team"] = team,
            ["user"] = delivery.User!.ToPayloadJson(),
            ["api_app_id"] = workspace.Slack.AppId,
            ["token"] = VerificationToken,
            ["trigger_id"] = delivery.TriggerId,
            ["enterprise"] = workspace.Enterprise is null ? null : new JsonObject { ["id"] = workspace.Enterprise.Id, ["name"] = workspace.Enterprise.Name },
            ["is_enterprise_install"] = IsForEnterprise(workspace),
        };
    }

    private static Payload Interactive(JsonObject payload) => Payload.Form(InteractionsPath, [("payload", payload.ToJsonString())]);

    private static JsonObject Channel(FakeChannel channel) => new() { ["id"] = channel.Id, ["name"] = channel.CommandName };

    private static string Ts(FakeDelivery delivery) => $"{delivery.IssuedAt.ToUnixTimeSeconds()}.{delivery.IssuedAt.Microsecond:D6}";

    private static bool IsForEnterprise(FakeWorkspace workspace) => workspace.Installation?.Enterprise is not null;

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in source)
            target[name] = value?.DeepClone();
    }
}
