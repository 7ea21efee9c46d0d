namespace ImageGen.Bot.Slack.Wire;

/// <summary>What Slack sends when something happens. Nothing in it is believed to be there.</summary>
internal sealed record EventEnvelope
{
    /// <summary><c>event_callback</c>, or <c>url_verification</c> with a <see cref="Challenge"/>.</summary>
    public string? Type { get; init; }

    public string? Challenge { get; init; }

    public string? TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    /// <summary>Whether an organisation installed the app; said here where there is nothing in <see cref="Authorizations"/> any more.</summary>
    public bool IsEnterpriseInstall { get; init; }

    /// <summary>The same for each delivery of one event.</summary>
    public string? EventId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? EventTime { get; init; }

    public IncomingEvent? Event { get; init; }

    /// <summary>When it happened, where Slack says so in a time there is.</summary>
    public DateTimeOffset? OccurredAt => EventTime is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(EventTime.Value) : null;

    /// <summary>Which installation is told; one is listed, or none where it is over.</summary>
    public IReadOnlyList<Authorization?>? Authorizations { get; init; }
}

/// <summary>Which installation is told.</summary>
internal sealed record Authorization
{
    public string? TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    /// <summary>The bot's own user.</summary>
    public string? UserId { get; init; }

    public bool IsEnterpriseInstall { get; init; }
}

/// <summary>What happened.</summary>
internal sealed record IncomingEvent
{
    /// <summary>See <see cref="EventType"/>.</summary>
    public string? Type { get; init; }

    public string? User { get; init; }

    /// <summary>Set where a bot did it.</summary>
    public string? BotId { get; init; }

    public string? Channel { get; init; }

    public string? Text { get; init; }

    public string? Ts { get; init; }

    public string? ThreadTs { get; init; }

    public IReadOnlyList<SlackFile?>? Files { get; init; }

    /// <summary><c>home</c> or <c>messages</c>, of an opened App Home.</summary>
    public string? Tab { get; init; }

    /// <summary>Tokens that are no more.</summary>
    public RevokedTokens? Tokens { get; init; }
}

/// <summary>Whose tokens are no more: ids of users.</summary>
internal sealed record RevokedTokens
{
    public IReadOnlyList<string>? Oauth { get; init; }

    public IReadOnlyList<string>? Bot { get; init; }
}

/// <summary>What the bot heeds.</summary>
internal static class EventType
{
    public const string Mention = "app_mention";
    public const string HomeOpened = "app_home_opened";
    public const string Uninstalled = "app_uninstalled";
    public const string TokensRevoked = "tokens_revoked";
}
