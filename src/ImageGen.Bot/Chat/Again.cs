using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Chat;

/// <summary>What the buttons under a picture ask for.</summary>
internal static class Again
{
    /// <summary>The same words with another seed; where there was no picture, the same command once more.</summary>
    public static ImagineRequest Reroll(ImageJob? job, ImagineRequest request) =>
        job is { State: not JobState.Completed } ? request : request with { Seed = null, Fresh = true };

    /// <summary>
    /// New pictures that go by this one, where its provider, or another that costs no more, takes it as a reference;
    /// otherwise the same words with another seed.
    /// </summary>
    public static ImagineRequest Variations(ImageJob? job, ImagineRequest request, ImageProviders providers)
    {
        var varied = request with { Seed = null, Fresh = true };
        if (job?.Outcome?.Assets is not [var first, ..])
            return varied;
        if (!providers.TryFind(request.Provider ?? "", out var provider) || !provider.Capabilities.TakesReference)
            provider = providers.ForReference is { } other && Price(other) <= (provider is null ? Usd.Zero : Price(provider)) ? other : null;
        return provider is null ? varied : varied with { Provider = provider.Name, Reference = first.Key, ReferenceUrl = null };

        Usd Price(IImageGenerator generator) => generator.Capabilities.MaxPricePerImage(job.Order.Spec);
    }
}
