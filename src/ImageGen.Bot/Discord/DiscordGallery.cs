using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary><c>/gallery</c>: finished pictures, page by page, for the asker's eyes only.</summary>
internal sealed class DiscordGallery(PictureGallery gallery, IImageStore store, PictureFiles pictures, DiscordOriginal original)
{
    /// <summary>The first page.</summary>
    public Task<Answer> OpenAsync(Invocation at, CancellationToken cancellation)
    {
        var everyone = at.Data.FilledOptions.FirstOrDefault(static option => option.Name == "who")?.Text == "everyone";
        return PageAsync(at, new ListId.Gallery(everyone, 0), isUpdate: false, cancellation);
    }

    /// <summary>Another page, in place of the one with the button.</summary>
    public Task<Answer> TurnAsync(Invocation at, ListId.Gallery id, CancellationToken cancellation) => PageAsync(at, id, isUpdate: true, cancellation);

    private async Task<Answer> PageAsync(Invocation at, ListId.Gallery id, bool isUpdate, CancellationToken cancellation)
    {
        var page = await gallery.ReadAsync(at.Tenant, at.User, at.Conversation(), id, cancellation);
        var message = new OutgoingMessage
        {
            Content = $"**{page.Title(at.Texts)}** · {page.Place(at.Texts)}",
            Embeds = [.. page.Jobs.Select(job => Picture(job, id, at.Texts, store.IsPublic ? store.UrlOf(job.Outcome!.Assets[0]).AbsoluteUri : null))],
            Attachments = [],
            Components = page.Pages == 1 ? [] : [new ActionRow([Turn("button.previous", page.Id.Page - 1), Turn("button.next", page.Id.Page + 1)])],
        };
        if (store.IsPublic || page.Jobs.Count == 0)
            return isUpdate ? new InteractionAnswer.Update(message) : new InteractionAnswer.NewMessage(message with { Flags = MessageFlags.Ephemeral });

        // Nobody but this network can load the pictures from here, so they are uploaded once the answer has left.
        return new Answer(isUpdate ? new InteractionAnswer.DeferredUpdate() : InteractionAnswer.Deferred.Private, stopping => UploadAsync(at, page, message, stopping));

        Button Turn(string label, int to) => new()
        {
            Style = ButtonStyle.Secondary,
            Label = at.Texts[label],
            // A page outside is shown as the nearest one; its button is off, but its id must differ from the other's.
            CustomId = new ListId.Gallery(id.Everyone, to < 0 ? page.Pages : to).ToString(),
            Disabled = to < 0 || to >= page.Pages ? true : null,
        };
    }

    private Task UploadAsync(Invocation at, GalleryPage page, OutgoingMessage message, CancellationToken stopping)
    {
        var assets = page.Jobs.Select(static job => job.Outcome!.Assets[0]).ToList();
        var files = assets.TrueForAll(picture => picture.Bytes <= at.Handle.UploadLimit)
            ? pictures.Of(assets, [.. page.Jobs.Select(job => at.Texts.Format("result.alt", ("prompt", job.Order.Prompt.Value)))])
            : [];
        var full = files.Count == 0 ? message : message with
        {
            Embeds = [.. page.Jobs.Select((job, index) => Picture(job, page.Id, at.Texts, $"attachment://{files[index].Filename}"))],
            Attachments = DiscordViews.Attachments(files),
        };
        return original.ShowAsync(at, full, files, message, stopping);
    }

    private static Embed Picture(ImageJob job, ListId.Gallery id, Texts texts, string? address) => new()
    {
        Description = Markdown.Escape(job.Order.Prompt.Value, 300) + (id.Everyone ? $"\n-# {texts.Format("gallery.by", ("user", $"<@{job.Order.User}>"))}" : ""),
        Image = address is null ? null : new EmbedImage(address),
    };
}
