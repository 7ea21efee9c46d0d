namespace ImageGen.Bot.Discord;

/// <summary>One call as rate limits see it, and where it goes.</summary>
/// <param name="Name">The kind of call; calls of a kind share a bucket. Also what logs say.</param>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Below the API's base URL. May hold an interaction's token, so it is never logged.</param>
/// <param name="Resource">The channel, guild or token in the path: each has a bucket of its own. Empty where there is none.</param>
/// <param name="AsBot">Whether the bot's token gives the right to it; otherwise the token in the path does.</param>
internal sealed record DiscordCall(string Name, HttpMethod Method, string Path, string Resource, bool AsBot)
{
    /// <summary>Names the kind; holds nothing secret.</summary>
    public override string ToString() => Name;
}
