using System.Globalization;
using System.Text.Json;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>
/// <c>/gallery</c>: finished pictures, page by page, for the asker's eyes only. Their own from anywhere; everyone's only from
/// the channel they are in, because what was drawn elsewhere may not be for them to see.
/// </summary>
internal sealed class DiscordGallery(IJobLedger ledger, IImageStore store, DiscordUploads uploads, DiscordClient discord, TimeProvider clock)
{
    private const int PageSize = 4;
    private const int MaxPictures = 200;

    private static readonly TimeSpan[] ShowWaits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)];

    /// <summary>The first page.</summary>
    public Task<Answer> OpenAsync(Invocation at, CancellationToken cancellation)
    {
        var who = at.Data.FilledOptions.FirstOrDefault(static option => option.Name == "who")?.Value;
        var everyone = who is { ValueKind: JsonValueKind.String } given && given.ValueEquals("everyone");
        return PageAsync(at, new ListId.Gallery(everyone, 0), isUpdate: false, cancellation);
    }

    /// <summary>Another page, in place of the one with the button.</summary>
    public Task<Answer> TurnAsync(Invocation at, ListId.Gallery id, CancellationToken cancellation) => PageAsync(at, id, isUpdate: true, cancellation);

    private async Task<Answer> PageAsync(Invocation at, ListId.Gallery id, bool isUpdate, CancellationToken cancellation)
    {
        var pictures = await PicturesAsync(at, id.Everyone, cancellation);
        var pages = Math.Max(1, (pictures.Count + PageSize - 1) / PageSize);
        var page = Math.Min(id.Page, pages - 1);
        var shown = pictures.Skip(page * PageSize).Take(PageSize).ToList();
        var message = new OutgoingMessage
        {
            Content = pictures.Count == 0 ? at.Texts["gallery.empty"] : Heading(id, page, pages, at.Texts),
            Embeds = [.. shown.Select(job => Picture(job, id, at.Texts, store.IsPublic ? store.UrlOf(job.Outcome!.Assets[0]).AbsoluteUri : null))],
            Attachments = [],
            Components = pages == 1 ? [] : [new ActionRow([Turn("button.previous", page - 1), Turn("button.next", page + 1)])],
        };
        if (store.IsPublic || shown.Count == 0)
            return isUpdate ? new InteractionAnswer.Update(message) : new InteractionAnswer.NewMessage(message with { Flags = MessageFlags.Ephemeral });

        // Nobody but this network can load the pictures from here, so they are uploaded once the answer has left.
        return new Answer(isUpdate ? new InteractionAnswer.DeferredUpdate() : InteractionAnswer.Deferred.Private, stopping => UploadAsync(at, id, message, shown, stopping));

        Button Turn(string label, int to) => new()
        {
            Style = ButtonStyle.Secondary,
            Label = at.Texts[label],
            // A page outside is shown as the nearest one; its button is off, but its id must differ from the other's.
            CustomId = new ListId.Gallery(id.Everyone, to < 0 ? pages : to).ToString(),
            Disabled = to < 0 || to >= pages ? true : null,
        };
    }

    private async Task<List<ImageJob>> PicturesAsync(Invocation at, bool everyone, CancellationToken cancellation)
    {
        var query = everyone
            ? new HistoryQuery(at.Tenant, Conversation: at.Conversation(), Limit: MaxPictures)
            : new HistoryQuery(at.Tenant, at.User, Limit: MaxPictures);
        var jobs = await ledger.HistoryAsync(query, cancellation);
        return [.. jobs.Where(job => job is { State: JobState.Completed, Outcome.Assets.Count: > 0 } && (job.Order.User == at.User || job.Order.Context is not { IsPrivate: true }))];
    }

    /// <summary>Replaces "thinking…": tried a few times, since somebody waits for it and no lane repeats it.</summary>
    private async Task UploadAsync(Invocation at, ListId.Gallery id, OutgoingMessage message, List<ImageJob> shown, CancellationToken stopping)
    {
        var files = uploads.Of([.. shown.Select(job => job.Outcome!.Assets[0])], at.Handle.UploadLimit);
        var page = message;
        if (files.Count > 0)
        {
            page = message with
            {
                Embeds = [.. shown.Select((job, index) => Picture(job, id, at.Texts, $"attachment://{files[index].Filename}"))],
                Attachments = [.. files.Select((file, index) => new OutgoingAttachment(index.ToString(CultureInfo.InvariantCulture), file.Filename, Cut.To(shown[index].Order.Prompt.Value, 1024)))],
            };
        }

        for (var attempt = 0; ; attempt++)
        {
            DiscordVerdict verdict;
            var wait = attempt < ShowWaits.Length ? ShowWaits[attempt] : (TimeSpan?)null;
            try
            {
                var result = await discord.EditOriginalAsync(at.Interaction.Token, page, files, stopping);
                verdict = result.Verdict();
                if (result is DiscordResult<SentMessage>.RateLimited limited && wait is not null)
                    wait = limited.RetryAfter;
            }
            catch (GenerationException)
            {
                // A picture is not in the store any more: the page without pictures is better than none.
                (page, files, verdict) = (message, [], DiscordVerdict.Later);
            }

            if (verdict is not (DiscordVerdict.Later or DiscordVerdict.NotFound) || wait is null)
                return;
            await Task.Delay(wait.Value, clock, stopping);
        }
    }

    private static string Heading(ListId.Gallery id, int page, int pages, Texts texts) =>
        $"**{texts[id.Everyone ? "gallery.title.everyone" : "gallery.title.mine"]}** · {texts.Format("gallery.page", ("page", page + 1), ("pages", pages))}";

    private static Embed Picture(ImageJob job, ListId.Gallery id, Texts texts, string? address) => new()
    {
        Description = Markdown.Escape(job.Order.Prompt.Value, 300) + (id.Everyone ? $"\n-# {texts.Format("gallery.by", ("user", $"<@{job.Order.User}>"))}" : ""),
        Image = address is null ? null : new EmbedImage(address),
    };
}
