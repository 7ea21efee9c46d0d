using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Slack;

/// <summary>Tells a workspace's admins of limits that fill up.</summary>
internal sealed class SlackWarnings(SlackClient slack) : IAdminNotifier
{
    public string Platform => SlackInstallations.Platform;

    public async Task NotifyAsync(TenantId tenant, string channel, AdminNotice notice, CancellationToken cancellation)
    {
        var posted = await slack.PostMessageAsync(tenant, channel, SlackViews.Notice($"⚠️ {Mrkdwn.Escape(notice.Message)}"), cancellation);
        if (posted.Verdict() is var verdict and not SlackVerdict.Done)
            throw new IOException($"Slack did not take the warning: {verdict}.");
    }
}
