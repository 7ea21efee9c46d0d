using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>A job as a Slack message, at each moment of its life.</summary>
internal static class SlackViews
{
    /// <summary>The block that tells the prompt; a button reads it when the job itself is forgotten (<see cref="ForgottenJob"/>).</summary>
    public const string PromptBlock = "prompt";

    /// <summary>The block that tells the flags, likewise.</summary>
    public const string FlagsBlock = "flags";

    private const int MaxSection = 3000;
    private const int MaxContext = 2000;
    private const int MaxText = 4000;
    private const int MaxAltText = 2000;
    private const int MaxLabel = 75;

    /// <summary>Where an unfinished job is, with a button to cancel it; and where a finished picture is offered, that with a button to take it.</summary>
    public static OutgoingMessage Progress(ImageJob job, Uri? offered, Texts texts)
    {
        var root = Root(job, ProgressText.Of(job, texts), texts);
        if (job.CancelRequested)
            return root;
        var picture = offered is null ? Array.Empty<Block>() : [new ImageBlock(offered, texts["progress.near"])];
        var take = NearHitOffer.IsOpen(job) ? new Element[] { Action(ChatAction.Take, job, texts) } : [];
        return root with { Blocks = [.. root.Blocks!, .. picture, new ActionsBlock([.. take, Action(ChatAction.Cancel, job, texts)])] };
    }

    /// <summary>The same for the one who asked alone, where the bot is no member.</summary>
    public static OutgoingMessage Waiting(ImageJob job, Texts texts) => Root(job, ProgressText.Of(job, texts), texts);

    /// <summary>What the message that was posted first says once the picture is in its thread.</summary>
    public static OutgoingMessage InThread(ImageJob job, Texts texts) => Root(job, texts["result.in_thread"], texts);

    /// <summary>What it says where the picture cannot be shared.</summary>
    public static OutgoingMessage InDirectMessage(ImageJob job, Texts texts) => Root(job, texts["slack.in_direct"], texts);

    /// <summary>Why there is no picture.</summary>
    public static OutgoingMessage Failure(ImageJob job, Texts texts)
    {
        var error = job.Outcome!.Error!;
        // What was refused is not said again, in front of everybody, by the bot.
        var prompt = error.Code == ErrorCode.Refused ? Array.Empty<Block>() : [Prompt(job)];
        var again = error.Code is not (ErrorCode.Refused or ErrorCode.InvalidRequest) ? new Element[] { Action(ChatAction.Reroll, job, texts, "button.retry") } : [];
        return new OutgoingMessage
        {
            Text = $"{texts.ErrorTitle(error.Code)}. {ErrorText(error.Code, texts)}",
            Blocks =
            [
                .. prompt,
                new SectionBlock { Text = new MarkdownText($"*{texts.ErrorTitle(error.Code)}*\n{ErrorText(error.Code, texts)}") },
                new ContextBlock([new PlainText(Cut.To(error.Message, MaxContext)), Asked(job, texts)]),
                new ActionsBlock([.. again, Action(ChatAction.Remix, job, texts), Action(ChatAction.Details, job, texts), Action(ChatAction.Delete, job, texts)]),
            ],
        };
    }

    /// <summary>The pictures, loaded from their addresses.</summary>
    public static OutgoingMessage Result(ImageJob job, IReadOnlyList<Uri> urls, ImageProviders providers, Texts texts)
    {
        var card = ResultCard.Of(job, providers, texts);
        return Card(job, card, [.. urls.Select((url, index) => new ImageBlock(url, Cut.To(card.AltTexts[index], MaxAltText)))], texts);
    }

    /// <summary>What goes with pictures that are uploaded.</summary>
    public static OutgoingMessage Uploaded(ImageJob job, ImageProviders providers, Texts texts) => Card(job, ResultCard.Of(job, providers, texts), [], texts);

    /// <summary>The pictures as links: they cannot be uploaded, and nobody but this network can load them from here.</summary>
    public static OutgoingMessage Linked(ImageJob job, IReadOnlyList<Uri> urls, ImageProviders providers, Texts texts)
    {
        var links = texts.Format("result.too_large", ("url", string.Join(' ', urls.Select(url => $"<{url.AbsoluteUri}>"))));
        return Card(job, ResultCard.Of(job, providers, texts), [new SectionBlock { Text = new MarkdownText(Cut.To(links, MaxSection)) }], texts);
    }

