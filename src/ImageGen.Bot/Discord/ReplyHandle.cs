using System.Globalization;

namespace ImageGen.Bot.Discord;

/// <summary>What kind of place a command was given in, as far as it decides where the reply can go.</summary>
internal enum Place
{
    /// <summary>A channel of a guild that threads can be opened in.</summary>
    Channel,

    /// <summary>A thread.</summary>
    Thread,

    /// <summary>Anywhere else: a direct message, a voice channel, a group.</summary>
    Elsewhere,
}

/// <summary>
/// What must be known to reply once a worker is done, kept as the <see cref="Core.Chat.ConversationRef.Token"/>: the
/// interaction's token and what Discord said of the place at that moment.
/// </summary>
/// <param name="Token">The right to answer, for 15 minutes. Secret.</param>
/// <param name="Permissions">What the bot may do there; see <see cref="Permission"/>.</param>
/// <param name="UploadLimit">Most bytes of an uploaded file.</param>
/// <param name="Place">What kind of place.</param>
internal sealed record ReplyHandle(string Token, ulong Permissions, long UploadLimit, Place Place)
{
    /// <summary>What every server takes: 10 MiB a file.</summary>
    public const long DefaultUploadLimit = 10 * 1024 * 1024;

    /// <summary>How long a token can be used: 15 minutes, less what clocks and the wire may take.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(14.5);

    public bool May(ulong permission) => (Permissions & (permission | Permission.Administrator)) is var held
        && ((held & Permission.Administrator) != 0 || (held & permission) == permission);

    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ReplyHandle Parse(string text) => text.Split(' ') is [var token, var permissions, var limit, var place]
        ? new ReplyHandle(
            token,
            ulong.Parse(permissions, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            long.Parse(limit, CultureInfo.InvariantCulture),
            Enum.Parse<Place>(place))
        : throw new FormatException("A Discord reply handle has four parts.");

    /// <summary>Holds nothing secret.</summary>
    public override string ToString() => $"reply handle in a {Place}";

    public string Format() => string.Create(CultureInfo.InvariantCulture, $"{Token} {Permissions:x} {UploadLimit} {Place}");
}

/// <summary>Bits of permissions, as Discord's documentation names them.</summary>
internal static class Permission
{
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong SendMessages = 1UL << 11;
    public const ulong EmbedLinks = 1UL << 14;
    public const ulong AttachFiles = 1UL << 15;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong CreatePublicThreads = 1UL << 35;
    public const ulong SendMessagesInThreads = 1UL << 38;
}
