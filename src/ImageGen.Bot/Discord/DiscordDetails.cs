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
        var lines = JobDetails.Of(job, providers, texts, Timestamps.Relative, Markdown.Escape).Select(static fact => Line(fact.Label, fact.Value))
            .Prepend(Line(texts["details.id"], $"`{job.Id}`"))
            .Concat((outcome?.Assets ?? []).Select(asset => Line(texts["details.size"], $"[{JobDetails.Size(asset)}]({store.UrlOf(asset).AbsoluteUri})")));
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

        static string Line(string label, string value) => $"**{label}** {value}";
    }
}
