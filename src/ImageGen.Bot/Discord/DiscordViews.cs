using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>A job as a Discord message, at each moment of its life. The classic kind: content, embeds, files, buttons.</summary>
internal static class DiscordViews
{
    private const int Accent = 0x5B6CFF;
    private const int Red = 0xD83A42;
    private const int MaxFieldValue = 1024;

    /// <summary>Where an unfinished job is, with a button to cancel it; and where a finished picture is offered, that with a button to take it.</summary>
    public static OutgoingMessage Progress(ImageJob job, Uri? offered, Texts texts) => new()
    {
        Content = ProgressText.Of(job, texts),
        Embeds = offered is null ? [] : [new Embed { Image = new EmbedImage(offered.AbsoluteUri), Color = Accent }],
        Components = job.CancelRequested
            ? []
            : [new ActionRow([.. NearHitOffer.IsOpen(job) ? [Action(ChatAction.Take, job, texts)] : Array.Empty<Button>(), Action(ChatAction.Cancel, job, texts)])],
        Attachments = [],
    };

    /// <summary>Why there is no picture.</summary>
    public static OutgoingMessage Failure(ImageJob job, Texts texts)
    {
        var error = job.Outcome!.Error!;
        // What was refused is not said again, in front of everybody, by the bot.
        var prompt = error.Code == ErrorCode.Refused ? "" : $"> {Markdown.Escape(job.Order.Prompt.Value)}\n";
        var again = error.Code is not (ErrorCode.Refused or ErrorCode.InvalidRequest) ? new[] { Action(ChatAction.Reroll, job, texts, "button.retry") } : [];
        return new OutgoingMessage
        {
            Content = "",
            Embeds =
            [
                new Embed
                {
                    Title = texts.ErrorTitle(error.Code),
                    Description = $"{prompt}{texts.ErrorText(error.Code)}\n-# {Markdown.Escape(error.Message, 1000)}",
                    Color = error.Code == ErrorCode.Cancelled ? null : Red,
                },
            ],
            Components = [new ActionRow([.. again, Action(ChatAction.Remix, job, texts), Action(ChatAction.Details, job, texts), Action(ChatAction.Delete, job, texts)])],
            Attachments = [],
        };
    }

    /// <summary>The pictures, loaded from their addresses.</summary>
    public static OutgoingMessage Result(ImageJob job, IReadOnlyList<Uri> urls, ImageProviders providers, Texts texts)
    {
        var first = urls[0].AbsoluteUri;
        // Embeds with one address are shown as one, with up to four pictures.
        var more = urls.Skip(1).Select(url => new Embed { Url = first, Image = new EmbedImage(url.AbsoluteUri) });
        var card = Card(job, providers, texts) with { Url = urls.Count > 1 ? first : null, Image = new EmbedImage(first) };
        return Finished(job, [card, .. more], [], texts);
    }

    /// <summary>The pictures as uploaded files, each with its alt text.</summary>
    public static OutgoingMessage Uploaded(ImageJob job, IReadOnlyList<OutgoingFile> files, ImageProviders providers, Texts texts) =>
        Finished(job, [Card(job, providers, texts)], Attachments(files), texts);

    /// <summary>How a message lists the files that come with it.</summary>
    public static IReadOnlyList<OutgoingAttachment> Attachments(IReadOnlyList<OutgoingFile> files) =>
        [.. files.Select((file, index) => new OutgoingAttachment(index.ToString(CultureInfo.InvariantCulture), file.Filename, file.AltText))];

    /// <summary>The pictures as links: they are too large to upload, and nobody but this network can load them from here.</summary>
    public static OutgoingMessage Linked(ImageJob job, IReadOnlyList<Uri> urls, ImageProviders providers, Texts texts) =>
        Finished(job, [Card(job, providers, texts)], [], texts) with
        {
            Content = texts.Format("result.too_large", ("url", string.Join(' ', urls.Select(url => $"<{url.AbsoluteUri}>")))),
        };

    /// <summary>What the reply to the command says where the picture is in the thread opened on it.</summary>
    public static OutgoingMessage InThread(ImageJob job, Texts texts) => new()
    {
        Content = $"{texts["result.in_thread"]}\n> {Markdown.Escape(job.Order.Prompt.Value)}",
        Embeds = [],
        Components = [],
        Attachments = [],
    };

    /// <summary>A line that only the user sees.</summary>
    public static OutgoingMessage Notice(string text) => new() { Content = Cut.To(text, 2000), Flags = MessageFlags.Ephemeral };

    /// <summary>A picture that was deleted.</summary>
    public static OutgoingMessage Deleted(string user, Texts texts) => new()
    {
        Content = texts.Format("note.deleted", ("user", $"<@{user}>")),
        Embeds = [],
        Components = [],
        Attachments = [],
    };

    /// <summary>A button of a job.</summary>
    public static Button Action(ChatAction action, ImageJob job, Texts texts, string? label = null) =>
        Action(new ActionId(action, job.Id, job.Order.User), texts, label);

    private static OutgoingMessage Finished(ImageJob job, IReadOnlyList<Embed> embeds, IReadOnlyList<OutgoingAttachment> files, Texts texts) => new()
    {
        Content = "",
        Embeds = embeds,
        Attachments = files,
        Components =
        [
            new ActionRow(
            [
                Action(ChatAction.Reroll, job, texts), Action(ChatAction.Variations, job, texts), Action(ChatAction.Remix, job, texts),
                Action(ChatAction.Details, job, texts), Action(ChatAction.Delete, job, texts),
            ]),
        ],
    };

    private static Embed Card(ImageJob job, ImageProviders providers, Texts texts)
    {
        var card = ResultCard.Of(job, providers, texts);
        var refined = card.Refined is { } text ? new[] { new EmbedField(texts["result.refined"], Markdown.Escape(text, MaxFieldValue)) } : [];
        return new Embed
        {
            Description = Markdown.Escape(card.Prompt),
            Fields =
            [
                .. refined,
                .. card.Facts.Select(fact => new EmbedField(fact.Label, Markdown.Escape(fact.Value, MaxFieldValue), Inline: true)),
                Flags(card.Flags, texts),
            ],
            Footer = new EmbedFooter(card.Footer),
            Color = Accent,
        };
    }

    /// <summary>The flags as code: people copy them, and a button reads them when the job itself is forgotten (<see cref="ForgottenJob"/>).</summary>
    private static EmbedField Flags(string flags, Texts texts) => new(texts["result.settings"], $"`{flags.Replace('`', '\'')}`");

    private static Button Action(ActionId id, Texts texts, string? label)
    {
        var (emoji, style) = id.Action switch
        {
            ChatAction.Reroll => ("🎲", ButtonStyle.Primary),
            ChatAction.Variations => ("🪄", ButtonStyle.Secondary),
            ChatAction.Remix => ("✏️", ButtonStyle.Secondary),
            ChatAction.Details => ("ℹ️", ButtonStyle.Secondary),
            ChatAction.Delete => ("🗑️", ButtonStyle.Secondary),
            ChatAction.Cancel => ("✖️", ButtonStyle.Secondary),
            ChatAction.Take => ("✅", ButtonStyle.Primary),
        };
        return new Button
        {
            Style = style,
            Emoji = new ComponentEmoji(emoji),
            Label = texts[label ?? $"button.{id.Action.ToString().ToLowerInvariant()}"],
            CustomId = id.ToString(),
        };
    }}
