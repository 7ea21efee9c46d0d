using System.Text;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Texts that programs stumble over, and texts made so.</summary>
internal static class Words
{
    /// <summary>As they are typed; none is broken Unicode.</summary>
    public static readonly string[] Odd =
    [
        "", " ", "a", "0", "-1", "null", "true", "\0", "\u0007", "\u200b", "\u202e", "\u2066", "\ufeff", "\ufffe", "\u0301\u0301\u0301", "\ud83d\ude3a", "ﷺ", "ſ", "İ", "ß", "\u2028",
        "<@1>", "<@&1>", "@everyone", "<!channel>", "<https://example.com|here>", "[here](https://example.com)", "```", "||", "\\", "'; DROP TABLE jobs; --", "${jndi:ldap://example.com}",
        "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "..\\..\\", "%00", "%2e%2e%2f", "file:///etc/passwd", "http://169.254.169.254/", "https://[::1]/", "https://a@b/",
        "--ar 16:9", "—no text", "--count 99999999999999999999", "--seed -1 --seed 2", "--style", "\"unclosed", "16:9", "0:0", "1:99999999999", "9999-12-31", "0001-01-01", "99999999999999999999",
        "1e400", "NaN", "4294967296", "9223372036854775808", "<lora:x:1>", "key\nvalue", "a=b=c", "a,b,,c", "<#1>, <#2>", "123=5\n456=x", "(a+)+$", "discord:1", "user-1",
    ];

    private static readonly string[] Invisible = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u202c", "\u2067", "\u0301", "\u0338", "\ufe0f", "\u00ad", "\U000E0041"];

    /// <summary>A text with something done to it: parts odd, invisible, decomposed, repeated, missing.</summary>
    public static string Mutate(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(8) switch
        {
            0 => random.Pick(Odd),
            1 => text.Insert(at, random.Pick(Odd)),
            2 => text.Insert(at, random.Pick(Invisible)),
            3 => Sound(text).Normalize(random.Pick([NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD])),
            4 => string.Concat(text.Select(c => $"{c}{random.Pick(Invisible)}").Take(2000)),
            5 => string.Concat(Enumerable.Repeat(text.Length == 0 ? "x" : text[..Math.Min(text.Length, 50)], random.Pick([2, 50, 1000]))),
            6 => text[..at],
            _ => random.Next(2) == 0 ? text.ToUpperInvariant() : string.Concat(text.Reverse()),
        };
    }

    private static string Sound(string text) => new([.. text.Where(c => !char.IsSurrogate(c) && c != '\ufffe')]);
}
