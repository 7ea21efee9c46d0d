namespace ImageGen.Bot.Slack;

/// <summary>What an answer of Slack's means for a reply: which way is still open.</summary>
internal enum SlackVerdict
{
    /// <summary>It is there.</summary>
    Done,

    /// <summary>Not now.</summary>
    Later,

    /// <summary>Somebody deleted the message: they do not want it.</summary>
    Deleted,

    /// <summary>The bot may not, or cannot see the place: a <c>response_url</c> may still reach it.</summary>
    Forbidden,

    /// <summary>Slack could not load a picture from its address: upload it.</summary>
    ImageNotLoaded,

    /// <summary>The workspace takes no uploads, or no more of them.</summary>
    NoUploads,

    /// <summary>The trigger or the <c>response_url</c> has ended.</summary>
    Ended,

    /// <summary>The bot is not installed in the workspace, or no longer.</summary>
    TokenEnded,

    /// <summary>The call itself is refused: a bug of ours.</summary>
    Refused,
}

/// <summary>Reads answers for replies.</summary>
internal static class SlackVerdicts
{
    public static SlackVerdict Verdict<T>(this SlackResult<T> result) => result switch
    {
        SlackResult<T>.Ok => SlackVerdict.Done,
        SlackResult<T>.RateLimited or SlackResult<T>.Unreachable => SlackVerdict.Later,
        SlackResult<T>.Failed failed => Of(failed.Error),
        _ => throw new InvalidOperationException($"There is no answer {result.GetType().Name}."),
    };

    private static SlackVerdict Of(string error) => error switch
    {
        // The members of a free workspace have said too much; time mends that.
        "message_limit_exceeded" or "external_channel_migrating" => SlackVerdict.Later,

        SlackError.MessageNotFound or SlackError.DuplicateMessageNotFound => SlackVerdict.Deleted,

        SlackError.ImageNotLoaded => SlackVerdict.ImageNotLoaded,

        "file_uploads_disabled" or "file_uploads_except_images_disabled" or "file_upload_size_restricted" or "file_type_not_allowed" or "blocked_file_type"
            or "storage_limit_reached" or "http_413" => SlackVerdict.NoUploads,

        SlackError.ExpiredUrl or SlackError.UsedUrl or "expired_trigger_id" or "trigger_expired" or "exchanged_trigger_id" or "trigger_exchanged"
            or "invalid_trigger_id" => SlackVerdict.Ended,

        SlackError.NotInstalled or SlackError.InvalidAuth or SlackError.TokenExpired or SlackError.TokenRevoked or "not_authed" or "account_inactive"
            or "team_not_found" or "app_access_restricted" or "team_access_not_granted" => SlackVerdict.TokenEnded,

        SlackError.ChannelNotFound or SlackError.NotInChannel or SlackError.MissingScope or "invalid_channel" or "is_archived" or "is_inactive" or "user_not_in_channel"
            or "channel_is_limited_access" or "messages_tab_disabled" or "posting_to_channel_denied" or "access_denied" or "ekm_access_denied" or "no_permission"
            or "cannot_reply_to_message" or "cant_update_message" or "cant_delete_message" or "edit_window_closed" => SlackVerdict.Forbidden,
        _ when error.StartsWith("restricted_action", StringComparison.Ordinal) => SlackVerdict.Forbidden,

        _ => SlackVerdict.Refused,
    };
}
