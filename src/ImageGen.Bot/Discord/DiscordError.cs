namespace ImageGen.Bot.Discord;

/// <summary>The codes in Discord's error documents that mean something to this bot.</summary>
internal static class DiscordError
{
    public const int UnknownChannel = 10003;
    public const int UnknownGuild = 10004;

    /// <summary>The message was deleted.</summary>
    public const int UnknownMessage = 10008;

    /// <summary>The token is over, or not known yet: right after a fast answer it may take seconds.</summary>
    public const int UnknownWebhook = 10015;

    public const int UnknownInteraction = 10062;
    public const int RequestTooLarge = 40005;

    /// <summary>The interaction has its answer already: as good as done.</summary>
    public const int AlreadyAcknowledged = 40060;

    /// <summary>The bot cannot see the channel, or is no longer in the guild.</summary>
    public const int MissingAccess = 50001;

    /// <summary>The user takes no direct messages from the bot.</summary>
    public const int CannotMessageUser = 50007;

    public const int MissingPermissions = 50013;
    public const int InvalidWebhookToken = 50027;

    /// <summary>Something in the body is against the rules.</summary>
    public const int InvalidFormBody = 50035;

    public const int ThreadArchived = 50083;

    /// <summary>The message has a thread already; it has the message's id.</summary>
    public const int ThreadExists = 160004;
}
