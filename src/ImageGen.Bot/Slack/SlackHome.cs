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
                .. isAdmin ? Settings(guild, texts) : [],
            ],
        };

        HeaderBlock Heading(string key) => new(new PlainText(texts[key]));
    }

    /// <summary>What the workspace's limits are set to.</summary>
    private static IEnumerable<Block> Settings(GuildSettings guild, Texts texts) =>
    [
        new DividerBlock(),
        new HeaderBlock(new PlainText(texts["slack.home.settings"])),
        new SectionBlock
        {
            Fields =
            [
                Field(texts, "slack.home.user_images", guild.Quotas.ImagesPerUserPerDay?.ToString("N0", texts.Culture)),
                Field(texts, "slack.home.everyone_images", guild.Quotas.ImagesPerGuildPerDay?.ToString("N0", texts.Culture)),
                Field(texts, "slack.home.budget", guild.Quotas.BudgetPerGuildPerMonth?.ToString()),
                Field(texts, "slack.home.unfinished", guild.Quotas.QueuedPerUser?.ToString("N0", texts.Culture)),
                Field(texts, "slack.home.blocked_words", guild.BlockedWords.Count.ToString("N0", texts.Culture)),
            ],
        },
    ];

    private static MarkdownText Field(Texts texts, string key, string? value) => new($"*{texts[key]}*\n{value ?? texts["slack.home.no_limit"]}");
}
