namespace ImageGen.Bot.Slack;

/// <summary>Errors of Slack's that mean something to this bot, and a few of this bot's own.</summary>
internal static class SlackError
{
    /// <summary>Ours: the workspace never installed the app, or removed it.</summary>
    public const string NotInstalled = "not_installed";

    /// <summary>Ours, of <see cref="InvalidBlocks"/>: Slack could not load a picture from its address.</summary>
    public const string ImageNotLoaded = "image_not_loaded";

    /// <summary>Ours: an address that is not Slack's, and gets neither words nor tokens.</summary>
    public const string NotSlacks = "not_slacks";

    /// <summary>Ours: what is at a file's address is of a kind that was not asked for. So is the login page that those without the right are shown.</summary>
    public const string WrongKind = "wrong_kind";

    /// <summary>Ours: the file has more bytes than were asked for.</summary>
    public const string FileTooLarge = "file_too_large";

    /// <summary>Ours: an error that is none of Slack's words.</summary>
    public const string Unknown = "unknown_error";

    public const string ChannelNotFound = "channel_not_found";
    public const string NotInChannel = "not_in_channel";
    public const string MessageNotFound = "message_not_found";

    /// <summary>The message first sent with this client's id has been deleted.</summary>
    public const string DuplicateMessageNotFound = "duplicate_message_not_found";

    /// <summary>Something in the blocks is against the rules, or could not be loaded.</summary>
    public const string InvalidBlocks = "invalid_blocks";

    /// <summary>The file is gone, or the bot may not see it.</summary>
    public const string FileNotFound = "file_not_found";

    public const string MissingScope = "missing_scope";
    public const string InvalidAuth = "invalid_auth";
    public const string TokenExpired = "token_expired";
    public const string TokenRevoked = "token_revoked";

    /// <summary>The <c>response_url</c> is older than 30 minutes.</summary>
    public const string ExpiredUrl = "expired_url";

    /// <summary>The <c>response_url</c> has been used five times.</summary>
    public const string UsedUrl = "used_url";

    /// <summary>The error as it may be logged and compared; <see cref="Unknown"/> where it is not one word of Slack's alphabet.</summary>
    public static string Of(string? error) =>
        error is { Length: > 0 and <= 64 } && error.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_') ? error : Unknown;

    /// <summary>Whether it is a 429 in other words.</summary>
    public static bool IsRateLimit(string error) => error is "ratelimited" or "rate_limited";

    /// <summary>Whether Slack failed rather than refused; part of the call may have been carried out.</summary>
    public static bool IsOutage(string error) => error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org";
}
