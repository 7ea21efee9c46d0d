using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>What a person can look up, for their eyes only: jobs, quotas, help.</summary>
internal sealed class DiscordLists(
    IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, LedgerOptions retention)
{
    /// <summary>An unfinished job is seldom older than these.</summary>
    private const int MaxListed = 100;

    private const int MaxFinished = 8;
    private const int ButtonsPerRow = 5;

    /// <summary><c>/jobs</c>.</summary>
    public async Task<Answer> JobsAsync(Invocation at, CancellationToken cancellation) =>
        new InteractionAnswer.NewMessage(await JobsMessageAsync(at, cancellation) with { Flags = MessageFlags.Ephemeral });

    /// <summary><c>/quota</c>.</summary>
    public async Task<Answer> QuotaAsync(Invocation at, CancellationToken cancellation)
    {
        var guild = await guilds.GetAsync(at.Tenant, cancellation);
        var usage = await UsageReport.ReadAsync(ledger, guild.Quotas, at.Tenant, at.User, clock.GetUtcNow(), cancellation, at.Roles, at.Conversation().Channel);
        return Sheet(at.Texts["quota.title"], [.. usage.Limits.Select(limit => LimitText.Of(limit, at.Texts, Timestamps.Relative)).Select(fact => new EmbedField(fact.Label, fact.Value))]);
    }

    /// <summary><c>/help</c>.</summary>
    public async Task<Answer> HelpAsync(Invocation at, CancellationToken cancellation)
    {
        var styles = (await guilds.GetAsync(at.Tenant, cancellation)).Styles.Guides.Select(guide => guide.Name);
        var texts = at.Texts;
        return Sheet(texts["help.title"],
        [
            new EmbedField(texts["help.commands.title"], texts["help.commands"]),
            new EmbedField(texts["help.flags.title"], texts["help.flags"]),
            new EmbedField(texts["help.buttons.title"], texts["help.buttons"]),
            new EmbedField(texts["result.styles"], Cut.To(string.Join(", ", styles), 1024)),
            new EmbedField(texts["help.privacy.title"], texts.Format("help.privacy", ("days", retention.Retention.Days))),
        ], texts["help.intro"]);
    }

    /// <summary>Cancels a job of the list and shows it anew.</summary>
    public async Task<Answer> CancelAsync(Invocation at, ListId.Cancel cancel, CancellationToken cancellation)
    {
        // The list shows only the user's own jobs; whoever else sends its button is refused all the same.
        var rules = (await guilds.GetAsync(at.Tenant, cancellation)).Rules;
        if (await ledger.FindAsync(at.Tenant, cancel.Job, cancellation) is { } job && at.MayDelete(rules, job.Order.User))
            await ledger.CancelAsync(at.Tenant, cancel.Job, cancellation);
        return new InteractionAnswer.Update(await JobsMessageAsync(at, cancellation));
    }

    private async Task<OutgoingMessage> JobsMessageAsync(Invocation at, CancellationToken cancellation)
    {
        var texts = at.Texts;
        var mayCancel = at.MayDelete((await guilds.GetAsync(at.Tenant, cancellation)).Rules, at.User);
        var jobs = await ledger.HistoryAsync(new HistoryQuery(at.Tenant, at.User, Limit: MaxListed), cancellation);
        var open = jobs.Where(job => !job.State.IsFinal()).ToList();
        var fields = new List<EmbedField>();
        Add("jobs.running", open.Where(job => job.State == JobState.Processing).Select(Open));
        Add("jobs.waiting", open.Where(job => job.State == JobState.Pending).Select(Open));
        Add("jobs.recent", jobs.Where(job => job.State.IsFinal()).Take(MaxFinished).Select(job => $"{Outcome(job)} · {Prompt(job)} · {Timestamps.Relative(job.Order.CreatedAt)}"));
        var buttons = open.Where(job => mayCancel && !job.CancelRequested).Take(ButtonsPerRow * 2).Select((job, index) => new Button
        {
            Style = ButtonStyle.Secondary,
            Label = Cut.To($"{texts["button.cancel"]}: {job.Order.Prompt.Value}", 80),
            CustomId = new ListId.Cancel(job.Id).ToString(),
        });
        return new OutgoingMessage
        {
            Embeds = [new Embed { Title = texts["jobs.title"], Description = fields.Count == 0 ? texts["jobs.empty"] : null, Fields = fields }],
            Components = [.. buttons.Chunk(ButtonsPerRow).Select(row => new ActionRow(row))],
        };

        void Add(string heading, IEnumerable<string> lines)
        {
            if (string.Join('\n', lines) is { Length: > 0 } text)
                fields.Add(new EmbedField(texts[heading], Cut.To(text, 1024)));
        }

        string Open(ImageJob job) => $"{ProgressText.Of(job, texts)} · {Prompt(job)}";

        // A reply that went to the author alone has no link that leads anywhere from here.
        string Outcome(ImageJob job) => DiscordMessageRef.TryParse(job.Message, out var shown) && !at.Tenant.IsPerson && shown.Channel == Home(job.Order.Conversation)
            ? $"[{Symbol(job)}]({shown.Link(at.Tenant.Id)})"
            : Symbol(job);

        static string Home(ConversationRef conversation) => conversation.Thread.Length > 0 ? conversation.Thread : conversation.Channel;

        static string Symbol(ImageJob job) => job.State switch { JobState.Completed => "🖼️", JobState.Cancelled => "✖️", _ => "⚠️" };

        static string Prompt(ImageJob job) => Markdown.Escape(job.Order.Prompt.Value, 80);
    }

    private static Answer Sheet(string title, IReadOnlyList<EmbedField> fields, string? text = null) => new InteractionAnswer.NewMessage(new OutgoingMessage
    {
        Embeds = [new Embed { Title = title, Description = text, Fields = fields }],
        Flags = MessageFlags.Ephemeral,
    });
}
