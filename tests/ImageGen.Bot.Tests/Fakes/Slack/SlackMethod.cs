namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>A method of the Web API as it is documented.</summary>
/// <param name="Name">Such as <c>chat.postMessage</c>.</param>
/// <param name="Required">Arguments it does not work without.</param>
/// <param name="Optional">The other arguments it knows.</param>
/// <param name="PerMinute">How many calls of a workspace it takes in a minute.</param>
/// <param name="Scope">What the token must be allowed to; null for nothing.</param>
/// <param name="TakesJson">Whether the arguments may be a JSON body; otherwise a form or the query.</param>
/// <param name="NeedsToken">Whether it is called with a bot's token.</param>
internal sealed record SlackMethod(string Name, string[] Required, string[] Optional, int PerMinute, string? Scope = null, bool TakesJson = false, bool NeedsToken = true)
{
    private const int Tier3 = 50;
    private const int Tier4 = 100;

    /// <summary>Tiers of their own, "several hundred".</summary>
    private const int Special = 300;

    private static readonly string[] Message = ["text", "blocks", "attachments", "markdown_text", "metadata", "as_user", "link_names", "parse"];
    private static readonly string[] Guise = ["username", "icon_url", "icon_emoji"];

    // client_msg_id is documented by what comes of it: is_duplicate in the answer, and the errors duplicate_….
    public static IReadOnlyDictionary<string, SlackMethod> All { get; } = new SlackMethod[]
    {
        new("chat.postMessage", ["channel"], [.. Message, .. Guise, "client_msg_id", "current_draft_last_updated_ts", "mrkdwn", "reply_broadcast", "thread_ts", "unfurl_links", "unfurl_media"], Special, "chat:write", TakesJson: true),
        new("chat.update", ["channel", "ts"], [.. Message, "unfurled_attachments", "reply_broadcast", "file_ids"], Tier3, "chat:write", TakesJson: true),
        new("chat.delete", ["channel", "ts"], ["as_user"], Tier3, "chat:write", TakesJson: true),
        new("chat.postEphemeral", ["channel", "user"], [.. Message, .. Guise, "thread_ts"], Tier4, "chat:write", TakesJson: true),
        new("files.getUploadURLExternal", ["filename", "length"], ["snippet_type", "alt_txt"], Tier4, "files:write"),
        new("files.completeUploadExternal", ["files"], [.. Guise, "channel_id", "thread_ts", "channels", "initial_comment", "blocks"], Tier4, "files:write", TakesJson: true),
        new("files.delete", ["file"], [], Tier3, "files:write", TakesJson: true),
        new("files.info", ["file"], ["count", "cursor", "limit", "page"], Tier4, "files:read"),
        new("views.open", ["view"], ["trigger_id", "interactivity_pointer"], Tier4, TakesJson: true),
        new("views.publish", ["user_id", "view"], ["hash", "interactivity_pointer"], Tier4, TakesJson: true),
        new("views.update", ["view"], ["view_id", "external_id", "hash"], Tier4, TakesJson: true),
        new("users.info", ["user"], ["include_locale"], Tier4, "users:read"),
        new("usergroups.list", [], ["include_count", "include_disabled", "include_users", "team_id"], 20, "usergroups:read"),
        new("conversations.info", ["channel"], ["include_locale", "include_num_members"], Tier3),
        new("auth.test", [], [], Special, TakesJson: true),
        new("auth.revoke", [], ["test"], Tier3),
        new("oauth.v2.access", [], ["client_id", "client_secret", "code", "code_verifier", "redirect_uri", "grant_type", "refresh_token", "assertion"], Special, NeedsToken: false),
    }.ToDictionary(method => method.Name, StringComparer.Ordinal);
}
