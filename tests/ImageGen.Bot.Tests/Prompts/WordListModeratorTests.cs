using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class WordListModeratorTests
{
    private static readonly WordListModerator Moderator = new(["gore", "blood bath"]);

    [Theory]
    [InlineData("a GORE scene")]
    [InlineData("a g0re scene")]
    [InlineData("a g.o.r.e scene")]
    [InlineData("a gôre scene")]
    [InlineData("scene,gore,night")]
    [InlineData("a blood   bath")]
    [InlineData("lolicon cat")]
    public async Task Review_ListedWordInDisguise_IsRefused(string text) =>
        Assert.False((await Moderator.ReviewAsync(text, new([]), CancellationToken.None)).IsAllowed);

    [Theory]
    [InlineData("a cool cat")]
    [InlineData("the gorey details of gorelands")]
    [InlineData("blood orange in a bath")]
    public async Task Review_ListedWordAsPartOfAnother_IsAllowed(string text) =>
        Assert.True((await Moderator.ReviewAsync(text, new([]), CancellationToken.None)).IsAllowed);

    [Fact]
    public async Task Review_WordOfTheGuild_IsRefusedThereOnly()
    {
        Assert.False((await Moderator.ReviewAsync("a cat", new(["cat"]), CancellationToken.None)).IsAllowed);
        Assert.True((await Moderator.ReviewAsync("a cat", new(["dog"]), CancellationToken.None)).IsAllowed);
    }
}
