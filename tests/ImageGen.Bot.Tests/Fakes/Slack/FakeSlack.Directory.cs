using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Who and what there is.</summary>
internal sealed partial class FakeSlack
{
    private Answer GetUser(SlackCall call) =>
        _users.TryGetValue(call["user"], out var user) && call.Installation.Covers(user.Workspace)
            ? Answer.Ok(new JsonObject { ["user"] = user.ToJson(call.Arguments.Flag("include_locale") ?? false) })
            : throw new SlackRefusal("user_not_found");

    private Answer ListGroups(SlackCall call)
    {
        var workspace = call.Arguments.Text("team_id") is { } team ? _users.Values.Select(user => user.Workspace).FirstOrDefault(one => one.Id == team) : call.Installation.Workspace;
        if (workspace is null || !call.Installation.Covers(workspace))
            throw new SlackRefusal("invalid_auth");
        var groups = workspace.Groups.Select(group => new JsonObject
        {
            ["id"] = group.Id,
            ["team_id"] = workspace.Id,
            ["is_usergroup"] = true,
            ["handle"] = group.Handle,
            ["users"] = call.Arguments.Flag("include_users") == true ? new JsonArray([.. group.Users.Select(user => JsonValue.Create(user.Id))]) : null,
        });
        return Answer.Ok(new JsonObject { ["usergroups"] = new JsonArray([.. groups]) });
    }

    private Answer GetConversation(SlackCall call)
    {
        var channel = _channels.GetValueOrDefault(call["channel"]);
        if (channel is null || !call.Installation.Covers(channel.Workspace) || (!channel.HasBot && channel.Kind != ChannelKind.Public))
            throw new SlackRefusal("channel_not_found");
        Require(call.Installation, channel.Kind switch
        {
            ChannelKind.Public => "channels:read",
            ChannelKind.Private => "groups:read",
            ChannelKind.Direct => "im:read",
            ChannelKind.Group => "mpim:read",
        });
        return Answer.Ok(new JsonObject { ["channel"] = channel.ToJson() });
    }

    private Answer TestToken(SlackCall call)
    {
        var installation = call.Installation;
        var document = new JsonObject
        {
            ["url"] = $"https://{installation.Workspace.Domain}.slack.com/",
            ["team"] = installation.Enterprise?.Name ?? installation.Workspace.Name,
            ["user"] = installation.Bot.Name.ToLowerInvariant(),
            ["team_id"] = installation.Owner,
            ["user_id"] = installation.Bot.Id,
            ["bot_id"] = installation.Bot.BotId,
            ["is_enterprise_install"] = installation.Enterprise is not null,
        };
        if (installation.Enterprise is { } enterprise)
            document["enterprise_id"] = enterprise.Id;
        if (_tokens[call.Token!].ExpiresAt is { } end)
            document["expires_in"] = (int)(end - Now).TotalSeconds;
        call.Http.Response.Headers["X-OAuth-Scopes"] = string.Join(',', installation.Scopes);
        return Answer.Ok(document);
    }

    private Answer RevokeToken(SlackCall call)
    {
        var isTest = call.Arguments.Flag("test") ?? false;
        _tokens[call.Token!].IsRevoked |= !isTest;
        return Answer.Ok(new JsonObject { ["revoked"] = !isTest });
    }
}
