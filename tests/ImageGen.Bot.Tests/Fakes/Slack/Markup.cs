using System.Text.RegularExpressions;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What a careful bot does not write where Slack reads markup: pings, and what a person typed as if it were markup.</summary>
internal static partial class Markup
{
    /// <summary>As Slack writes what a person typed.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <param name="text">The text.</param>
    /// <param name="mayMention">Whether a user with this id expects to be mentioned.</param>
    public static IEnumerable<string> Complaints(string text, Func<string, bool> mayMention)
    {
        foreach (Match match in Angled().Matches(text))
        {
            var inner = match.Groups["inner"].Value;
            if (inner.StartsWith('@') && !mayMention(inner[1..].Split('|')[0]))
                yield return $"{match.Value} mentions somebody who did not ask";
            else if (inner.StartsWith('!') && !inner.StartsWith("!date^", StringComparison.Ordinal))
                yield return $"{match.Value} pings many";
            else if (!Meaningful().IsMatch(inner))
                yield return $"{match.Value} has no meaning in mrkdwn: is it typed text that is not escaped?";
        }

        var rest = Angled().Replace(text, "");
        if (rest.Contains('<', StringComparison.Ordinal) || Closing().IsMatch(rest) || Ampersand().IsMatch(rest))
            yield return $"&, < or > is not escaped in '{text}'";
    }

    [GeneratedRegex("<(?<inner>[^<>]*)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Angled();

    [GeneratedRegex(@"^([@#][A-Z0-9]+(\|.*)?|!.+|(https?://|mailto:|tel:).+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Meaningful();

    /// <summary>At a line's start it is a quotation.</summary>
    [GeneratedRegex("(?<!^|^>|^>>)>", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Closing();

    [GeneratedRegex("&(?!(amp|lt|gt);)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ampersand();
}
