using ImageGen.Core.Images;

namespace ImageGen.Core.Prompts;

/// <summary>Whether a guide says what a picture is made of, or what it feels like.</summary>
public enum StyleKind
{
    /// <summary>A way of making pictures: watercolor, pixel art. A picture has one.</summary>
    Medium,

    /// <summary>A look or genre: cyberpunk, film noir. It combines with any medium.</summary>
    Mood,
}

/// <summary>A guideline on how pictures of one style are described to a generator.</summary>
public sealed record StyleGuide
{
    /// <summary>What people type after <c>--style</c>: lower case, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What people read.</summary>
    public required string Title { get; init; }

    /// <summary>Medium or mood.</summary>
    public required StyleKind Kind { get; init; }

    /// <summary>Words and phrases in a prompt that call for this guide without naming it.</summary>
    public required IReadOnlyList<string> Keywords { get; init; }

    /// <summary>How such a picture looks, as a phrase that continues a description.</summary>
    public required string Guidance { get; init; }

    /// <summary>What such a picture never shows; may be empty.</summary>
    public string Negative { get; init; } = "";

    /// <summary>Who draws where a command names this style and no provider; null leaves it open.</summary>
    public string? Provider { get; init; }

    /// <summary>The aspect where a command names this style and no aspect; null is square.</summary>
    public AspectRatio? Aspect { get; init; }

    /// <summary>The quality where a command names this style and no quality; null is medium.</summary>
    public ImageQuality? Quality { get; init; }

    /// <summary>Grows with every edit, so that pictures cached under the old guidance are not served for the new.</summary>
    public int Version { get; init; } = 1;
}
