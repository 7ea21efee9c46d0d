using ImageGen.Bot.Hosting;
using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Providers.OpenAI;

/// <summary>Nothing is let through unseen.</summary>
public sealed class OpenAIModeratorTests : IAsyncLifetime
{
    private static readonly ModerationContext Everywhere = new([]);
    private static readonly ModerationContext Adults = new([], IsAgeRestricted: true);
    private FakeOpenAI _openAI = null!;

    public async ValueTask InitializeAsync() => _openAI = await FakeOpenAI.StartNewAsync();

    public async ValueTask DisposeAsync() => await _openAI.DisposeAsync();

    [Theory]
    [InlineData("sexual", 0.6, true, false)]
    [InlineData("sexual", 0.95, true, true)]
    [InlineData("sexual/minors", 0.2, true, true)]
    [InlineData("self-harm/instructions", 0.5, true, true)]
    [InlineData("violence/graphic", 0.6, true, false)]
    [InlineData("violence", 0.5, false, false)]
    [InlineData("something/new", 0.6, true, true)]
    public async Task Review_Text_IsStricterOutsidePlacesForAdults(string category, double score, bool refused, bool refusedForAdults)
    {
        _openAI.Next(Answer(category, score), Answer(category, score));
        using var bed = Bed();
        var verdict = await bed.Moderator.ReviewAsync("a cat", Everywhere, CancellationToken.None);
        Assert.Equal((!refused, !refusedForAdults), (verdict.IsAllowed, (await bed.Moderator.ReviewAsync("a cat", Adults, CancellationToken.None)).IsAllowed));
        if (refused && !category.Contains("new", StringComparison.Ordinal))
            Assert.Contains($"({category.Replace("/", ", ", StringComparison.Ordinal)})", verdict.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_ConfiguredThreshold_Counts()
    {
        _openAI.Scores = static _ => [("violence", 0.3)];
        using var bed = Bed(("Strict:Violence", "0.2"));
        Assert.False((await bed.Moderator.ReviewAsync("a cat", Everywhere, CancellationToken.None)).IsAllowed);
        Assert.True((await bed.Moderator.ReviewAsync("a cat", Adults, CancellationToken.None)).IsAllowed);
    }

    [Fact]
    public async Task Review_WordOfTheList_IsRefusedWithoutACall()
    {
        using var bed = Bed(("BlockedWords", "gore"));
        Assert.False((await bed.Moderator.ReviewAsync("gore", Everywhere, CancellationToken.None)).IsAllowed);
        Assert.Empty(_openAI.Orders);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(48 * 1024)]
    [InlineData((48 * 1024 * 3) + 1)]
    public async Task Review_Picture_ArrivesWholeAndIsJudged(int length)
    {
        var picture = FakePicture.Png(64, 64, length);
        using var bed = Bed();
        Assert.True((await bed.Moderator.ReviewAsync(Picture(picture), Everywhere, CancellationToken.None)).IsAllowed);
        Assert.Equal(picture, Assert.Single(_openAI.Moderated));

        _openAI.Scores = static _ => [("sexual", 0.8)];
        Assert.StartsWith("The picture was refused", (await bed.Moderator.ReviewAsync(Picture(picture), Everywhere, CancellationToken.None)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_PictureLargerThanTaken_IsRefused()
    {
        using var bed = Bed();
        var verdict = await bed.Moderator.ReviewAsync(Picture(new byte[PictureQuestion.MaxBytes + 1]), Everywhere, CancellationToken.None);
        Assert.Contains("larger than 20 MB", verdict.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_PictureThatIsGone_SaysSoWhateverIsDoneAboutOutages()
    {
        using var bed = Bed(("OnOutage", "Allow"));
        var gone = new PictureToReview("image/png", static _ => throw new GenerationException(ErrorCode.Refused, "Gone."));
        Assert.Equal(ErrorCode.Refused, (await Assert.ThrowsAsync<GenerationException>(async () => await bed.Moderator.ReviewAsync(gone, Everywhere, CancellationToken.None))).Code);
    }

    public static TheoryData<string> Faults => ["400", "401", "403", "404", "429", "500", "503", "hang", "dropped", "garbage", "HTML", "no results", "no scores"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Review_Fault_HasTheJobWaitUnlessTheOperatorAllowsIt(string fault)
    {
        _openAI.Next(Of(fault), Of(fault));
        (string, string)[] hurried = fault == "hang" ? [("TimeoutSeconds", "1")] : [];
        using (var bed = Bed(hurried))
        {
            var thrown = await Assert.ThrowsAsync<GenerationException>(async () => await bed.Moderator.ReviewAsync(LanguageBed.Prompt, Everywhere, CancellationToken.None));
            Assert.Equal((ErrorCode.ProviderUnavailable, true, fault == "429" ? 7 : null), (thrown.Code, thrown.IsTransient, thrown.RetryAfter?.TotalSeconds));
            bed.ExpectDiscretion();
        }

        using var lax = Bed([("OnOutage", "Allow"), .. hurried]);
        Assert.True((await lax.Moderator.ReviewAsync(LanguageBed.Prompt, Everywhere, CancellationToken.None)).IsAllowed);
        Assert.Contains(lax.Log.Lines, line => line.Contains("Moderation:OnOutage", StringComparison.Ordinal));
        lax.ExpectDiscretion();
    }

    [Fact]
    public async Task Examine_Moderation_AsksForReal()
    {
        using (var fine = Bed())
            Assert.Equal(Finding.Level.Ok, Assert.Single(await fine.ExamineAsync()).State);
        Assert.Single(_openAI.Orders);
        using (var lax = Bed(("OnOutage", "Allow")))
            Assert.Contains(await lax.ExamineAsync(), finding => finding.State == Finding.Level.Warning);
        using var wrongKey = Bed(("ApiKey", "sk-wrong"), ("OnOutage", "Allow"));
        Assert.Contains(await wrongKey.ExamineAsync(), finding => finding.State == Finding.Level.Fault && finding.Remedy!.Contains("Moderation:ApiKey", StringComparison.Ordinal));
    }

    private static Fault Of(string fault) => fault switch
    {
        "400" => FakeOpenAI.Error(400, "invalid_value"),
        "401" => FakeOpenAI.Error(401, "invalid_api_key"),
        "403" => FakeOpenAI.Error(403, null),
        "404" => FakeOpenAI.Error(404, "model_not_found"),
        "429" => FakeOpenAI.Error(429, "rate_limit_exceeded", headers: [("Retry-After", "7")]),
        "500" => FakeOpenAI.Error(500, null),
        "503" => FakeOpenAI.Error(503, null),
        "hang" => Trouble.Hang,
        "dropped" => Trouble.Drop,
        "garbage" => Trouble.Answer(200, "}{"),
        "HTML" => Trouble.Html(200),
        "no results" => Trouble.Answer(200, "{\"results\":[]}"),
        "no scores" => Trouble.Answer(200, "{\"results\":[{\"flagged\":false,\"category_scores\":{}}]}"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static Fault Answer(string category, double score) =>
        Trouble.Answer(200, $$$"""{"id":"m","model":"m","results":[{"flagged":true,"category_scores":{"hate":0.01,"{{{category}}}":{{{score}}},"illicit":null}}]}""");

    private static PictureToReview Picture(byte[] bytes) => new("image/png", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));

    private LanguageBed Bed(params (string Key, string Value)[] settings) => new(_openAI, "Moderation", settings);
}
