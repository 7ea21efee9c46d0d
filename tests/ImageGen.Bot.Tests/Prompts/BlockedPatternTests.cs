using System.Text.Json;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class BlockedPatternTests
{
    [Theory]
    [InlineData(@"\bcats?\b", "a CAT here", true)]
    [InlineData(@"\bcats?\b", "concatenate", false)]
    [InlineData("(nuclear|atomic) bomb", "an atomic bomb", true)]
    [InlineData("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false)]
    public async Task Review_PatternOfTheGuild_RefusesWhatMatches(string text, string prompt, bool refused)
    {
        Assert.True(BlockedPattern.TryCreate(text, out var pattern, out _));
        var verdict = await new WordListModerator([]).ReviewAsync(prompt, new([]) { BlockedPatterns = [pattern] }, CancellationToken.None);
        Assert.Equal(refused, !verdict.IsAllowed);
    }

    [Theory]
    [InlineData(null, "1 to 200 characters; this one has 0")]
    [InlineData("  ", "1 to 200 characters; this one has 0")]
    [InlineData("(unclosed", "must be a regular expression")]
    [InlineData("(?=ahead)", "must be a regular expression")]
    [InlineData(@"(a)\1", "must be a regular expression")]
    [InlineData("((((a{100}){100}){100}){100})", "must be a regular expression")]
    [InlineData("a*", "must not match nothing at all")]
    public void TryCreate_NoPattern_SaysWhy(string? text, string expected)
    {
        Assert.False(BlockedPattern.TryCreate(text, out _, out var fault));
        Assert.Equal("pattern", fault.Field);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_TooLong_NamesTheLimit()
    {
        Assert.True(BlockedPattern.TryCreate(new string('a', BlockedPattern.MaxLength), out _, out _));
        Assert.False(BlockedPattern.TryCreate(new string('a', BlockedPattern.MaxLength + 1), out _, out var fault));
        Assert.Contains("this one has 201", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_Pattern_ReadsBackEqual()
    {
        Assert.True(BlockedPattern.TryCreate(@"\bcat\b", out var pattern, out _));
        Assert.Equal(pattern, JsonSerializer.Deserialize<BlockedPattern>(JsonSerializer.Serialize(pattern)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BlockedPattern>("\"(\""));
    }
}
