namespace ImageGen.Core.Prompts;

/// <summary>Finds the style guides that fit a prompt.</summary>
public interface IStyleRetriever
{
    /// <summary>Chooses the guides that refine this prompt.</summary>
    /// <param name="prompt">What the person asked for.</param>
    /// <param name="library">The tenant's guides.</param>
    /// <param name="style">The style asked for, or the library's default.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>One medium, then the moods that fit best, at most three guides in all.</returns>
    ValueTask<IReadOnlyList<StyleGuide>> RetrieveAsync(
        UserPrompt prompt, StyleLibrary library, StyleGuide style, CancellationToken cancellation);
}