    /// <summary>An outcome without anything that could be refused.</summary>
    public static OutgoingMessage Plain(ImageJob job, IReadOnlyList<Uri> urls, Texts texts) => new()
    {
        Text = Cut.To(urls.Count > 0 ? string.Join('\n', urls.Select(url => url.AbsoluteUri)) : texts.ErrorTitle(job.Outcome!.Error!.Code), MaxText),
        Blocks = [],
    };

    /// <summary>A line that only the user sees: ours, with markup.</summary>
    public static OutgoingMessage Notice(string markdown) => new()
    {
        Text = Cut.To(markdown, MaxText),
        Blocks = [new SectionBlock { Text = new MarkdownText(Cut.To(markdown, MaxSection)) }],
    };

    /// <summary>What is wrong with a request. Tells words of the user's, so nothing in it is markup.</summary>
    public static OutgoingMessage Faults(IEnumerable<FieldFault> faults, Texts texts)
    {
        var text = string.Join('\n', faults.Select(fault => $"• {texts.Fault(fault)}"));
        return new OutgoingMessage
        {
            Text = Mrkdwn.EscapeEntities(Cut.To(text, MaxSection)),
            Blocks = [new SectionBlock { Text = new PlainText(Cut.To(text, MaxSection)) }],
        };
    }

    /// <summary>A picture that was deleted.</summary>
    public static OutgoingMessage Deleted(string user, Texts texts) => Notice(texts.Format("note.deleted", ("user", Mrkdwn.Mention(user))));

    /// <summary>A button of a job.</summary>
    public static Button Action(ChatAction action, ImageJob job, Texts texts, string? label = null) => new()
    {
        ActionId = new ActionId(action, job.Id, job.Order.User).ToString(),
        Text = Label(texts[label ?? $"button.{action.ToString().ToLowerInvariant()}"]),
        Style = action is ChatAction.Reroll or ChatAction.Take ? "primary" : null,
    };

    /// <summary>A button's words.</summary>
    public static PlainText Label(string text) => new(Cut.To(text, MaxLabel), emoji: true);

    /// <summary>
    /// The same for each time a message of a job is posted, so that Slack tells a repeat: a UUID (of the kind whose making
    /// is one's own affair, RFC 9562) from the job's id and the message's part in it.
    /// </summary>
    public static string ClientId(JobId job, string part)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes($"{job}/{part}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    private static OutgoingMessage Root(ImageJob job, string line, Texts texts) => new()
    {
        Text = Cut.To(Mrkdwn.EscapeEntities(job.Order.Prompt.Value), MaxText),
        Blocks = [Prompt(job), new ContextBlock([Asked(job, texts), new MarkdownText(line)])],
    };

    private static OutgoingMessage Card(ImageJob job, ResultCard card, IReadOnlyList<Block> pictures, Texts texts)
    {
        var refined = card.Refined is { } text ? new[] { new ContextBlock([new PlainText(Cut.To($"{texts["result.refined"]}: {text}", MaxContext))]) } : [];
        return new OutgoingMessage
        {
            // What screen readers read.
            Text = Cut.To(Mrkdwn.EscapeEntities(texts.Format("result.alt", ("prompt", card.Prompt))), MaxText),
            Blocks =
            [
                .. pictures,
                Prompt(job),
                .. refined,
                new ContextBlock([.. card.Facts.Select(fact => new PlainText(Cut.To($"{fact.Label}: {fact.Value}", MaxContext))), new PlainText(card.Footer), Asked(job, texts)]),
                new SectionBlock { BlockId = FlagsBlock, Text = new PlainText(card.Flags) },
                new ActionsBlock(
                [
                    Action(ChatAction.Reroll, job, texts), Action(ChatAction.Variations, job, texts), Action(ChatAction.Remix, job, texts),
                    Action(ChatAction.Details, job, texts), Action(ChatAction.Delete, job, texts),
                ]),
            ],
        };
    }

    private static SectionBlock Prompt(ImageJob job) => new() { BlockId = PromptBlock, Text = new PlainText(job.Order.Prompt.Value) };

    private static MarkdownText Asked(ImageJob job, Texts texts) => new(texts.Format("slack.asked", ("user", Mrkdwn.Mention(job.Order.User))));

    private static string ErrorText(ErrorCode code, Texts texts) => code switch
    {
        ErrorCode.QuotaExceeded => texts["slack.quota_exceeded"],
        ErrorCode.BudgetExceeded => texts["slack.budget_exceeded"],
        _ => texts.ErrorText(code),
    };
}
