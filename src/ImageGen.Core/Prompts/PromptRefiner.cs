using System.Text.RegularExpressions;

namespace ImageGen.Core.Prompts;

/// <summary>A text a provider might be told, not yet believed.</summary>
/// <param name="Text">The text.</param>
/// <param name="Cost">What it cost.</param>
public readonly record struct Proposal(string Text, Usd Cost = default);

/// <summary>
/// The one place a <see cref="RefinedPrompt"/> is made. A refiner only proposes text; whatever proposes it, a template
/// or a language model, the text is untrusted, so it is brought into canonical form, freed of provider syntax and cut
/// to the provider's limit here.
/// </summary>
public abstract partial class PromptRefiner : IPromptRefiner
{
    /// <inheritdoc/>
    public abstract string Version { get; }

    /// <inheritdoc/>
    public virtual Usd MaxCost => Usd.Zero;

    /// <inheritdoc/>
    public async Task<RefinedPrompt> RefineAsync(RefinementRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var proposal = await ProposeAsync(request, cancellation);
        var text = WithoutProviderSyntax(proposal.Text);
        if (!PromptText.TryNormalise(text, out var normal, out _) || normal.Length == 0)
            throw new RefinementException("The proposal is no text.", proposal.Cost);

        return new RefinedPrompt(
            PromptText.Truncate(normal, request.MaxLength), [.. GuidesUsed(request).Select(guide => guide.Name)], Version) { Cost = proposal.Cost };
    }

    /// <summary>A text without what some servers would act on: it is a description and nothing else.</summary>
    internal static string WithoutProviderSyntax(string text) => ProviderSyntax().Replace(text, " ").Replace('|', ' ');

    /// <summary>The text a provider might be told. Untrusted: it is cleaned and cut by the caller.</summary>
    /// <exception cref="RefinementException">There is none.</exception>
    protected abstract Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation);

    /// <summary>The guides whose guidance went into the proposal.</summary>
    protected virtual IReadOnlyList<StyleGuide> GuidesUsed(RefinementRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Guides;
    }

    /// <summary>
    /// Markup some OpenAI-compatible servers act on inside a prompt: stable-diffusion.cpp reads sd_cpp_extra_args, LoRA
    /// tags load files, and LocalAI splits at a vertical bar.
    /// </summary>
    [GeneratedRegex("<sd_cpp_extra_args>.*?(</sd_cpp_extra_args>|$)|</?[a-z_]+(:[^>]*)?>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProviderSyntax();
}

/// <summary>Weaves the prompt with the guidance of its style guides. No model, no cost, always available.</summary>
public sealed class TemplateRefiner : PromptRefiner
{
    /// <inheritdoc/>
    public override string Version => "template/1";

    /// <inheritdoc/>
    protected override Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var subject = request.Prompt.Value.TrimEnd('.', ',', ';', ' ');
        subject = char.ToUpperInvariant(subject[0]) + subject[1..];
        var avoid = request.Guides.Select(guide => guide.Negative).Prepend(request.Negative ?? "").Where(text => text.Length > 0);
        var parts = request.Guides.Select(guide => guide.Guidance).Prepend(subject);
        var text = string.Join(", ", parts) + ".";
        return Task.FromResult(new Proposal(avoid.Any() ? $"{text} Avoid: {string.Join(", ", avoid)}." : text));
    }
}

/// <summary>Keeps the person's words (<c>--raw</c>): canonical form and limits only, no guideline.</summary>
public sealed class RawRefiner : PromptRefiner
{
    /// <inheritdoc/>
    public override string Version => "raw/1";

    /// <inheritdoc/>
    protected override Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(new Proposal(request.Negative is { Length: > 0 } negative
            ? $"{request.Prompt.Value}. Avoid: {negative}."
            : request.Prompt.Value));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<StyleGuide> GuidesUsed(RefinementRequest request) => [];
}
