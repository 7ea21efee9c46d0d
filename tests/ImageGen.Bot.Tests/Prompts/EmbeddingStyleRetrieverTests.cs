using ImageGen.Bot.Tests.Discord;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class EmbeddingStyleRetrieverTests
{
    private static readonly StyleLibrary Library = BuiltInStyles.Library;

    [Theory]
    [InlineData("a man who fears garlic", "Gothic", "realistic", "gothic")]
    [InlineData("loose washes of the sea", "Watercolor", "watercolor", null)]
    [InlineData("a neon street and a man who fears garlic", "Gothic", "realistic", "cyberpunk,gothic")]
    [InlineData("a man who fears garlic", null, "realistic", null)]
    public async Task Retrieve_Prompt_FindsWhatIsNearAfterWhatIsNamed(string prompt, string? near, string medium, string? moods)
    {
        var retriever = new EmbeddingStyleRetriever(new PointingEmbedder(near), 0.4, new RecordedLog().For<EmbeddingStyleRetriever>());
        var guides = await retriever.RetrieveAsync(UserPrompt.Parse(prompt), Library, Library.Default, CancellationToken.None);
        Assert.Equal([medium, .. moods?.Split(',') ?? []], guides.Select(guide => guide.Name));
    }

    [Fact]
    public async Task Embed_TextsKnownAndNot_AsksOnlyForThoseThatAreNotAndKeepsTheOrder()
    {
        var counted = new PointingEmbedder("b");
        var embedder = new RememberingEmbedder(counted);
        await embedder.EmbedAsync(["a", "b"], CancellationToken.None);
        var vectors = await embedder.EmbedAsync(["c", "b", "a", "c"], CancellationToken.None);
        Assert.Equal(["a", "b", "c"], counted.Asked);
        Assert.Equal([0.01f, 1f, 0.01f, 0.01f], vectors.Select(vector => vector[0]));
    }

    [Fact]
    public async Task Embed_MoreTextsThanAreKept_ForgetsAndStaysRight()
    {
        var embedder = new RememberingEmbedder(new PointingEmbedder("7"));
        for (var text = 0; text < RememberingEmbedder.Capacity + 10; text++)
            Assert.Equal(text == 7 ? 1f : 0.01f, (await embedder.EmbedAsync([$"{text}", "7"], CancellationToken.None))[0][0]);
    }

    /// <summary>Prompts, and what begins with a name, point one way; all else another.</summary>
    private sealed class PointingEmbedder(string? near) : IEmbedder
    {
        public List<string> Asked { get; } = [];

        public string Version => "pointing/1";

        public ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
        {
            Asked.AddRange(texts);
            return new([.. texts.Select(text => text == near || text.StartsWith($"{near ?? "nothing"}:", StringComparison.Ordinal) || text.Contains("garlic", StringComparison.Ordinal) || text.Contains("washes of", StringComparison.Ordinal)
                ? new[] { 1f, 0.01f }
                : [0.01f, 1f])]);
        }
    }
}
