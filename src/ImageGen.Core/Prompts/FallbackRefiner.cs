using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Prompts;

/// <summary>Has another refine where the first cannot, and says so in <see cref="RefinedPrompt.InsteadOf"/>.</summary>
/// <param name="first">The one asked.</param>
/// <param name="second">One that always can.</param>
/// <param name="logger">Told why.</param>
public sealed partial class FallbackRefiner(IPromptRefiner first, IPromptRefiner second, ILogger<FallbackRefiner> logger) : IPromptRefiner
{
    /// <inheritdoc/>
    public string Version => first.Version;

    /// <inheritdoc/>
    public Usd MaxCost => first.MaxCost;

    /// <inheritdoc/>
    public async Task<RefinedPrompt> RefineAsync(RefinementRequest request, CancellationToken cancellation)
    {
        try
        {
            return await first.RefineAsync(request, cancellation);
        }
        catch (RefinementException fault)
        {
            LogFellBack(first.Version, fault.Message, second.Version);
            return await second.RefineAsync(request, cancellation) with { InsteadOf = first.Version, Cost = fault.Cost };
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refiner {Refiner}: {Reason} {Fallback} refines instead.")]
    private partial void LogFellBack(string refiner, string reason, string fallback);
}
