using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class UserPromptTests
{
    [Theory]
    [InlineData("  a   cool\t\ncat ", "a cool cat")]
    [InlineData("cafe\u0301 cat", "caf\u00e9 cat")]
    [InlineData("a\u200bcool\u2060 cat\ufeff", "acool cat")]
    [InlineData("a\u00a0cool\u3000cat", "a cool cat")]
    [InlineData("Keep CASE", "Keep CASE")]
    public void TryCreate_TextWithOddSpacing_GivesCanonicalForm(string typed, string canonical)
    {
        Assert.True(UserPrompt.TryCreate(typed, out var prompt, out _));
        Assert.Equal(canonical, prompt.Value);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("ab", "this one has 2")]
    [InlineData("a\u0007cat", "control character U+0007")]
    [InlineData("a \u202ecat", "control character U+202E")]
    [InlineData("a \u2066cat", "control character U+2066")]
    [InlineData("a \ufffe cat", "control character U+FFFE")]
    [InlineData("a \ufdd0 cat", "control character U+FDD0")]
    [InlineData("a \U0001ffff cat", "control character U+1FFFF")]
    public void TryCreate_UnusableText_NamesFieldAndFault(string? typed, string expected)
    {
        Assert.False(UserPrompt.TryCreate(typed, out _, out var fault));
        Assert.Equal("prompt", fault.Field);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    // Attributes are stored as UTF-8, so halves of pairs cannot stand in one.
    [Fact]
    public void TryCreate_HalfOfASurrogatePair_IsRefused()
    {
        foreach (var typed in new[] { "a cat \ud800", "\udc00 a cat", "a \ud83d cat" })
        {
            Assert.False(UserPrompt.TryCreate(typed, out _, out var fault));
            Assert.Contains("surrogate", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(500, true)]
    [InlineData(2, false)]
    [InlineData(501, false)]
    public void TryCreate_AtTheLimits_CountsCodePoints(int length, bool accepted)
    {
        // An emoji is one character to whoever types it and two to UTF-16.
        var typed = string.Concat(Enumerable.Repeat("😺", length));
        Assert.Equal(accepted, UserPrompt.TryCreate(typed, out _, out var fault));
        if (!accepted)
            Assert.Contains("3 to 500", fault!.Message, StringComparison.Ordinal);
    }
}
