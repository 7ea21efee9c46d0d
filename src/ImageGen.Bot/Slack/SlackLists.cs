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
    IJobLedger ledger, IGuildSettingsStore guilds, IImageStore store, ImageProviders providers, TimeProvider clock, LedgerOptions retention)
{
    private const int MaxListed = 25;
    private const int MaxOpen = 10;
    private const int MaxFinished = 8;
    private const int PageSize = 4;
    private const int MaxGallery = 200;
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
        return await UsageReport.ReadAsync(ledger, guild.Quotas, at.Tenant, at.User, clock.GetUtcNow(), cancellation);
    }

    /// <summary>Limits with their bars.</summary>
    public static SectionBlock Limits(UsageReport usage, Texts texts) => new() { Fields = [.. usage.Limits.Select(limit => Limit(limit, texts))] };

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
        if (await ledger.FindAsync(at.Tenant, cancel.Job, cancellation) is { } job && job.Order.User == at.User)
            await ledger.CancelAsync(at.Tenant, cancel.Job, cancellation);
        return await JobsAsync(at, replacesOriginal: true, cancellation);
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
        var found = await ledger.HistoryAsync(new HistoryQuery(at.Tenant, id.Everyone ? null : at.User, Limit: MaxGallery), cancellation);
        var pictures = found.Where(job => job is { State: JobState.Completed, Outcome.Assets.Count: > 0 } && (job.Order.User == at.User || job.Order.Context is not { IsPrivate: true })).ToList();
        var pages = Math.Max(1, (pictures.Count + PageSize - 1) / PageSize);
        var page = Math.Min(id.Page, pages - 1);
        return new Answer
        {
            ReplacesOriginal = replacesOriginal,
            Notice = texts =>
            {
                var shown = pictures.Skip(page * PageSize).Take(PageSize).SelectMany(job => Picture(job, at.Domain, id.Everyone, texts));
                var steps = new[] { (Label: "button.previous", To: page - 1), (Label: "button.next", To: page + 1) }
                    .Where(step => step.To >= 0 && step.To < pages)
                    .Select(step => new Button { ActionId = (id with { Page = step.To }).ToString(), Text = SlackViews.Label(texts[step.Label]) })
                    .ToArray();
                return Sheet(texts[id.Everyone ? "gallery.title.everyone" : "gallery.title.mine"],
                [
                    Section(pictures.Count == 0 ? texts["gallery.empty"] : texts.Format("gallery.page", ("page", page + 1), ("pages", pages))),
                    .. shown,
                    .. steps.Length > 0 ? [new ActionsBlock(steps)] : Array.Empty<Block>(),
                ]);
            },
        };
    }

    private string Details(ImageJob job, Texts texts)
    {
        var (order, outcome) = (job.Order, job.Outcome);
        var provider = outcome?.Provider ?? order.Spec.Provider;
        var model = providers.TryFind(provider, out var generator) ? generator.Capabilities.Model : "—";
        var lines = new List<string>
        {
            Line("modal.remix.prompt", Mrkdwn.Escape(order.Prompt.Value)),
            Line("result.refined", outcome?.RefinedPrompt is { } refined ? Mrkdwn.Escape(Cut.To(refined, 600)) : "—"),
            Line("details.provider", Mrkdwn.Escape(provider)),
            Line("details.model", Mrkdwn.Escape(model)),
            Line("details.created", Mrkdwn.When(order.CreatedAt)),
            Line("result.cost", ResultCard.Cost(job, texts)),
        };
        if (job.StartedAt is { } started)
            lines.Add(Line("details.waited", texts.Duration(started - order.CreatedAt)));
        if (ResultCard.Took(job) is { } took)
            lines.Add(Line("details.drawn", texts.Duration(took)));
        if (outcome is { UncertainAttempts: > 0 })
            lines.Add(Line("details.uncertain", outcome.UncertainAttempts.ToString(texts.Culture)));
        lines.AddRange((outcome?.Assets ?? []).Select(asset => Line("details.size", $"{asset.Width} × {asset.Height}, {asset.Bytes / 1024} KB, <{store.UrlOf(asset).AbsoluteUri}>")));
        lines.Add(Line("details.id", $"`{job.Id}`"));
        lines.Add(Line("details.command", Code($"/imagine {order.Prompt.Value} {Repeat.Flags(order.Spec, outcome?.Seed)}")));
        return string.Join('\n', lines);

        string Line(string label, string value) => $"*{texts[label]}* {value}";

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

    private static MarkdownText Limit(LimitUsage usage, Texts texts)
    {
        var name = texts[usage.Kind switch
        {
            LimitKind.UserImages => "quota.yours",
            LimitKind.GuildImages => "quota.everyone",
            LimitKind.GuildCost => "quota.budget",
            LimitKind.UserOpen => "quota.unfinished",
        }];
        var used = Amount(usage.Used);
        if (usage.Limit is not { } limit)
            return new MarkdownText($"*{name}*\n{texts.Format("quota.unlimited", ("used", used))}");
        var reset = usage.ResetsAt is { } at ? $"\n{texts.Format("quota.resets", ("when", Mrkdwn.When(at)))}" : "";
        return new MarkdownText($"*{name}*\n{Bar.Of(usage.Used, limit)} {texts.Format("quota.used", ("used", used), ("limit", Amount(limit)))}{reset}");

        string Amount(long value) => usage.Kind == LimitKind.GuildCost ? new Usd(value).ToString() : value.ToString("N0", texts.Culture);
    }

    private static SectionBlock Section(string markdown) => new() { Text = new MarkdownText(markdown) };

    private static SectionBlock Part(string heading, string markdown) => Section($"*{heading}*\n{markdown}");

    private static OutgoingMessage Sheet(string title, IReadOnlyList<Block> blocks) => new() { Text = title, Blocks = [new HeaderBlock(new PlainText(title)), .. blocks] };
}
