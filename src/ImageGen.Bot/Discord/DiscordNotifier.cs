using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Discord;

/// <summary>Warns a server's admins in the channel they chose.</summary>
internal sealed class DiscordNotifier(DiscordClient discord) : IAdminNotifier
{
    public string Platform => "discord";

    /// <exception cref="InvalidOperationException">The channel is none of the server's, or Discord did not take the message.</exception>
    public async Task NotifyAsync(TenantId tenant, string channel, AdminNotice notice, CancellationToken cancellation)
    {
        // Admins can write down the id of any channel; nothing is said in another server's.
        if (await discord.GetChannelAsync(channel, cancellation) is not DiscordResult<OpenedChannel>.Ok { Answer.GuildId: var guild } || guild != tenant.Id)
            throw new InvalidOperationException("The channel for warnings is none of this server's that the bot can see.");
        var sent = await discord.CreateMessageAsync(channel, new OutgoingMessage { Content = $"⚠️ {notice.Message}" }, [], cancellation);
        if (sent.Verdict() != DiscordVerdict.Done)
            throw new InvalidOperationException($"Discord did not take a warning: {sent.Verdict()}.");
    }
}
