using System.Diagnostics.CodeAnalysis;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>What a form is about, kept in the form itself (its private metadata, which comes back signed by Slack): where the answer belongs, and the picture to go by.</summary>
internal sealed record SlackFormSubject(ConversationRef Conversation, string? Reference = null, Uri? ReferenceUrl = null)
{
    /// <summary>Most characters that Slack keeps.</summary>
    public const int MaxLength = 3000;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SlackFormSubject? subject)
    {
        subject = null;
        if (text?.Split('\n') is not [{ Length: > 0 } conversation, var reference, var url])
            return false;
        try
        {
            var where = ConversationRef.Parse(conversation);
            // Who answers there reads it; what is none is no form of ours.
            SlackReplyHandle.Parse(where.Token);
            subject = new SlackFormSubject(where, reference.Length > 0 ? reference : null, url.Length > 0 ? new Uri(url) : null);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public override string ToString() => $"{Conversation.Format()}\n{Reference}\n{ReferenceUrl?.AbsoluteUri}";
}
