using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Tests.Chat;

public sealed class ConversationRefTests
{
    [Fact]
    public void Format_AnyParts_ReadBackEqual() =>
        Prop.ForAll<NonNull<string>, NonNull<string>, NonNull<string>>((channel, thread, token) =>
        {
            // Lone surrogates cannot be percent-encoded; no platform has them in its ids.
            if (!IsText(channel.Get) || !IsText(thread.Get) || !IsText(token.Get))
                return true;
            var conversation = new ConversationRef("test", channel.Get, thread.Get, token.Get);
            return ConversationRef.Parse(conversation.Format()) == conversation;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("web")]
    [InlineData("discord/123/456/token")]
    [InlineData("web//thread")]
    public void Parse_StringForm_FormatsTheSame(string text) => Assert.Equal(text, ConversationRef.Parse(text).Format());

    [Fact]
    public void ToString_WithToken_HidesIt() =>
        Assert.Equal("discord/1/2", new ConversationRef("discord", "1", "2", "secret").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c/d/e")]
    public void Parse_AnythingElse_Throws(string text) => Assert.Throws<FormatException>(() => ConversationRef.Parse(text));

    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);
}
