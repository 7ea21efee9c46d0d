using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ImageGen.Core.Prompts;

/// <summary>Brings text people typed into one canonical form, so that what looks alike is alike.</summary>
internal static class PromptText
{
    /// <summary>
    /// NFC, trimmed, white space folded to single spaces, invisible format characters removed. Control characters,
    /// bidirectional overrides and code points that Unicode reserves for programs' own use are refused rather than
    /// removed: they have no business in a prompt, and dropping them silently would change what the reader saw.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="normal">Its canonical form.</param>
    /// <param name="control">Where it has none, the control character in it, as <c>U+0007</c>; null where it is no valid Unicode.</param>
    public static bool TryNormalise(string text, [NotNullWhen(true)] out string? normal, out string? control)
    {
        normal = control = null;
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                return false;

            i += rune.Utf16SequenceLength;
            if (Rune.IsWhiteSpace(rune))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
            }
            else if (IsForbidden(rune))
            {
                control = $"U+{rune.Value:X4}";
                return false;
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                folded.Append(rune);
            }
        }

        if (folded.Length > 0 && folded[^1] == ' ')
            folded.Length--;

        normal = folded.ToString().Normalize(NormalizationForm.FormC);
        return true;
    }

    /// <summary>Length as a person counts it: Unicode code points, not UTF-16 units.</summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
            length++;
        return length;
    }

    /// <summary>Cuts at a word boundary where there is one, and never inside a surrogate pair.</summary>
    public static string Truncate(string text, int maxLength)
    {
        if (Length(text) <= maxLength)
            return text;

        var end = 0;
        var taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++taken > maxLength)
                break;
            end += rune.Utf16SequenceLength;
        }

        var space = text.LastIndexOf(' ', end);
        return text[..(space > end / 2 ? space : end)].TrimEnd(' ', ',', ';');
    }

    private static bool IsForbidden(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) || IsNoncharacter(rune);

    /// <summary>U+FDD0 to U+FDEF, and the last two of each plane. Of U+FFFE, .NET makes no normal form.</summary>
    private static bool IsNoncharacter(Rune rune) => rune.Value is (>= 0xFDD0 and <= 0xFDEF) || (rune.Value & 0xFFFE) == 0xFFFE;
}
