using ImageGen.Bot.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Chat;

public sealed class ActionIdTests
{
    private static readonly JobId Job = JobId.Parse("01jd3qz8k0000000000000000a");

    public static TheoryData<string> Actions { get; } = [.. Enum.GetNames<ChatAction>()];

    [Theory, MemberData(nameof(Actions))]
    public void ToString_AnyAction_IsReadBackAndFitsADiscordButton(string name)
    {
        var id = new ActionId(Enum.Parse<ChatAction>(name), Job, "80351110224678912345");
        Assert.True(ActionId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        Assert.InRange(id.ToString().Length, 1, 100);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("reroll")]
    [InlineData("reroll:nonsense:1")]
    [InlineData("reroll:01jd3qz8k0000000000000000a:")]
    [InlineData("explode:01jd3qz8k0000000000000000a:1")]
    [InlineData("0:01jd3qz8k0000000000000000a:1")]
    [InlineData("reroll:01jd3qz8k0000000000000000a:1:2")]
    public void TryParse_AnythingElse_IsNone(string? text) => Assert.False(ActionId.TryParse(text, out _));

    [Theory]
    [InlineData("gallery:mine:0", true)]
    [InlineData("gallery:everyone:12", true)]
    [InlineData("gallery:theirs:0", false)]
    [InlineData("gallery:mine:-1", false)]
    [InlineData("jobs:cancel:01jd3qz8k0000000000000000a", true)]
    [InlineData("jobs:cancel:x", false)]
    public void ListId_IsReadBack(string text, bool isOne)
    {
        Assert.Equal(isOne, ListId.TryParse(text, out var id));
        Assert.Equal(isOne ? text : null, id?.ToString());
    }

    [Theory]
    [InlineData(0, 10, "▱▱▱▱▱▱▱▱▱▱")]
    [InlineData(1, 100, "▰▱▱▱▱▱▱▱▱▱")]
    [InlineData(99, 100, "▰▰▰▰▰▰▰▰▰▱")]
    [InlineData(100, 100, "▰▰▰▰▰▰▰▰▰▰")]
    [InlineData(0, 0, "▰▰▰▰▰▰▰▰▰▰")]
    public void Bar_ShowsHowFullItIs(long used, long limit, string bar) => Assert.Equal(bar, Bar.Of(used, limit));
}
