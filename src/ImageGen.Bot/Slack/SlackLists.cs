using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>What a person can look up, for their eyes only: jobs, pictures, quotas, help, a picture's details.</summary>
internal sealed class SlackLists(
    IJobLedger ledger, PictureGallery gallery, IGuildSettingsStore guilds, IImageStore store, ImageProviders providers, SlackRights rights, SlackGroups groups, TimeProvider clock, LedgerOptions retention)
{
    /// <summary>An unfinished job is seldom older than these.</summary>
    private const int MaxListed = 100;

    private const int MaxOpen = 10;
    private const int MaxFinished = 8;
    private const int MaxPrompt = 300;
    private const int MaxAltText = 2000;

    /// <summary>The list that the words after <c>/imagine</c> ask for; null where they ask for a picture.</summary>
    public Func<SlackInvocation, CancellationToken, Task<Answer>>? Find(string text) => text.ToLowerInvariant() switch
    {
        "help" => HelpAsync,
        "jobs" => (at, cancellation) => JobsAsync(at, replacesOriginal: false, cancellation),
        "gallery" => (at, cancellation) => GalleryAsync(at, new ListId.Gallery(Everyone: false, 0), replacesOriginal: false, cancellation),
        "gallery everyone" => (at, cancellation) => GalleryAsync(at, new ListId.Gallery(Everyone: true, 0), replacesOriginal: false, cancellation),
        "quota" => QuotaAsync,
        _ => null,
    };

    public Task<Answer> PressAsync(SlackInvocation at, ListId id, CancellationToken cancellation) => id switch
    {
        ListId.Gallery gallery => GalleryAsync(at, gallery, replacesOriginal: true, cancellation),
        ListId.Cancel cancel => CancelAsync(at, cancel, cancellation),
        _ => throw new InvalidOperationException($"There is no list {id.GetType().Name}."),
    };

    /// <summary>Everything known of a job.</summary>
    public async Task<Answer> DetailsAsync(SlackInvocation at, JobId id, CancellationToken cancellation) =>
        await ledger.FindAsync(at.Tenant, id, cancellation) is { } job
            ? Answer.Say(texts => Details(job, texts))
            : SlackButtons.Forgotten;

    /// <summary><c>/imagine help</c>.</summary>
    public async Task<Answer> HelpAsync(SlackInvocation at, CancellationToken cancellation)
    {
        var styles = string.Join(", ", (await guilds.GetAsync(at.Tenant, cancellation)).Styles.Guides.Select(guide => guide.Name));
        return new Answer
        {
            Notice = texts => Sheet(texts["help.title"],
            [
                Section(texts["help.intro"]),
                Part(texts["help.commands.title"], texts["slack.help.commands"]),
                Part(texts["help.flags.title"], texts["help.flags"]),
                Part(texts["help.buttons.title"], texts["help.buttons"]),
                Part(texts["result.styles"], Mrkdwn.Escape(styles)),
                Part(texts["help.privacy.title"], texts.Format("help.privacy", ("days", retention.Retention.Days))),
            ]),
        };
    }

    /// <summary><c>/imagine quota</c>.</summary>
    private async Task<Answer> QuotaAsync(SlackInvocation at, CancellationToken cancellation)
    {
        var usage = await UsageAsync(at, cancellation);
        return new Answer { Notice = texts => Sheet(texts["quota.title"], [Limits(usage, texts)]) };
    }

    /// <summary>What the user and their workspace have used.</summary>
    public async Task<UsageReport> UsageAsync(SlackInvocation at, CancellationToken cancellation)
    {
        var guild = await guilds.GetAsync(at.Tenant, cancellation);
        return await UsageReport.ReadAsync(ledger, guild.Quotas, at.Tenant, at.User, clock.GetUtcNow(), cancellation, groups.Of(at.Tenant, at.User), at.HasChannel ? at.Channel : "");
    }

    /// <summary>Limits with their bars.</summary>
    public static SectionBlock Limits(UsageReport usage, Texts texts) => new() { Fields = [.. usage.Limits.Select(limit => LimitText.Of(limit, texts, Mrkdwn.When)).Select(static fact => new MarkdownText($"*{fact.Label}*\n{fact.Value}"))] };

    /// <summary>The user's unfinished jobs, each with a button to cancel it.</summary>
    public static IEnumerable<Block> Open(IEnumerable<ImageJob> jobs, Texts texts) => jobs.Where(job => !job.State.IsFinal()).Take(MaxOpen).SelectMany(job => new Block[]
    {
        new SectionBlock
        {
            Text = new PlainText(Cut.To(job.Order.Prompt.Value, MaxPrompt)),
            Accessory = job.CancelRequested ? null : new Button { ActionId = new ListId.Cancel(job.Id).ToString(), Text = SlackViews.Label(texts["button.cancel"]) },
        },
        new ContextBlock([new MarkdownText(ProgressText.Of(job, texts))]),
    });

    /// <summary>A picture and what it was made of.</summary>
    public IEnumerable<Block> Picture(ImageJob job, string? domain, bool tellsUser, Texts texts)
    {
        var image = store.IsPublic && SlackTelling.CanEmbed(job.Outcome!.Assets[0])
            ? new[] { new ImageBlock(store.UrlOf(job.Outcome!.Assets[0]), Cut.To(texts.Format("result.alt", ("prompt", job.Order.Prompt.Value)), MaxAltText)) }
            : [];
        var by = tellsUser ? new[] { new MarkdownText(texts.Format("gallery.by", ("user", Mrkdwn.Mention(job.Order.User)))) } : [];
        return [.. image, new ContextBlock([new PlainText(Cut.To(job.Order.Prompt.Value, MaxPrompt)), .. by, When(job, domain, texts)])];
    }

    private async Task<Answer> CancelAsync(SlackInvocation at, ListId.Cancel cancel, CancellationToken cancellation)
    {
        // The list shows only the user's own jobs; whoever else sends its button is refused all the same.
        if (await ledger.FindAsync(at.Tenant, cancel.Job, cancellation) is not { } job || job.Order.User != at.User)
            return at.Origin == SlackOrigin.Home ? Answer.Silence : await JobsAsync(at, replacesOriginal: true, cancellation);
        return await rights.IfMayDeleteAsync(at, at.User, async stopping =>
        {
            await ledger.CancelAsync(at.Tenant, cancel.Job, stopping);
            // The App Home shows the list itself.
            return at.Origin == SlackOrigin.Home ? Answer.Silence : await JobsAsync(at, replacesOriginal: true, stopping);
        }, cancellation);
    }

    private async Task<Answer> JobsAsync(SlackInvocation at, bool replacesOriginal, CancellationToken cancellation)
    {
        var jobs = await ledger.HistoryAsync(new HistoryQuery(at.Tenant, at.User, Limit: MaxListed), cancellation);
        return new Answer
        {
            ReplacesOriginal = replacesOriginal,
            Notice = texts =>
            {
                Block[] blocks = [.. Open(jobs, texts), .. jobs.Where(job => job.State.IsFinal()).Take(MaxFinished).Select(job => Finished(job, at.Domain, texts))];
                return Sheet(texts["jobs.title"], blocks.Length > 0 ? blocks : [Section(texts["jobs.empty"])]);
            },
        };
    }

    private async Task<Answer> GalleryAsync(SlackInvocation at, ListId.Gallery id, bool replacesOriginal, CancellationToken cancellation)
    {
        var page = await gallery.ReadAsync(at.Tenant, at.User, at.Conversation, id, cancellation);
        return new Answer
        {
            ReplacesOriginal = replacesOriginal,
            Notice = texts =>
            {
                var shown = page.Jobs.SelectMany(job => Picture(job, at.Domain, id.Everyone, texts));
                var steps = new[] { (Label: "button.previous", To: page.Id.Page - 1), (Label: "button.next", To: page.Id.Page + 1) }
                    .Where(step => step.To >= 0 && step.To < page.Pages)
                    .Select(step => new Button { ActionId = (id with { Page = step.To }).ToString(), Text = SlackViews.Label(texts[step.Label]) })
                    .ToArray();
                return Sheet(page.Title(texts),
                [
                    Section(page.Place(texts)),
                    .. shown,
                    .. steps.Length > 0 ? [new ActionsBlock(steps)] : Array.Empty<Block>(),
                ]);
            },
        };
    }

    private string Details(ImageJob job, Texts texts)
    {
        var (order, outcome) = (job.Order, job.Outcome);
        string[] lines =
        [
            Line(texts["modal.remix.prompt"], Mrkdwn.Escape(order.Prompt.Value)),
            Line(texts["result.refined"], outcome?.RefinedPrompt is { } refined ? Mrkdwn.Escape(Cut.To(refined, 600)) : "—"),
            .. JobDetails.Of(job, providers, texts, Mrkdwn.When, Mrkdwn.Escape).Select(static fact => Line(fact.Label, fact.Value)),
            .. (outcome?.Assets ?? []).Select(asset => Line(texts["details.size"], $"{JobDetails.Size(asset)}, <{store.UrlOf(asset).AbsoluteUri}>")),
            Line(texts["details.id"], $"`{job.Id}`"),
            Line(texts["details.command"], Code($"/imagine {order.Prompt.Value} {Repeat.Flags(order.Spec, outcome?.Seed)}")),
        ];
        return string.Join('\n', lines);

        static string Line(string label, string value) => $"*{label}* {value}";

        static string Code(string text) => $"`{Mrkdwn.EscapeEntities(text.Replace('`', '\''))}`";
    }

    private static ContextBlock Finished(ImageJob job, string? domain, Texts texts)
    {
        var symbol = job.State switch { JobState.Completed => "🖼️", JobState.Cancelled => "✖️", _ => "⚠️" };
        return new ContextBlock([new PlainText($"{symbol} {Cut.To(job.Order.Prompt.Value, MaxPrompt)}", emoji: true), When(job, domain, texts)]);
    }

    /// <summary>When it was asked for; leads to its message.</summary>
    private static MarkdownText When(ImageJob job, string? domain, Texts texts) => new(
        SlackMessageRef.TryParse(job.Message, out var at) && at.Link(domain) is { } link
            ? $"{Mrkdwn.When(job.Order.CreatedAt)} · {Mrkdwn.Link(link, texts["slack.open"])}"
            : Mrkdwn.When(job.Order.CreatedAt));

    private static SectionBlock Section(string markdown) => new() { Text = new MarkdownText(markdown) };

    private static SectionBlock Part(string heading, string markdown) => Section($"*{heading}*\n{markdown}");

    private static OutgoingMessage Sheet(string title, IReadOnlyList<Block> blocks) => new() { Text = title, Blocks = [new HeaderBlock(new PlainText(title)), .. blocks] };
}
