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
    public void Unescape_WhatWasEscaped_IsWhatItWas() => Prop.ForAll<NonNull<string>>(text =>
        Markdown.Unescape(Markdown.Escape(text.Get.Replace("\\", "", StringComparison.Ordinal))) == text.Get.Replace("\\", "", StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    [Fact]
    public void Escape_WithALimit_NeverCutsAnEscapeOrAPair() => Prop.ForAll<NonNull<string>, PositiveInt>((text, most) =>
    {
        var escaped = Markdown.Escape(text.Get + "*😀_", most.Get + 2);
        var backslashes = escaped.TrimEnd('…').Reverse().TakeWhile(c => c == '\\').Count();
        return escaped.Length <= most.Get + 2 && backslashes % 2 == 0 && !char.IsHighSurrogate(escaped.TrimEnd('…').LastOrDefault());
    }).QuickCheckThrowOnFailure();
}
