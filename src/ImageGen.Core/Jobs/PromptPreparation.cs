using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

/// <summary>Makes of what a person asked for what a provider is told: moderate, choose guidelines, refine, moderate again.</summary>
public sealed class PromptPreparation(IGuildSettingsStore guilds, IModerator moderator, IStyleRetriever retriever, PromptRefiners refiners)
{
    /// <summary>Refines an order's prompt.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="maxLength">Most characters (Unicode code points) the provider takes.</param>
    /// <param name="onRefined">Told the refined prompt, and so what it cost, before it is moderated.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="GenerationException">The words, before or after, are refused; or nobody can moderate right now.</exception>
    public async Task PrepareAsync(JobOrder order, int maxLength, Func<RefinedPrompt, Task> onRefined, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(onRefined);
        var guild = await guilds.GetAsync(order.Tenant, cancellation);
        await ReviewAsync(order.Prompt.Value, order, guild, Usd.Zero, cancellation);

        var style = guild.Styles.TryFind(order.Spec.Style, out var chosen) ? chosen : guild.Styles.Default;
        var request = new RefinementRequest(order.Prompt, await retriever.RetrieveAsync(order.Prompt, guild.Styles, style, cancellation), order.Spec.Negative, maxLength)
        {
            Tenant = order.Tenant,
            EndUser = $"{order.Tenant}:{order.User}",
        };
        var refiner = refiners.For(order.Spec);
        var refined = await RefineAsync(refiner, request, cancellation);
        await onRefined(refined);
        await ReviewAsync(refined.Value, order, guild, refined.Cost, cancellation);
        await refiner.KeepAsync(request, refined, cancellation);
    }

    /// <summary>Moderates a prompt that an earlier attempt refined.</summary>
    /// <exception cref="GenerationException">It is refused, or nobody can moderate right now.</exception>
    public async Task ReviewAsync(JobOrder order, RefinedPrompt refined, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(refined);
        await ReviewAsync(refined.Value, order, await guilds.GetAsync(order.Tenant, cancellation), refined.Cost, cancellation);
    }

    private async Task ReviewAsync(string text, JobOrder order, GuildSettings guild, Usd cost, CancellationToken cancellation)
    {
        var verdict = await moderator.ReviewAsync(text, guild.ModerationOf(order), cancellation);
        if (verdict.Refusal is { } refusal)
            throw new GenerationException(ErrorCode.Refused, cost > Usd.Zero ? $"{refusal} Refining it cost {cost}." : $"{refusal} Nothing was charged.");
    }

    private static async Task<RefinedPrompt> RefineAsync(IPromptRefiner refiner, RefinementRequest request, CancellationToken cancellation)
    {
        try
        {
            return await refiner.RefineAsync(request, cancellation);
        }
        catch (RefinementException fault)
        {
            // The template and the person's own words only come to nothing where there was nothing but markup.
            throw new GenerationException(ErrorCode.InvalidRequest, "The prompt is markup of image servers and nothing else. Nothing was charged.", fault);
        }
    }
}
