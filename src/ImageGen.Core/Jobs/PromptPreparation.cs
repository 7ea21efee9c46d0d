using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

/// <summary>Makes of what a person asked for what a provider is told: moderate, choose guidelines, refine, moderate again.</summary>
public sealed class PromptPreparation(IGuildSettingsStore guilds, IModerator moderator, IStyleRetriever retriever, PromptRefiners refiners)
{
    /// <summary>Refines an order's prompt.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="generator">Who will be told.</param>
    /// <param name="onRefined">Told the refined prompt, and so what it cost, before it is moderated.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="GenerationException">The words, before or after, are refused; or nobody can moderate right now.</exception>
    public async Task PrepareAsync(JobOrder order, IImageGenerator generator, Func<RefinedPrompt, Task> onRefined, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(onRefined);
        var (guild, lane) = (await guilds.GetAsync(order.Tenant, cancellation), generator.Name);
        await ReviewAsync(order.Prompt.Value, order, guild, Usd.Zero, lane, cancellation);

        var style = guild.Styles.TryFind(order.Spec.Style, out var chosen) ? chosen : guild.Styles.Default;
        var guides = await RetrieveAsync(order, guild, style, lane, cancellation);
        var request = new RefinementRequest(order.Prompt, guides, order.Spec.Negative, generator.Capabilities.MaxPromptLength)
        {
            Tenant = order.Tenant,
            EndUser = $"{order.Tenant}:{order.User}",
        };
        var refiner = refiners.For(order.Spec);
        var refined = await RefineAsync(refiner, request, lane, cancellation);
        await onRefined(refined);
        await ReviewAsync(refined.Value, order, guild, refined.Cost, lane, cancellation);
        await refiner.KeepAsync(request, refined, cancellation);
    }

    /// <summary>Moderates a prompt that an earlier attempt refined.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="refined">What was made of it.</param>
    /// <param name="lane">Who will be told.</param>
    /// <param name="cancellation">Stops the review.</param>
    /// <exception cref="GenerationException">It is refused, or nobody can moderate right now.</exception>
    public async Task ReviewAsync(JobOrder order, RefinedPrompt refined, string lane, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(refined);
        await ReviewAsync(refined.Value, order, await guilds.GetAsync(order.Tenant, cancellation), refined.Cost, lane, cancellation);
    }

    private async Task ReviewAsync(string text, JobOrder order, GuildSettings guild, Usd cost, string lane, CancellationToken cancellation)
    {
        using var step = JobTelemetry.Step("moderate", lane);
        var verdict = await moderator.ReviewAsync(text, guild.Moderation(order.Context), cancellation);
        if (verdict.Refusal is { } refusal)
            throw new GenerationException(ErrorCode.Refused, cost > Usd.Zero ? $"{refusal} Refining it cost {cost}." : $"{refusal} Nothing was charged.");
    }

    private async Task<IReadOnlyList<StyleGuide>> RetrieveAsync(JobOrder order, GuildSettings guild, StyleGuide style, string lane, CancellationToken cancellation)
    {
        using var step = JobTelemetry.Step("retrieve", lane);
        return await retriever.RetrieveAsync(order.Prompt, guild.Styles, style, cancellation);
    }

    private static async Task<RefinedPrompt> RefineAsync(IPromptRefiner refiner, RefinementRequest request, string lane, CancellationToken cancellation)
    {
        using var step = JobTelemetry.Step("refine", lane);
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
