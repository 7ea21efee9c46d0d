using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>An outcome set for Discord: the message, its files, and what is left of it where Discord will not have all.</summary>
internal sealed record DiscordTelling
{
    public required ImageJob Job { get; init; }

    public required ReplyHandle Handle { get; init; }

    public required Texts Texts { get; init; }

    public required OutgoingMessage Message { get; init; }

    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>The same without files and without anything that could be refused.</summary>
    public required OutgoingMessage Plain { get; init; }

    /// <summary>Whether the picture goes into a thread opened on the answer to the command.</summary>
    public bool OpensThread { get; init; }

    public bool IsPrivate => Job.Order.Context is { IsPrivate: true };

    /// <summary>Where the bot posts when it cannot edit.</summary>
    public string Channel => Job.Order.Conversation.Thread is { Length: > 0 } thread ? thread : Job.Order.Conversation.Channel;

    /// <summary>
    /// The same for a second time within minutes, so that Discord tells a repeat. The first digit of an id is a 0 for
    /// some 8,000 years; without it the id has the 25 characters a nonce may have.
    /// </summary>
    public string Nonce => Job.Id.Value[1..];

    /// <summary>Sets an outcome.</summary>
    public static DiscordTelling Of(ImageJob job, IReadOnlyList<Uri> urls, bool opensThread, PictureFiles pictures, IImageStore store, ImageProviders providers)
    {
        var handle = ReplyHandle.Parse(job.Order.Conversation.Token);
        var texts = Texts.For(job.Order.Context?.Locale);
        var linked = urls.Count > 0 ? DiscordViews.Linked(job, urls, providers, texts) : DiscordViews.Failure(job, texts);
        var telling = new DiscordTelling
        {
            Job = job,
            Handle = handle,
            Texts = texts,
            Message = linked,
            Plain = linked with { Embeds = [], Content = urls.Count > 0 ? string.Join('\n', urls.Select(url => url.AbsoluteUri)) : texts.ErrorTitle(job.Outcome!.Error!.Code) },
        };
        if (urls.Count == 0)
            return telling;

        telling = telling with { OpensThread = opensThread && CanOpenThread(handle, job) };
        if (store.IsPublic)
            return telling with { Message = DiscordViews.Result(job, urls, providers, texts) };
        if (job.Outcome!.Assets.Any(picture => picture.Bytes > handle.UploadLimit))
            return telling;
        var files = pictures.Of(job.Outcome.Assets, ResultCard.Of(job, providers, texts).AltTexts);
        return telling with { Message = DiscordViews.Uploaded(job, files, providers, texts), Files = files };
    }

    private static bool CanOpenThread(ReplyHandle handle, ImageJob job) =>
        handle.Place == Place.Channel && job.Order.Context is not { IsPrivate: true }
        && handle.May(Permission.ViewChannel | Permission.CreatePublicThreads | Permission.SendMessagesInThreads | Permission.EmbedLinks | Permission.AttachFiles);
}
