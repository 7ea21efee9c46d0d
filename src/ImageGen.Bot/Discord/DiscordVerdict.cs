namespace ImageGen.Bot.Discord;

/// <summary>What an answer of Discord's means for a reply: which way is still open.</summary>
internal enum DiscordVerdict
{
    /// <summary>It is there. Also where Discord says that it was there before.</summary>
    Done,

    /// <summary>Not now.</summary>
    Later,

    /// <summary>Somebody deleted the message: they do not want it.</summary>
    Deleted,

    /// <summary>Unknown, which right after an answer may pass.</summary>
    NotFound,

    /// <summary>The interaction's token has ended.</summary>
    TokenEnded,

    /// <summary>The bot may not, or cannot see the place.</summary>
    Forbidden,

    /// <summary>The thread is archived.</summary>
    Archived,

    /// <summary>The files are too large.</summary>
    TooLarge,

    /// <summary>The message itself is refused: a bug of ours.</summary>
    Refused,
}

/// <summary>Reads answers for replies.</summary>
internal static class DiscordVerdicts
{
    public static DiscordVerdict Verdict<T>(this DiscordResult<T> result) => result switch
    {
        DiscordResult<T>.Ok => DiscordVerdict.Done,
        DiscordResult<T>.RateLimited or DiscordResult<T>.Unreachable => DiscordVerdict.Later,
        DiscordResult<T>.Failed failed => Of(failed.Status, failed.Code),
        _ => throw new InvalidOperationException($"There is no answer {result.GetType().Name}."),
    };

    private static DiscordVerdict Of(int status, int code) => (status, code) switch
    {
        (_, DiscordError.AlreadyAcknowledged) => DiscordVerdict.Done,
        (_, DiscordError.UnknownMessage) => DiscordVerdict.Deleted,
        (_, DiscordError.ThreadArchived) => DiscordVerdict.Archived,
        (413, _) or (_, DiscordError.RequestTooLarge) => DiscordVerdict.TooLarge,
        // No code: the bot's own token is being changed, or somebody between here and Discord said so. That passes.
        (401 or 403, 0) => DiscordVerdict.Later,
        (401, _) or (_, DiscordError.InvalidWebhookToken) => DiscordVerdict.TokenEnded,
        (403, _) or (_, DiscordError.UnknownChannel or DiscordError.UnknownGuild) => DiscordVerdict.Forbidden,
        (404, _) => DiscordVerdict.NotFound,
        _ => DiscordVerdict.Refused,
    };
}
