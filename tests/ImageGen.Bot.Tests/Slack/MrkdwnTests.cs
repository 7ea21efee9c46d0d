using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Slack;

namespace ImageGen.Bot.Tests.Slack;

public sealed class MrkdwnTests
{
    private const char WordJoiner = '\u2060';

    [Theory]
    [InlineData("<@U1> <!channel> & <https://e.vil|here>", "&lt;@U1&gt; &lt;!channel&gt; &amp; &lt;https://e.vil|here&gt;")]
    [InlineData("*bold*", "\u2060*\u2060bold\u2060*\u2060")]
    [InlineData("> quoted", "\u2060&gt; quoted")]
    public void Escape_PeoplesWords_AreShownAsTyped(string typed, string escaped) => Assert.Equal(escaped, Mrkdwn.Escape(typed));

    /// <summary>Mentions and links are written in angle brackets, formatting needs its sign right beside a word, a quotation its sign first in a line.</summary>
    [Fact]
    public void Escape_AnyText_LeavesNothingThatMeansSomething() => Prop.ForAll(OddText.Any, static text =>
    {
        var escaped = Mrkdwn.Escape(text);
        for (var at = 0; at < escaped.Length; at++)
        {
            var isAmong = at > 0 && escaped[at - 1] == WordJoiner && at + 1 < escaped.Length && escaped[at + 1] == WordJoiner;
            if (escaped[at] is '<' or '>' || ("*_~`".Contains(escaped[at], StringComparison.Ordinal) && !isAmong))
                return false;
            if (escaped[at] == '&' && !Array.Exists(["&amp;", "&lt;", "&gt;"], entity => string.CompareOrdinal(escaped, at, entity, 0, entity.Length) == 0))
                return false;
        }

        return escaped.Split('\n').All(static line => !line.StartsWith("&gt;", StringComparison.Ordinal));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Unescape_WhatWasEscaped_IsWhatItWas() => Prop.ForAll(OddText.Any, static text =>
        Mrkdwn.Unescape(Mrkdwn.EscapeEntities(text)) == text
        && Mrkdwn.Unescape(Mrkdwn.Escape(text)).Replace($"{WordJoiner}", "", StringComparison.Ordinal) == text.Replace($"{WordJoiner}", "", StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    [Fact]
    public void Words_AnyTextAmongMentions_IsTheTextWithoutThem() => Prop.ForAll(OddText.Any, static text =>
    {
        // People's own angle brackets arrive escaped.
        var typed = Mrkdwn.EscapeEntities(text);
        return Mrkdwn.Words($"{typed}<@U1>{typed}<!channel><#C1|cats>") == $"{text}{text}cats".Trim();
    }).QuickCheckThrowOnFailure();
}
