using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>How an outcome is shown, from the best to what is left where Slack will not have the better.</summary>
internal enum SlackShape
{
    /// <summary>Why there is no picture.</summary>
    Failure,

    /// <summary>Pictures that Slack loads from their addresses.</summary>
    Embedded,

    /// <summary>Pictures uploaded beside the message.</summary>
    Uploaded,

    /// <summary>Pictures as links in the message.</summary>
    Linked,

    /// <summary>A text and nothing else.</summary>
    Plain,
}

/// <summary>An outcome set for Slack.</summary>
internal sealed record SlackTelling
{
    /// <summary>What image blocks can show. WebP is not among it.</summary>
    private static readonly string[] Embeddable = ["image/png", "image/jpeg", "image/gif"];

    public required ImageJob Job { get; init; }

    public required IReadOnlyList<Uri> Urls { get; init; }

    public required Texts Texts { get; init; }

    public required ImageProviders Providers { get; init; }

    public required SlackShape Shape { get; init; }

    /// <summary>Whether it is told in a direct message because there is no other way.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Whether the message is all there is: nothing is uploaded beside it, so it can be said anywhere.</summary>
    public bool IsWholeMessage => Shape is not SlackShape.Uploaded;

    public bool HasPictures => Urls.Count > 0;

    public bool IsPrivate => Job.Order.Context is { IsPrivate: true };

    /// <summary>The thread the command was given in; null where the root opens one.</summary>
    public string? Thread => Job.Order.Conversation.Thread is { Length: > 0 } thread ? thread : null;

    /// <summary>The message that shows the outcome.</summary>
    public OutgoingMessage Outcome => Shape switch
    {
        SlackShape.Failure => SlackViews.Failure(Job, Texts),
        SlackShape.Embedded => SlackViews.Result(Job, Urls, Providers, Texts),
        SlackShape.Uploaded => SlackViews.Uploaded(Job, Providers, Texts),
        SlackShape.Linked => SlackViews.Linked(Job, Urls, Providers, Texts),
        SlackShape.Plain => SlackViews.Plain(Job, Urls, Texts),
    };

    /// <summary>Sets an outcome.</summary>
    public static SlackTelling Of(ImageJob job, IReadOnlyList<Uri> urls, string? locale, IImageStore store, ImageProviders providers) => new()
    {
        Job = job,
        Urls = urls,
        Texts = Texts.For(locale),
        Providers = providers,
        Shape = urls.Count == 0 ? SlackShape.Failure
            : SlackMessageRef.TryParse(job.Message, out var at) && at.Files.Count > 0 ? SlackShape.Uploaded
            : store.IsPublic && job.Outcome!.Assets.All(CanEmbed) ? SlackShape.Embedded
            : SlackShape.Uploaded,
    };

    /// <summary>Whether an image block can show it.</summary>
    public static bool CanEmbed(ImageAsset asset) => Embeddable.Contains(asset.ContentType);

    /// <summary>Whether the first message shows the outcome itself: in a thread there is no other, and a failure needs none.</summary>
    public bool IsInPlace(SlackMessageRef at) => !HasPictures || (Thread is not null && at.Channel == Job.Order.Conversation.Channel);

    /// <summary>What the first message says in the end.</summary>
    public OutgoingMessage Root(SlackMessageRef at) => IsInPlace(at) ? Outcome : SlackViews.InThread(Job, Texts);

    /// <summary>What is tried where Slack will not have it so; null where nothing is left.</summary>
    public SlackTelling? Simpler(SlackVerdict verdict) => (Shape, verdict) switch
    {
        (SlackShape.Embedded, SlackVerdict.ImageNotLoaded) => this with { Shape = SlackShape.Uploaded },
        (SlackShape.Uploaded, _) => this with { Shape = SlackShape.Linked },
        (SlackShape.Plain, _) => null,
        _ => this with { Shape = SlackShape.Plain },
    };
}
