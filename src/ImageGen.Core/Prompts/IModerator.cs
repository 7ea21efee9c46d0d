namespace ImageGen.Core.Prompts;

/// <summary>A moderator's decision.</summary>
/// <param name="Refusal">Why the text is refused, as a sentence for its author; null where it is allowed.</param>
public readonly record struct ModerationVerdict(string? Refusal)
{
    /// <summary>The text may be used.</summary>
    public static ModerationVerdict Allowed => default;

    /// <summary>Whether the text may be used.</summary>
    public bool IsAllowed => Refusal is null;
}

/// <summary>Where a text is reviewed.</summary>
/// <param name="BlockedWords">Words and phrases this tenant refuses besides those of the installation.</param>
/// <param name="IsAgeRestricted">The place is for adults only; everywhere else the review is the stricter.</param>
public sealed record ModerationContext(IReadOnlyCollection<string> BlockedWords, bool IsAgeRestricted = false)
{
    /// <summary>Expressions this tenant refuses.</summary>
    public IReadOnlyCollection<BlockedPattern> BlockedPatterns { get; init; } = [];
}

/// <summary>Decides whether a text may become a picture. Sees raw and refined prompts alike.</summary>
public interface IModerator
{
    /// <summary>Reviews a text.</summary>
    /// <param name="text">A raw or a refined prompt.</param>
    /// <param name="context">Where it would be shown, and whose rules are kept there.</param>
    /// <param name="cancellation">Stops the review.</param>
    ValueTask<ModerationVerdict> ReviewAsync(string text, ModerationContext context, CancellationToken cancellation);
}
