using System.Text;

namespace ImageGen.Bot.Discord;

/// <summary>Shows people's words as they typed them: no mention, heading, link or spoiler comes of them.</summary>
internal static class Markdown
{
    private const string Special = "\\*_~|`>#[]()<";

    /// <summary>Escapes everything Discord would read as more than a letter.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (Special.Contains(text[i]) || OpensList(text, i))
                escaped.Append('\\');
            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    /// <summary>Escapes and cuts to a length, never between a backslash and its character or within a pair of surrogates.</summary>
    public static string Escape(string text, int maxLength)
    {
        var escaped = Escape(text);
        if (escaped.Length <= maxLength)
            return escaped;

        var end = 0;
        while (true)
        {
            var step = escaped[end] == '\\' || char.IsHighSurrogate(escaped[end]) ? 2 : 1;
            if (end + step > maxLength - 1)
                return escaped[..end] + "…";
            end += step;
        }
    }

    /// <summary>What was escaped, as it was.</summary>
    public static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1]) is false)
                i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>A hyphen, plus or "1." at the start of a line.</summary>
    private static bool OpensList(string text, int at)
    {
        if (text[at] is not ('-' or '+' or '.'))
            return false;
        var line = text.AsSpan(0, at);
        line = line[(line.LastIndexOf('\n') + 1)..].TrimStart();
        return text[at] == '.' ? line.Length > 0 && !line.ContainsAnyExceptInRange('0', '9') : line.IsEmpty;
    }
}
