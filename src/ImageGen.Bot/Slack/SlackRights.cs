using ImageGen.Bot.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Slack;

/// <summary>Who may do what. Whether somebody runs the workspace, Slack is asked only after it has its answer.</summary>
internal sealed class SlackRights(SlackPeople people, SlackNotices notices, IGuildSettingsStore guilds)
{
    /// <summary>Does something for whoever runs the workspace.</summary>
    public Answer IfAdmin(SlackInvocation at, Func<Admin, CancellationToken, Task<Answer>> act) => Answer.Later(async stopping => await notices.CompleteAsync(
        at, await people.AdminAsync(at.Tenant, at.User, stopping) is { } admin ? await act(admin, stopping) : AdminsOnly, stopping));

    /// <summary>Deletes or cancels what somebody asked for, where the workspace's rules let this user.</summary>
    public async Task<Answer> IfMayDeleteAsync(SlackInvocation at, string owner, Func<CancellationToken, Task<Answer>> act, CancellationToken cancellation)
    {
        var rules = (await guilds.GetAsync(at.Tenant, cancellation)).Rules;
        var isAuthor = at.User == owner;
        if (rules.MayDelete(isAuthor, isAdmin: false))
            return await act(cancellation);
        if (!rules.MayDelete(isAuthor, isAdmin: true))
            return Answer.Say(texts => texts.Format("slack.not_yours.author", ("owner", Mrkdwn.Mention(owner))));
        return Answer.Later(async stopping => await notices.CompleteAsync(
            at,
            await people.MayManageAsync(at.Tenant, at.User, stopping) ? await act(stopping)
                : rules.Deletion == DeletionRight.Admins ? AdminsOnly
                : Answer.Say(texts => texts.Format("slack.not_yours", ("owner", Mrkdwn.Mention(owner)))),
            stopping));
    }

    /// <summary>What everybody else is told.</summary>
    public static Answer AdminsOnly { get; } = Answer.Say(static texts => texts["slack.admins_only"]);
}
