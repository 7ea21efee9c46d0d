namespace ImageGen.Core.Prompts;

/// <summary>What a refiner works from.</summary>
/// <param name="Prompt">What the person asked for.</param>
/// <param name="Guides">The style guides that fit, the medium first.</param>
/// <param name="Negative">What the person does not want to see; may be absent.</param>
/// <param name="MaxLength">Most characters (Unicode code points) the provider takes.</param>
public sealed record RefinementRequest(UserPrompt Prompt, IReadOnlyList<StyleGuide> Guides, string? Negative, int MaxLength);

/// <summary>Turns what a person asked for into what a provider is told.</summary>
public interface IPromptRefiner
{
    /// <summary>Name and version, part of every <see cref="PromptKey"/>: a changed refiner makes other pictures.</summary>
    string Version { get; }

    /// <summary>Refines a prompt.</summary>
    Task<RefinedPrompt> RefineAsync(RefinementRequest request, CancellationToken cancellation);
}
