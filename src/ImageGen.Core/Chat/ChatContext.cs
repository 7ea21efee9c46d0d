using System.Text.Json.Serialization;

namespace ImageGen.Core.Chat;

/// <summary>What a chat platform says of the place and the person a command came from, and what its reply must heed.</summary>
public sealed record ChatContext
{
    /// <summary>A command from anywhere, in the bot's own language, for everybody there to see.</summary>
    public static ChatContext None { get; } = new();

    /// <summary>The person's language as the platform names it: <c>de</c>, <c>es-419</c>; null where it is not said.</summary>
    public string? Locale { get; init; }

    /// <summary>Only the person who asked sees the reply, and nobody else finds the picture in a list.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The person's roles or user groups, by the platform's ids; empty where it does not say. Heeded at admission, not kept with a job.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The place is for adults only. Everywhere else moderation is the stricter.</summary>
    public bool IsAgeRestricted { get; init; }
}
