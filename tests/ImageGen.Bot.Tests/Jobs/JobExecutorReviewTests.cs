using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Jobs;

/// <summary>Nothing is drawn, drawn from or shown unreviewed, and what refining costs is counted once.</summary>
public sealed class JobExecutorReviewTests
{
    private static readonly Usd Price = JobExecutorTests.Price;
    private static readonly Usd Refining = new(300);
    private static readonly ModerationVerdict Refused = new("The picture was refused by moderation.");

    [Fact]
    public async Task Execute_SecondPictureRefused_DeletesBothFailsAndIsCharged()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid());
        pipeline.Moderator.OnPicture = static picture => picture == 2 ? Refused : ModerationVerdict.Allowed;
        var job = await pipeline.SubmitAsync("a cool cat --count 2");
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Failed, ErrorCode.Refused, Price * 2), (done.State, done.Outcome!.Error!.Code, done.Cost));
        Assert.Contains("It was drawn, so it counts, and has been deleted.", done.Outcome.Error.Message, StringComparison.Ordinal);
        Assert.Empty(done.Outcome.Assets);
        Assert.All(done.Progress.Assets, asset => Assert.Null(pipeline.Store.PathOf(asset.Key)));
        Assert.Equal((new CounterState(0, 2), new CounterState(0, Price.Micros * 2)), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_ModerationAwayOnceThePictureIsThere_ReviewsItLaterAndDrawsItOnce()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid());
        pipeline.Moderator.OnPicture = static picture => picture == 1 ? throw Away() : ModerationVerdict.Allowed;
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        Assert.Equal(JobState.Pending, (await pipeline.FindAsync(job)).State);
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 1, 2, Price), (done.State, pipeline.Generator.Calls, pipeline.Moderator.Pictures, done.Cost));
    }

    [Fact]
    public async Task Execute_ModerationAwayForGood_IsAnOutageAndNothingIsDrawn()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid());
        pipeline.Moderator.OnText = static (_, _) => throw Away();
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();
        Assert.Equal((ErrorCode.ProviderUnavailable, 0), ((await pipeline.FindAsync(job)).Outcome!.Error!.Code, pipeline.Generator.Calls));
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_ReferenceRefused_IsNeverDrawnFromAndCostsNothing()
    {
        var generator = new ScriptedGenerator("scripted") { Price = Price, Capabilities = JobExecutorTests.Paid().Capabilities with { TakesReference = true } };
        using var pipeline = new Pipeline(generator);
        var stored = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        var key = (await pipeline.FindAsync(stored)).Outcome!.Assets[0].Key;
        pipeline.Moderator.OnPicture = static _ => Refused;

        var ticket = await pipeline.Intake.SubmitAsync(
            new ImagineRequest { Prompt = "a dog like that", Reference = key }, new Requester(Pipeline.Tenant, "ann", new ConversationRef("test", "general")), CancellationToken.None);
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(Assert.IsType<Ticket.Accepted>(ticket).Job);
        Assert.Equal((ErrorCode.Refused, Usd.Zero, 1), (done.Outcome!.Error!.Code, done.Cost, generator.Calls));
        Assert.EndsWith("Nothing was charged.", done.Outcome.Error.Message, StringComparison.Ordinal);
        Assert.NotNull(pipeline.Store.PathOf(key));
    }

    [Fact]
    public async Task Execute_RefinerThatCosts_ReservesItsBoundAndSpendsWhatItTook()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), new QuotaPolicy { BudgetPerGuildPerMonth = Usd.FromDollars(1) }, refiner: new PricedRefiner());
        var job = await pipeline.SubmitAsync("a cool cat");
        Assert.Equal(new CounterState(Price.Micros + 1000, 0), (await pipeline.CountersAsync()).Cost);
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((Price + Refining, "priced/1", "refined: a cool cat"), (done.Cost, done.Outcome!.Refiner, done.Outcome.RefinedPrompt));
        Assert.Equal(new CounterState(0, Price.Micros + 300), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_RefinedTextRefused_CountsTheRefiningKeepsAndShowsNothingOfIt()
    {
        var refiner = new PricedRefiner();
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), refiner: refiner);
        pipeline.Moderator.OnText = static (_, text) => text.StartsWith("refined", StringComparison.Ordinal) ? new("The prompt was refused.") : ModerationVerdict.Allowed;
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((ErrorCode.Refused, Refining, (string?)null, 0, 0), (done.Outcome!.Error!.Code, done.Cost, done.Outcome.RefinedPrompt, refiner.Kept, pipeline.Generator.Calls));
        Assert.Equal("The prompt was refused. Refining it cost $0.0003.", done.Outcome.Error.Message);
        Assert.Equal(new CounterState(0, 300), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_ModerationAwayAfterRefining_RefinesOnceAndPaysForItOnce()
    {
        var refiner = new PricedRefiner();
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), refiner: refiner);
        pipeline.Moderator.OnText = static (text, _) => text == 2 ? throw Away() : ModerationVerdict.Allowed;
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 1, 3, Price + Refining), (done.State, refiner.Refined, pipeline.Moderator.Texts, done.Cost));
    }

    [Fact]
    public async Task Execute_PromptOfMarkupAlone_IsInvalidAndNeverReachesTheProvider()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid());
        var job = await pipeline.SubmitAsync("<lora:evil:1> --raw");
        await pipeline.RunAsync();
        Assert.Equal((ErrorCode.InvalidRequest, 0), ((await pipeline.FindAsync(job)).Outcome!.Error!.Code, pipeline.Generator.Calls));
    }

    private static GenerationException Away() => new(ErrorCode.ProviderUnavailable, "Moderation does not answer.") { IsTransient = true };

    private sealed class PricedRefiner : PromptRefiner, IPromptRefiner
    {
        public override string Version => "priced/1";

        public override Usd MaxCost => new(1000);

        public int Refined { get; private set; }

        public int Kept { get; private set; }

        public Task KeepAsync(RefinementRequest request, RefinedPrompt refined, CancellationToken cancellation)
        {
            Kept++;
            return Task.CompletedTask;
        }

        protected override Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation)
        {
            Refined++;
            return Task.FromResult(new Proposal($"refined: {request.Prompt.Value}", Refining));
        }
    }
}
