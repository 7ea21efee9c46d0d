using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>
/// A job that retention has taken out of the ledger, as far as its own message still tells of it: that is how a button
/// works for as long as there is a message to press it on.
/// </summary>
internal static class ForgottenJob
{
    /// <summary>The request a result's message was made of; null where the message is none.</summary>
    public static ImagineRequest? Request(IncomingMessage? message)
    {
        if (message?.Embeds is not [{ Description: { Length: > 0 } prompt, Fields: { } fields }, ..])
            return null;
        var flags = fields.Select(field => field?.Value?.Trim('`')).FirstOrDefault(value => value?.StartsWith("--style ", StringComparison.Ordinal) == true);
        if (flags is null || ImagineCommand.Parse("x " + flags, out var request).Count > 0)
            return null;
        return request with { Command = null, Prompt = Markdown.Unescape(prompt) };
    }
}
