using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary><c>/imagine-forget</c>: whoever types it has what is kept of them deleted, once they confirmed it.</summary>
internal sealed class SlackForget(GuildAdministration administration, SlackNotices notices)
{
    /// <summary>The button that does it.</summary>
    public const string Action = "forget:me";

    /// <summary>Asks.</summary>
    public static Answer Ask() => new()
    {
        Notice = texts =>
        {
            var message = SlackViews.Notice(texts["slack.forget.ask"]);
            var button = new Button
            {
                ActionId = Action,
                Text = SlackViews.Label(texts["slack.forget.button"]),
                Style = "danger",
                Confirm = new Confirmation(Plain("slack.forget.button"), Plain("slack.forget.sure"), Plain("button.delete"), Plain("slack.forget.keep")),
            };
            return message with { Blocks = [.. message.Blocks!, new ActionsBlock([button])] };

            PlainText Plain(string key) => new(texts[key]);
        },
    };

    /// <summary>Does it, for whoever pressed the button.</summary>
    public Answer Confirmed(SlackInvocation at) => Answer.Later(async stopping =>
        await notices.CompleteAsync(at, Answer.Say(await ForgetAsync(at, stopping)) with { ReplacesOriginal = true }, stopping));

    private async Task<Func<Texts, string>> ForgetAsync(SlackInvocation at, CancellationToken cancellation)
    {
        try
        {
            var forgotten = await administration.ForgetAsync(new Admin(at.Tenant, at.User, at.User, SlackInstallations.Platform), at.User, cancellation);
            return forgotten.Unfinished > 0
                ? texts => texts.Format("slack.forget.unfinished", ("jobs", forgotten.Unfinished))
                : texts => texts.Format("slack.forget.done", ("jobs", forgotten.Jobs));
        }
        catch (Exception fault) when (fault is GenerationException or LedgerUnavailableException)
        {
            return static texts => texts["slack.forget.again"];
        }
    }
}
