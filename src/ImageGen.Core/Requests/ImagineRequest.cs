namespace ImageGen.Core.Requests;

/// <summary>
/// What a person asked for, as typed and not yet believed: every face (chat options, flags in the text, HTTP, command
/// line) fills in the same fields, and <see cref="RequestValidator"/> judges them all alike.
/// </summary>
public sealed record ImagineRequest
{
    /// <summary>The text after <c>/imagine</c>, where that is how it came; shown back in history.</summary>
    public string? Command { get; init; }

    /// <summary>What to draw.</summary>
    public string? Prompt { get; init; }

    /// <summary>A style guide's name.</summary>
    public string? Style { get; init; }

    /// <summary>A configured provider's name.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether <see cref="Provider"/> is only where to begin, and another may draw where it cannot.</summary>
    public bool MayFallBack { get; init; }

    /// <summary><c>W:H</c>.</summary>
    public string? Aspect { get; init; }

    /// <summary>A whole number from 1 to 4.</summary>
    public string? Count { get; init; }

    /// <summary>A whole number from 0 to 4294967295.</summary>
    public string? Seed { get; init; }

    /// <summary>A number.</summary>
    public string? Guidance { get; init; }

    /// <summary>What must not be seen.</summary>
    public string? Negative { get; init; }

    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string? Quality { get; init; }

    /// <summary>Whether to refine the prompt; yes where absent.</summary>
    public bool? Refine { get; init; }

    /// <summary>Whether to draw even where the picture is cached.</summary>
    public bool Fresh { get; init; }

    /// <summary>A reference image's key in the image store, or the platform's id of an attachment at <see cref="ReferenceUrl"/>.</summary>
    public string? Reference { get; init; }

    /// <summary>Where a chat platform keeps the attached reference image; null where <see cref="Reference"/> is in the store.</summary>
    public Uri? ReferenceUrl { get; init; }
}
