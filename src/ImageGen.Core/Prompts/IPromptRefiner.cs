using ImageGen.Core.Chat;

namespace ImageGen.Core.Prompts;

/// <summary>What a refiner works from.</summary>
/// <param name="Prompt">What the person asked for.</param>
/// <param name="Guides">The style guides that fit, the medium first.</param>
/// <param name="Negative">What the person does not want to see; may be absent.</param>
/// <param name="MaxLength">Most characters (Unicode code points) the provider takes.</param>
public sealed record RefinementRequest(UserPrompt Prompt, IReadOnlyList<StyleGuide> Guides, string? Negative, int MaxLength)
{
    /// <summary>Whose prompt it is: what one tenant's prompts were refined to is no other's.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Who asked, <c>platform:tenant:user</c>. Leaves this process only as a keyed hash.</summary>
    public string? EndUser { get; init; }
}

/// <summary>Turns what a person asked for into what a provider is told.</summary>
public interface IPromptRefiner
{
    /// <summary>Name and version, part of every <see cref="PromptKey"/>: a changed refiner makes other pictures.</summary>
    string Version { get; }

    /// <summary>Upper bound of what refining a prompt can cost.</summary>
    Usd MaxCost => Usd.Zero;

    /// <summary>Refines a prompt.</summary>
    Task<RefinedPrompt> RefineAsync(RefinementRequest request, CancellationToken cancellation);

    /// <summary>What came of the request passed moderation, and may be given again.</summary>
    Task KeepAsync(RefinementRequest request, RefinedPrompt refined, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>A refiner came to no text that can be used. Somebody else has to refine.</summary>
/// <param name="why">Why, for operators; holds no secret and no prompt.</param>
/// <param name="cost">What it cost all the same, as far as anyone can know.</param>
/// <param name="inner">What caused it.</param>
public sealed class RefinementException(string why, Usd cost = default, Exception? inner = null) : Exception(why, inner)
{
    /// <summary>What it cost all the same, as far as anyone can know.</summary>
    public Usd Cost { get; } = cost;
}
