namespace ImageGen.Core.Prompts;

/// <summary>A moderator's decision.</summary>
/// <param name="Refusal">Why it is refused, as a sentence for its author; null where it is allowed.</param>
public readonly record struct ModerationVerdict(string? Refusal)
{
    /// <summary>It may be used.</summary>
    public static ModerationVerdict Allowed => default;

    /// <summary>Whether it may be used.</summary>
    public bool IsAllowed => Refusal is null;
}

/// <summary>Where a text or picture is reviewed.</summary>
/// <param name="BlockedWords">Words and phrases this tenant refuses besides those of the installation.</param>
/// <param name="IsAgeRestricted">The place is for adults only; everywhere else the review is the stricter.</param>
public sealed record ModerationContext(IReadOnlyCollection<string> BlockedWords, bool IsAgeRestricted = false)
{
    /// <summary>Expressions this tenant refuses.</summary>
    public IReadOnlyCollection<BlockedPattern> BlockedPatterns { get; init; } = [];
}

/// <summary>A picture to be reviewed.</summary>
/// <param name="ContentType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="OpenAsync">Opens it, each time anew. Disposed by the reader.</param>
public sealed record PictureToReview(string ContentType, Func<CancellationToken, Task<Stream>> OpenAsync);

/// <summary>
/// Decides whether a text may become a picture, and whether a picture may be used and shown. Sees raw and refined
/// prompts, reference images and results alike.
/// </summary>
/// <remarks>Where it cannot decide, it throws a transient <see cref="Images.GenerationException"/>: nothing is let through unseen.</remarks>
public interface IModerator
{
    /// <summary>Reviews a text.</summary>
    /// <param name="text">A raw or a refined prompt.</param>
    /// <param name="context">Where it would be shown, and whose rules are kept there.</param>
    /// <param name="cancellation">Stops the review.</param>
    ValueTask<ModerationVerdict> ReviewAsync(string text, ModerationContext context, CancellationToken cancellation);

    /// <summary>Reviews a picture. A moderator of texts alone allows it without opening it.</summary>
    /// <param name="picture">A reference image or a result.</param>
    /// <param name="context">Where it would be shown, and whose rules are kept there.</param>
    /// <param name="cancellation">Stops the review.</param>
    ValueTask<ModerationVerdict> ReviewAsync(PictureToReview picture, ModerationContext context, CancellationToken cancellation) => new(ModerationVerdict.Allowed);
}
