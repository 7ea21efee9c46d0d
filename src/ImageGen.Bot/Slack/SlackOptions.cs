namespace ImageGen.Bot.Slack;

/// <summary>
/// Which app this is: configuration section <c>Slack</c>. All of it is on the app's page at api.slack.com. Either one
/// workspace's <see cref="BotToken"/>, or <see cref="ClientId"/> and <see cref="ClientSecret"/> for whoever installs it.
/// </summary>
public sealed record SlackOptions
{
    /// <summary>What Slack signs its requests with.</summary>
    public required string SigningSecret { get; init; }

    /// <summary>The token of the one workspace the app is installed in; null where workspaces install it themselves.</summary>
    public string? BotToken { get; init; }

    /// <summary>Names the app where workspaces install it themselves.</summary>
    public string? ClientId { get; init; }

    /// <summary>Proves that it is this app which asks for a workspace's token.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Where the API is.</summary>
    public Uri ApiBaseUrl { get; init; } = new("https://slack.com/api/");

    /// <summary>Whether workspaces install the app themselves.</summary>
    public bool IsDistributed => BotToken is null;

    /// <summary>What is wrong with a signing secret; null where nothing is. Holds nothing of it.</summary>
    public static string? FaultOfSigningSecret(string secret) =>
        IsWord(secret) && secret.Length >= 16 ? null : "must be the app's signing secret, 32 letters and digits";

    /// <summary>What is wrong with a bot token; null where nothing is. Holds nothing of it.</summary>
    public static string? FaultOfBotToken(string token)
    {
        if (!IsWord(token))
            return "must be the bot's token alone";
        if (token.StartsWith("xoxe", StringComparison.Ordinal))
            return "ends within 12 hours, as the app rotates its tokens: set ClientId and ClientSecret instead, and install the app at /slack/install";
        return token.StartsWith("xoxb-", StringComparison.Ordinal) ? null : "must be the bot's token, which begins with xoxb-";
    }

    /// <summary>What is wrong with a client id; null where nothing is.</summary>
    public static string? FaultOfClientId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Split('.') is [{ Length: > 0 } one, { Length: > 0 } other] && one.All(char.IsAsciiDigit) && other.All(char.IsAsciiDigit)
            ? null
            : $"must be the app's client id, two numbers with a dot between; it is '{id}'";
    }

    /// <summary>What is wrong with a client secret; null where nothing is. Holds nothing of it.</summary>
    public static string? FaultOfClientSecret(string secret) => IsWord(secret) ? null : "must be the app's client secret alone";

    /// <summary>What is wrong with the ways to a workspace's token taken together, with the key it is said of; null where nothing is.</summary>
    /// <param name="botToken">Whether there is one.</param>
    /// <param name="clientId">Whether there is one.</param>
    /// <param name="clientSecret">Whether there is one.</param>
    public static (string Key, string Fault)? FaultOfTokens(bool botToken, bool clientId, bool clientSecret) => (botToken, clientId, clientSecret) switch
    {
        (true, false, false) or (false, true, true) => null,
        (true, _, _) => (nameof(BotToken), "and ClientId with ClientSecret exclude each other: one workspace with its token, or any that installs the app"),
        (false, true, false) => (nameof(ClientSecret), "is missing; ClientId needs it"),
        (false, false, true) => (nameof(ClientId), "is missing; ClientSecret needs it"),
        (false, false, false) => (nameof(BotToken), "is missing; one workspace needs its token, and for many there are ClientId and ClientSecret"),
    };

    /// <summary>Holds nothing secret.</summary>
    public override string ToString() => IsDistributed ? $"Slack app {ClientId}" : "Slack app of one workspace";

    private static bool IsWord(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(static c => c is > ' ' and <= '~');
    }
}
