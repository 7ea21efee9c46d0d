using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Discord;

namespace ImageGen.Bot.Tests.Discord;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("a **bold** cat", @"a \*\*bold\*\* cat")]
    [InlineData("<@123> and <#4>", @"\<@123\> and \<\#4\>")]
    [InlineData("# huge", @"\# huge")]
    [InlineData("- item", @"\- item")]
    [InlineData("1. first", @"1\. first")]
    [InlineData("a - b. c", "a - b. c")]
    [InlineData("||secret|| [x](http://e.vil)", @"\|\|secret\|\| \[x\]\(http://e.vil\)")]
    public void Escape_PeoplesWords_AreShownAsTyped(string typed, string escaped)
    {
        // ")" and ">" need no escape where what opens them is escaped, but are escaped all the same.
        Assert.Equal(escaped, Markdown.Escape(typed));
    }

    [Fact]
    public void Unescape_WhatWasEscaped_IsWhatItWas() => Prop.ForAll(OddText.Any, static text => Markdown.Unescape(Markdown.Escape(text)) == text).QuickCheckThrowOnFailure();

    /// <summary>Mentions, times and emojis begin with an angle bracket, links with a square one, all else with one of the others.</summary>
    [Fact]
    public void Escape_AnyText_LeavesNothingThatMeansSomething() => Prop.ForAll(OddText.Any, static text =>
    {
        var escaped = Markdown.Escape(text);
        for (var at = 0; at < escaped.Length; at++)
        {
            if (escaped[at] == '\\')
                at++;
            else if ("*_~|`>#[]()<".Contains(escaped[at], StringComparison.Ordinal))
                return false;
        }

        return escaped.Split('\n').All(static line => line.TrimStart() is not ['-' or '+', ..]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Escape_WithALimit_NeverCutsAnEscapeOrAPair() => Prop.ForAll<NonNull<string>, PositiveInt>((text, most) =>
    {
        var escaped = Markdown.Escape(text.Get + "*😀_", most.Get + 2);
        var backslashes = escaped.TrimEnd('…').Reverse().TakeWhile(c => c == '\\').Count();
        return escaped.Length <= most.Get + 2 && backslashes % 2 == 0 && !char.IsHighSurrogate(escaped.TrimEnd('…').LastOrDefault());
    }).QuickCheckThrowOnFailure();
}
