namespace ImageGen.Core.Prompts;

/// <summary>Asks one moderator after the other, until one refuses.</summary>
/// <param name="moderators">The free ones first.</param>
public sealed class ModeratorChain(IReadOnlyList<IModerator> moderators) : IModerator
{
    /// <inheritdoc/>
    public ValueTask<ModerationVerdict> ReviewAsync(string text, ModerationContext context, CancellationToken cancellation) =>
        FirstRefusalAsync(moderator => moderator.ReviewAsync(text, context, cancellation));

    /// <inheritdoc/>
    public ValueTask<ModerationVerdict> ReviewAsync(PictureToReview picture, ModerationContext context, CancellationToken cancellation) =>
        FirstRefusalAsync(moderator => moderator.ReviewAsync(picture, context, cancellation));

    private async ValueTask<ModerationVerdict> FirstRefusalAsync(Func<IModerator, ValueTask<ModerationVerdict>> review)
    {
        foreach (var moderator in moderators)
        {
            if (await review(moderator) is { IsAllowed: false } refused)
                return refused;
        }

        return ModerationVerdict.Allowed;
    }
}
