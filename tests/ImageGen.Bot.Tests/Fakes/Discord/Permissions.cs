namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>The permission bits that matter to a bot which posts pictures.</summary>
internal static class Permissions
{
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong SendMessages = 1UL << 11;
    public const ulong ManageMessages = 1UL << 13;
    public const ulong EmbedLinks = 1UL << 14;
    public const ulong AttachFiles = 1UL << 15;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong UseApplicationCommands = 1UL << 31;
    public const ulong ManageThreads = 1UL << 34;
    public const ulong CreatePublicThreads = 1UL << 35;
    public const ulong SendMessagesInThreads = 1UL << 38;

    /// <summary>What a bot asks for when it is installed.</summary>
    public const ulong OfABot = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | CreatePublicThreads | SendMessagesInThreads;

    /// <summary>What anyone has in a guild that nobody has tightened.</summary>
    public const ulong OfAMember = OfABot | UseApplicationCommands;

    public const ulong OfAnAdmin = OfAMember | ManageGuild | ManageMessages | ManageThreads;
}
