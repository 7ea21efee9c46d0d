using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>Everything known of a job, for whoever asks for it.</summary>
internal static class DiscordDetails
{
    private const int MaxText = 1000;

    public static OutgoingMessage Of(ImageJob job, IImageStore store, ImageProviders providers, Texts texts)
    {
        var (order, outcome) = (job.Order, job.Outcome);
        var provider = outcome?.Provider ?? order.Spec.Provider;
        var lines = new List<string>
        {
            Line("details.id", $"`{job.Id}`"),
            Line("details.provider", Markdown.Escape(provider)),
            Line("details.model", providers.TryFind(provider, out var generator) ? Markdown.Escape(generator.Capabilities.Model) : "—"),
            Line("details.created", Timestamps.Relative(order.CreatedAt)),
            Line("result.cost", ResultCard.Cost(job, texts)),
        };
        if (job.StartedAt is { } started)
            lines.Add(Line("details.waited", texts.Duration(started - order.CreatedAt)));
        if (ResultCard.Took(job) is { } took)
            lines.Add(Line("details.drawn", texts.Duration(took)));
        if (outcome is { UncertainAttempts: > 0 })
            lines.Add(Line("details.uncertain", outcome.UncertainAttempts.ToString(texts.Culture)));
        lines.AddRange((outcome?.Assets ?? []).Select(asset =>
            Line("details.size", $"[{asset.Width} × {asset.Height}, {asset.Bytes / 1024} KB]({store.UrlOf(asset).AbsoluteUri})")));
        var command = $"{order.Prompt.Value} {Repeat.Flags(order.Spec, outcome?.Seed)}".Replace('`', '\'');
        return new OutgoingMessage
        {
            Embeds =
            [
                new Embed
                {
                    Description = string.Join('\n', lines),
                    Fields =
                    [
                        new EmbedField(texts["modal.remix.prompt"], Markdown.Escape(order.Prompt.Value, MaxText)),
                        .. outcome?.RefinedPrompt is { } refined ? [new EmbedField(texts["result.refined"], Markdown.Escape(refined, MaxText))] : Array.Empty<EmbedField>(),
                        new EmbedField(texts["details.command"], $"`{Cut.To(command, MaxText)}`"),
                    ],
                },
            ],
            Flags = MessageFlags.Ephemeral,
        };

        string Line(string label, string value) => $"**{texts[label]}** {value}";
    }
}
