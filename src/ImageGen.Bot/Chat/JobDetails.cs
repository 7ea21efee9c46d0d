using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>Everything known of a job but its words, for whoever asks for it.</summary>
internal static class JobDetails
{
    /// <param name="job">The job.</param>
    /// <param name="providers">Who can draw, to name the model.</param>
    /// <param name="texts">The reader's language.</param>
    /// <param name="when">How the platform writes an instant.</param>
    /// <param name="escape">How it writes names as they are.</param>
    public static IReadOnlyList<Fact> Of(
        ImageJob job, ImageProviders providers, Texts texts, Func<DateTimeOffset, string> when, Func<string, string> escape)
    {
        var (order, outcome) = (job.Order, job.Outcome);
        var provider = outcome?.Provider ?? order.Spec.Provider;
        var facts = new List<Fact>
        {
            new(texts["details.provider"], escape(provider)),
            new(texts["details.model"], providers.TryFind(provider, out var generator) ? escape(generator.Capabilities.Model) : "—"),
            new(texts["details.created"], when(order.CreatedAt)),
            new(texts["result.cost"], ResultCard.Cost(job, texts)),
        };
        if (job.StartedAt is { } started)
            facts.Add(new(texts["details.waited"], texts.Duration(started - order.CreatedAt)));
        if (ResultCard.Took(job) is { } took)
            facts.Add(new(texts["details.drawn"], texts.Duration(took)));
        if (outcome is { UncertainAttempts: > 0 })
            facts.Add(new(texts["details.uncertain"], outcome.UncertainAttempts.ToString(texts.Culture)));
        return facts;
    }

    /// <summary>A picture's measures.</summary>
    public static string Size(ImageAsset asset) => $"{asset.Width} × {asset.Height}, {asset.Bytes / 1024} KB";
}
