namespace ImageGen.Core.Prompts;

/// <summary>What every retriever makes of the guides it found fitting.</summary>
internal static class StyleChoice
{
    private const int MaxMoods = 2;

    /// <summary>Chooses one medium, then the moods that fit best.</summary>
    /// <param name="library">The tenant's guides.</param>
    /// <param name="style">The style asked for, or the library's default.</param>
    /// <param name="fitting">Guides that fit, best first.</param>
    public static IReadOnlyList<StyleGuide> Of(StyleLibrary library, StyleGuide style, IReadOnlyList<StyleGuide> fitting)
    {
        // A picture has one medium: the one asked for. The library's default gives way to a medium the words ask for.
        var medium = style.Kind == StyleKind.Medium && style != library.Default
            ? style
            : fitting.FirstOrDefault(guide => guide.Kind == StyleKind.Medium)
                ?? (style.Kind == StyleKind.Medium ? style : library.Default);
        var moods = fitting.Where(guide => guide.Kind == StyleKind.Mood);
        if (style.Kind == StyleKind.Mood)
            moods = moods.Prepend(style);
        return [medium, .. moods.Take(MaxMoods)];
    }
}
