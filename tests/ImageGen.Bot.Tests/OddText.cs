using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Tests.Fuzzing;

namespace ImageGen.Bot.Tests;

/// <summary>Texts for properties: what means something somewhere, what no eye sees, halves of pairs, and plain words between.</summary>
internal static class OddText
{
    private static readonly string[] Pieces =
    [
        .. Words.Odd, "cat", "a", "B", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "e\u0301", "\u00e9", "\u1e9b\u0323", "A\u030a", "\u212b", "\u2126", "\uac00", "\u1100\u1161", "\ud83d", "\ude3a", "\ufffe",
        "*", "_", "~", "`", "|", ">", "#", "[", "]", "(", ")", "<", "&", "&amp;", "\\", "\\\\", "-", "+", "1.", "\"", "“", "”", "--", "—", "–", "--raw", "--no", "=", ":", "/", "@here", "https://example.com",
    ];

    private static readonly Gen<string> Made = from pieces in Gen.Elements(Pieces).ArrayOf() select string.Concat(pieces);

    /// <summary>Any text.</summary>
    public static Arbitrary<string> Any { get; } = Arb.From(
        Gen.Frequency((4, Made), (1, ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get))),
        text => Enumerable.Range(0, text.Length).Select(at => text.Remove(at, 1)));
}
