using System.Diagnostics.CodeAnalysis;

namespace ImageGen.Bot.Discord;

/// <summary>A message by its ids: what <see cref="Core.Jobs.ImageJob.Message"/> is here, written <c>channel/message</c>.</summary>
internal sealed record DiscordMessageRef(string Channel, string Message)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out DiscordMessageRef? reference)
    {
        reference = text?.Split('/') is [{ Length: > 0 } channel, { Length: > 0 } message] ? new DiscordMessageRef(channel, message) : null;
        return reference is not null;
    }

    /// <summary>Where people open it.</summary>
    public string Link(string? guild) => $"https://discord.com/channels/{guild ?? "@me"}/{Channel}/{Message}";

    /// <summary>The message Discord says is there.</summary>
    public static DiscordMessageRef To(Wire.SentMessage message) => new(message.ChannelId, message.Id);

    public override string ToString() => $"{Channel}/{Message}";
}
