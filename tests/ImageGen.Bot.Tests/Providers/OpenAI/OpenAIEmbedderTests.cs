using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Providers.OpenAI;

public sealed class OpenAIEmbedderTests : IAsyncLifetime
{
    private FakeOpenAI _openAI = null!;

    public async ValueTask InitializeAsync() => _openAI = await FakeOpenAI.StartNewAsync();

    public async ValueTask DisposeAsync() => await _openAI.DisposeAsync();

    [Fact]
    public async Task Embed_MoreTextsThanOneCallTakes_ComeInTheirOrder()
    {
        _openAI.Vector = static (text, dimensions) => [.. Enumerable.Repeat(float.Parse(text), dimensions)];
        using var bed = Bed(("Dimensions", "1024"));
        var vectors = await bed.Embedder.EmbedAsync([.. Enumerable.Range(1, 60).Select(n => $"{n}")], CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 60).Select(n => (float)n), vectors.Select(vector => vector[0]));
        Assert.Equal(2, _openAI.Orders.Count);
    }

    public static TheoryData<string> Nonsense =>
    [
        "}{", "{}", "{\"data\":[]}", "{\"data\":[{\"index\":1,\"embedding\":[1]}]}", "{\"data\":[{\"index\":0,\"embedding\":[1]}]}", "{\"data\":[{\"index\":0,\"embedding\":null}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[" + string.Join(',', Enumerable.Repeat("0", 512)) + "]}]}", "{\"data\":[{\"index\":0,\"embedding\":[" + string.Join(',', Enumerable.Repeat("1e99", 512)) + "]}]}",
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Embed_Nonsense_IsTheProvidersFault(string answer)
    {
        _openAI.Next(Trouble.Answer(200, answer));
        using var bed = Bed();
        Assert.Equal(ErrorCode.ProviderUnavailable, (await Assert.ThrowsAsync<GenerationException>(async () => await bed.Embedder.EmbedAsync(["a"], CancellationToken.None))).Code);
    }

    [Fact]
    public async Task Retrieve_ThroughTheModel_EmbedsGuidesOnceAndEachPromptOnce()
    {
        // The prompt is near to the guide whose keywords say "vampire", and far from all others.
        _openAI.Vector = static (text, dimensions) => [.. Enumerable.Range(0, dimensions).Select(at => (text.Contains("vampire", StringComparison.Ordinal) || text.Contains("undead", StringComparison.Ordinal)) == (at == 0) ? 1f : 0f)];
        using var bed = Bed();
        var library = BuiltInStyles.Library;
        for (var time = 0; time < 2; time++)
        {
            var guides = await bed.Retriever.RetrieveAsync(UserPrompt.Parse("an undead count"), library, library.Default, CancellationToken.None);
            Assert.Equal(["realistic", "gothic"], guides.Select(guide => guide.Name));
        }

        Assert.Single(_openAI.Orders);
        await bed.Retriever.RetrieveAsync(UserPrompt.Parse("a cool cat"), library, library.Default, CancellationToken.None);
        Assert.Single(_openAI.Orders.Last()["input"]!.AsArray());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Retrieve_ModelAway_FindsByWordsAlone(int status)
    {
        _openAI.Next(FakeOpenAI.Error(status, null));
        using var bed = Bed();
        var library = BuiltInStyles.Library;
        var guides = await bed.Retriever.RetrieveAsync(UserPrompt.Parse("a neon city for my private cat"), library, library.Default, CancellationToken.None);
        Assert.Equal(["realistic", "cyberpunk"], guides.Select(guide => guide.Name));
        Assert.Contains(bed.Log.Lines, line => line.Contains("words alone", StringComparison.Ordinal));
        bed.ExpectDiscretion();
    }

    [Fact]
    public async Task Examine_Embeddings_AsksForReal()
    {
        using (var fine = Bed())
            Assert.Equal(Finding.Level.Ok, Assert.Single(await fine.ExamineAsync()).State);
        using var tooMany = Bed(("Dimensions", "4000"));
        Assert.Contains(await tooMany.ExamineAsync(), finding => finding.State == Finding.Level.Fault && finding.Remedy!.Contains("Embeddings:Model", StringComparison.Ordinal));
    }

    private LanguageBed Bed(params (string Key, string Value)[] settings) => new(_openAI, "Embeddings", settings);
}
