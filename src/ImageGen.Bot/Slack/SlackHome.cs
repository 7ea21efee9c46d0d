using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>What somebody sees who opens the app: what is used, what is being drawn, what was drawn, and in which styles.</summary>
internal sealed class SlackHome(SlackClient slack, SlackLists lists, SlackPeople people, SlackNotices notices, IJobLedger ledger, IGuildSettingsStore guilds)
{
    /// <summary>The button that opens the form.</summary>
    public const string ImagineAction = "home:imagine";

    private const int MaxListed = 50;
    private const int MaxPictures = 8;
    private const int MaxStyles = 40;
    private const int MaxSection = 3000;

    /// <summary>Shows it as it is now.</summary>
    public async Task PublishAsync(SlackInvocation at, CancellationToken cancellation)
    {
        var guild = await guilds.GetAsync(at.Tenant, cancellation);
        var usage = await lists.UsageAsync(at, cancellation);
        var jobs = await ledger.HistoryAsync(new HistoryQuery(at.Tenant, at.User, Limit: MaxListed), cancellation);
        var isAdmin = await people.MayManageAsync(at.Tenant, at.User, cancellation);
        var texts = await notices.TextsAsync(at, cancellation);
        await slack.PublishHomeAsync(at.Tenant, at.User, Of(usage, jobs, guild, isAdmin, texts), cancellation);
    }

    private HomeView Of(UsageReport usage, IReadOnlyList<ImageJob> jobs, GuildSettings guild, bool isAdmin, Texts texts)
    {
        var pictures = jobs.Where(job => job is { State: JobState.Completed, Outcome.Assets.Count: > 0 }).Take(MaxPictures).ToList();
        return new HomeView
        {
            Blocks =
            [
                new SectionBlock { Text = new MarkdownText(texts["help.intro"]) },
                new ActionsBlock([new Button { ActionId = ImagineAction, Text = SlackViews.Label(texts["slack.form.title"]), Style = "primary" }]),
                Heading("quota.title"), SlackLists.Limits(usage, texts),
                .. jobs.Any(job => !job.State.IsFinal()) ? [Heading("jobs.running"), .. SlackLists.Open(jobs, texts)] : Array.Empty<Block>(),
                Heading("gallery.title.mine"),
                .. pictures.Count > 0
                    ? pictures.SelectMany(job => lists.Picture(job, null, tellsUser: false, texts))
                    : [new SectionBlock { Text = new MarkdownText(texts["gallery.empty"]) }],
                Heading("slack.home.styles"),
                new SectionBlock { Text = new PlainText(Cut.To(string.Join('\n', guild.Styles.Guides.Take(MaxStyles).Select(guide => $"{guide.Name}: {Cut.To(guide.Title, 60)}")), MaxSection)) },
                .. isAdmin ? SlackAdminPages.Home(guild, texts) : [],
            ],
        };

        HeaderBlock Heading(string key) => new(new PlainText(texts[key]));
    }
}
