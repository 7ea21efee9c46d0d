namespace ImageGen.Bot.Discord;

/// <summary>Which application this is: configuration section <c>Discord</c>. All of it is in Discord's developer portal.</summary>
public sealed record DiscordOptions
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>The application's id: a snowflake in decimal digits.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>What interactions are signed with: 32 bytes, shown in the portal as 64 hexadecimal digits.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The bot's token, without <c>Bot</c> before it.</summary>
    public required string BotToken { get; init; }

    /// <summary>Where the API is, its version included.</summary>
    public Uri ApiBaseUrl { get; init; } = new("https://discord.com/api/v10");

    /// <summary>What is wrong with an application id; null where nothing is.</summary>
    public static string? FaultOfApplicationId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length is >= 17 and <= 20 && id.All(char.IsAsciiDigit) ? null : $"must be the application's id, 17 to 20 digits; it is '{id}'";
    }

    /// <summary>What is wrong with a public key; null where nothing is.</summary>
    public static string? FaultOfPublicKey(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return hex.Length == 2 * PublicKeyLength && hex.All(char.IsAsciiHexDigit) ? null : "must be the application's public key, 64 hexadecimal digits";
    }

    /// <summary>What is wrong with a bot token; null where nothing is. Holds nothing of it.</summary>
    public static string? FaultOfBotToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length > 0 && token.All(static c => c is > ' ' and <= '~') ? null : "must be the bot's token alone, without 'Bot ' before it";
    }

    /// <summary>Names the application; holds nothing secret.</summary>
    public override string ToString() => $"Discord application {ApplicationId}";
}
