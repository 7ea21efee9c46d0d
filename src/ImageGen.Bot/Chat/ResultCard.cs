using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Chat;

/// <summary>A labelled value of a card.</summary>
internal readonly record struct Fact(string Label, string Value);

/// <summary>What a finished picture says of itself in chat, in the words of its reader; each platform sets it in its own way.</summary>
internal sealed record ResultCard
{
    /// <summary>The person's own words.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the provider was told; null where that is the prompt itself.</summary>
    public required string? Refined { get; init; }

    /// <summary>Guides, seed, who drew it, cost.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>The flags that ask for the same again; <see cref="ImagineCommand"/> reads them.</summary>
    public required string Flags { get; init; }

    /// <summary>Who or what made it, and how fast.</summary>
    public required string Footer { get; init; }

    /// <summary>Each picture in words, for those who cannot see it.</summary>
    public required IReadOnlyList<string> AltTexts { get; init; }

    /// <summary>Describes a completed job.</summary>
    public static ResultCard Of(ImageJob job, ImageProviders providers, Texts texts)
    {
        var (order, outcome) = (job.Order, job.Outcome!);
        var provider = outcome.Provider ?? order.Spec.Provider;
        var isModel = !providers.TryFind(provider, out var generator) || generator.Capabilities.IsModel;
        var origin = texts[isModel ? "result.ai" : "result.painter"];
        return new ResultCard
        {
            Prompt = order.Prompt.Value,
            Refined = outcome.RefinedPrompt == order.Prompt.Value ? null : outcome.RefinedPrompt,
            Facts =
            [
                .. outcome.Guidelines.Count > 0 ? [new Fact(texts["result.styles"], string.Join(", ", outcome.Guidelines))] : Array.Empty<Fact>(),
                .. outcome.Seed is { } seed ? [new Fact(texts["result.seed"], seed.ToString(texts.Culture))] : Array.Empty<Fact>(),
                new Fact(texts["result.provider"], (outcome.FallbackFrom, order.InsteadOf) switch
                {
                    ({ } from, _) => texts.Format("result.fallback", ("provider", provider), ("from", from)),
                    (null, { } dear) => texts.Format("result.cheaper", ("provider", provider), ("from", dear)),
                    _ => provider,
                }),
                new Fact(texts["result.cost"], Cost(job, texts)),
            ],
            Flags = Repeat.Flags(order.Spec),
            Footer = string.Join(" · ", [
                origin,
                .. Took(job) is { } took && !job.Cached ? [texts.Format("result.duration", ("duration", texts.Duration(took)))] : Array.Empty<string>(),
                .. outcome.RefinedInsteadOf is null ? Array.Empty<string>() : [texts["result.template"]],
            ]),
            AltTexts = outcome.Assets.Count == 1
                ? [texts.Format("result.alt", ("prompt", order.Prompt.Value))]
                : [.. outcome.Assets.Select((_, index) => texts.Format("result.alt.nth", ("number", index + 1), ("count", outcome.Assets.Count), ("prompt", order.Prompt.Value)))],
        };
    }

    /// <summary>What the job cost, in words.</summary>
    public static string Cost(ImageJob job, Texts texts) =>
        job.Cached ? texts["result.cached"] : job.Cost is { Micros: > 0 } cost ? cost.ToString() : texts["result.free"];

    /// <summary>How long it took from its first lease to its outcome.</summary>
    public static TimeSpan? Took(ImageJob job) => job.FinishedAt - job.StartedAt;
}
