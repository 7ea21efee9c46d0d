using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>
/// A job that retention has taken out of the ledger, as far as its own message still tells of it: that is how a button
/// works for as long as there is a message to press it on.
/// </summary>
internal static class ForgottenJob
{
    /// <summary>The request a result's message was made of; null where the message is none.</summary>
    public static ImagineRequest? Request(IncomingMessage? message)
    {
        if (Text(SlackViews.PromptBlock) is not { Length: > 0 } prompt || Text(SlackViews.FlagsBlock) is not { } flags)
            return null;
        return ImagineCommand.Parse("x " + flags, out var request).Count > 0 ? null : request with { Command = null, Prompt = prompt };

        string? Text(string block) =>
            message?.Blocks?.FirstOrDefault(found => found?.BlockId == block)?.Text?.Text is { } text ? Mrkdwn.Unescape(text) : null;
    }
}
