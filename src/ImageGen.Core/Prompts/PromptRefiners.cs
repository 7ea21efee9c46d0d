using ImageGen.Core.Images;

namespace ImageGen.Core.Prompts;

/// <summary>Chooses who refines a prompt.</summary>
/// <param name="refiner">The installation's refiner.</param>
public sealed class PromptRefiners(IPromptRefiner refiner)
{
    private readonly RawRefiner _raw = new();

    /// <summary>The refiner for this request: the installation's, or none but limits where the person wants their own words.</summary>
    public IPromptRefiner For(ImageSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Refine ? refiner : _raw;
    }
}
