namespace ImageGen.Bot.Discord.Wire;

/// <summary>A message as Discord keeps it: enough to find it again.</summary>
internal sealed record SentMessage
{
    public required string Id { get; init; }

    public required string ChannelId { get; init; }
}

/// <summary>A channel Discord opened, a thread or the direct messages with somebody, or was asked for.</summary>
internal sealed record OpenedChannel
{
    public required string Id { get; init; }

    /// <summary>Whose it is; null outside of guilds.</summary>
    public string? GuildId { get; init; }
}

/// <summary>The application as the portal shows it.</summary>
internal sealed record ApplicationInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The public key, in hexadecimal digits.</summary>
    public required string VerifyKey { get; init; }

    /// <summary>Where interactions go; null while they go to the gateway.</summary>
    public string? InteractionsEndpointUrl { get; init; }
}

/// <summary>Why Discord refused a call.</summary>
internal sealed record ErrorDocument
{
    /// <summary>See <see cref="DiscordError"/>.</summary>
    public int? Code { get; init; }

    /// <summary>Seconds until the call may be made again.</summary>
    public double? RetryAfter { get; init; }

    /// <summary>Whether every call has to wait.</summary>
    public bool Global { get; init; }
}

/// <summary>A thread to be.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="AutoArchiveDuration">Minutes without a message until it is archived: 60, 1440, 4320 or 10080.</param>
internal sealed record NewThread(string Name, int AutoArchiveDuration);

/// <summary>What is to change of a thread.</summary>
internal sealed record ThreadChange(bool Archived);

/// <summary>Whom to open direct messages with.</summary>
internal sealed record NewDirectMessages(string RecipientId);
