using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Slack's markup, for texts that mix people's words with ours; words alone go into a <see cref="Wire.PlainText"/>.
/// </summary>
internal static partial class Mrkdwn
{
    /// <summary>
    /// Formatting has no escape, but needs a delimiter that stands right before a word: a word joiner, which nobody sees,
    /// parts the two.
    /// </summary>
    private const char WordJoiner = '\u2060';

    private const string Formatting = "*_~`";

    /// <summary>Words as they were typed: no mention, link or formatting comes of them.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            var opensQuote = text[at] == '>' && (at == 0 || text[at - 1] == '\n');
            if (opensQuote || Formatting.Contains(text[at]))
                escaped.Append(WordJoiner);
            escaped.Append(text[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", var other => other.ToString() });
            if (Formatting.Contains(text[at]))
                escaped.Append(WordJoiner);
        }

        return escaped.ToString();
    }

    /// <summary>Words as notifications show them, where there is no formatting but mentions count.</summary>
    public static string EscapeEntities(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>What Slack escaped in what people typed, as they typed it.</summary>
    public static string Unescape(string text) =>
        text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    /// <summary>What people wrote, in words: links and channels by their labels, and nobody mentioned.</summary>
    public static string Words(string text) => Unescape(Markup().Replace(text, static found => found.Groups["label"] is { Success: true } label
        ? label.Value
        : found.Groups["target"].Value is ['@' or '#' or '!', ..] ? "" : found.Groups["target"].Value)).Trim();

    /// <summary>Mentions somebody by id.</summary>
    public static string Mention(string user) => $"<@{user}>";

    /// <summary>A link of ours.</summary>
    public static string Link(Uri address, string text) => $"<{address.AbsoluteUri}|{text}>";

    /// <summary>An instant in the reader's own time zone and language: "tomorrow 12:00 AM".</summary>
    public static string When(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"<!date^{at.ToUnixTimeSeconds()}^{{date_short_pretty}} {{time}}|{Plain(at)}>");

    /// <summary>An instant where nothing is formatted.</summary>
    public static string Plain(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    [GeneratedRegex(@"<(?<target>[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();
}
