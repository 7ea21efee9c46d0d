using System.Globalization;

namespace ImageGen.Bot.Discord;

/// <summary>Where people add the bot to Discord.</summary>
internal static class DiscordInstallation
{
    /// <summary>What the bot needs to reply in threads with pictures, also after an interaction's token has ended.</summary>
    public const ulong Permissions =
        Permission.ViewChannel | Permission.SendMessages | Permission.EmbedLinks | Permission.AttachFiles | Permission.ReadMessageHistory
        | Permission.CreatePublicThreads | Permission.SendMessagesInThreads;

    /// <summary>Adds it to a server; for those who manage one.</summary>
    public static string ServerLink(string applicationId) => string.Create(CultureInfo.InvariantCulture,
        $"{Link(applicationId)}&integration_type=0&scope=bot+applications.commands&permissions={Permissions}");

    /// <summary>Adds its commands to somebody's account, to be used anywhere; there the bot answers but has no say.</summary>
    public static string UserLink(string applicationId) => $"{Link(applicationId)}&integration_type=1&scope=applications.commands";

    private static string Link(string applicationId) => $"https://discord.com/oauth2/authorize?client_id={applicationId}";
}
