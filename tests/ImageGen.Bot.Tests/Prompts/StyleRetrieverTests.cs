using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class StyleRetrieverTests
{
    private static readonly StyleLibrary Library = BuiltInStyles.Library;

    [Theory]
    [InlineData("A city at night, cyberpunk", "realistic", "realistic", "cyberpunk")]
    [InlineData("a neon megacity in the rain", "realistic", "realistic", "cyberpunk")]
    [InlineData("a cyberpunks street", "realistic", "realistic", "cyberpunk")]
    [InlineData("a detective under a street lamp", "watercolor", "watercolor", "film-noir")]
    [InlineData("an aquarelle of a harbour", "realistic", "watercolor", null)]
    [InlineData("an aquarelle of a harbour", "cartoon", "cartoon", null)]
    [InlineData("a cool cat", "realistic", "realistic", null)]
    [InlineData("a cool cat", "cyberpunk", "realistic", "cyberpunk")]
    [InlineData("a wave like a japanese print", "realistic", "ukiyo-e", null)]
    public async Task Retrieve_Prompt_FindsOneMediumAndTheMoodsItsWordsCallFor(string prompt, string style, string medium, string? mood)
    {
        Assert.True(Library.TryFind(style, out var chosen));
        var guides = await new NgramStyleRetriever().RetrieveAsync(UserPrompt.Parse(prompt), Library, chosen, CancellationToken.None);
        Assert.Equal(mood is null ? [medium] : [medium, mood], guides.Select(guide => guide.Name));
    }

    [Fact]
    public async Task Retrieve_PromptThatNamesEverything_KeepsThreeGuidesAtMost()
    {
        var prompt = UserPrompt.Parse(string.Join(", ", Library.Guides.Select(guide => guide.Name)));
        var guides = await new NgramStyleRetriever().RetrieveAsync(prompt, Library, Library.Default, CancellationToken.None);
        Assert.Equal(3, guides.Count);
        Assert.Single(guides, guide => guide.Kind == StyleKind.Medium);
    }

    [Fact]
    public void BuiltIn_Guides_AreWellFormed()
    {
        Assert.True(Library.Guides.Count >= 15);
        Assert.All(Library.Guides, guide =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", guide.Name);
            Assert.NotEmpty(guide.Keywords);
            Assert.InRange(guide.Guidance.Length, 20, 300);
        });
    }

    [Fact]
    public void Version_EditedGuide_Changes()
    {
        var edited = Library.Guides.Select(guide => guide.Name == "cartoon" ? guide with { Guidance = "other" } : guide).ToList();
        Assert.NotEqual(Library.Version, new StyleLibrary(edited, BuiltInStyles.Default).Version);
        Assert.Equal(Library.Version, new StyleLibrary([.. Library.Guides], BuiltInStyles.Default).Version);
    }
}
