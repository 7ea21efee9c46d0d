using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Jobs;

/// <summary>A job whose provider gives up goes to the next that can take it and be paid, and says so.</summary>
public sealed class FallbackTests
{
    private static readonly Usd Price = JobExecutorTests.Price;
    private static readonly Usd Dear = Usd.FromDollars(0.1m);

    [Theory]
    [InlineData(ErrorCode.ProviderUnavailable)]
    [InlineData(ErrorCode.TimedOut)]
    [InlineData(ErrorCode.ProviderAccount)]
    public async Task Execute_ProviderGivesUp_TheNextDrawsAndIsNamed(ErrorCode code)
    {
        var other = Other();
        using var pipeline = new Pipeline(Failing(code), fallback: [other]);
        var job = await pipeline.SubmitAsync("a cool cat --seed 7");
        await pipeline.RunAsync();
        await pipeline.RunAsync(lane: "other");

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, "other", "scripted", 7u, Dear), (done.State, done.Outcome!.Provider, done.Outcome.FallbackFrom, done.Outcome.Seed, done.Cost));
        Assert.Equal((new CounterState(0, 1), new CounterState(0, Dear.Micros)), await pipeline.CountersAsync());
    }

    [Theory]
    [InlineData(ErrorCode.Refused)]
    [InlineData(ErrorCode.InvalidRequest)]
    [InlineData(ErrorCode.StorageUnavailable)]
    public async Task Execute_FaultThatIsNotTheProviders_IsTheOutcome(ErrorCode code)
    {
        using var pipeline = new Pipeline(Failing(code), fallback: [Other()]);
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        Assert.Equal(code, (await pipeline.FindAsync(job)).Outcome!.Error!.Code);
    }

    [Fact]
    public async Task Execute_PassingOutage_IsTriedToTheLastAttemptFirst()
    {
        var generator = JobExecutorTests.Paid(onCall: static (_, _, _) => throw new GenerationException(ErrorCode.ProviderUnavailable, "Away.") { IsTransient = true });
        using var pipeline = new Pipeline(generator, fallback: [Other()]);
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt < Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();
        Assert.Equal("scripted", (await pipeline.FindAsync(job)).Lane);

        await pipeline.RunAsync();
        var moved = await pipeline.FindAsync(job);
        Assert.Equal(("other", 0, Pipeline.Options.MaxAttempts), (moved.Lane, moved.Attempts, generator.Calls));
    }

    [Fact]
    public async Task Execute_CallsHeldBack_GoElsewhereAtOnceAndPauseNobody()
    {
        var generator = JobExecutorTests.Paid(onCall: static (_, _, _) =>
            throw new GenerationException(ErrorCode.ProviderUnavailable, "Away.") { IsTransient = true, IsHeldBack = true, RetryAfter = TimeSpan.FromSeconds(30) });
        using var pipeline = new Pipeline(generator, fallback: [Other()]);
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();

        Assert.Equal("other", (await pipeline.FindAsync(job)).Lane);
        Assert.Null((await pipeline.Ledger.LaneAsync("scripted", CancellationToken.None)).PausedUntil);
    }

    [Fact]
    public async Task Execute_ProviderThatWasAskedForByName_IsNotReplaced()
    {
        using var pipeline = new Pipeline(Failing(), fallback: [Other()]);
        var job = await pipeline.SubmitAsync("a cool cat --provider scripted");
        await pipeline.RunAsync();
        Assert.Equal(ErrorCode.ProviderUnavailable, (await pipeline.FindAsync(job)).Outcome!.Error!.Code);
    }

    [Theory]
    [InlineData("a cool cat", true)]
    [InlineData("a cool cat --provider scripted", false)]
    public async Task Submit_Repeated_InsistsOnItsProviderOnlyIfThePersonDid(string command, bool expected)
    {
        using var pipeline = new Pipeline(fallback: [Other()]);
        var job = await pipeline.SubmitAsync(command);
        var again = await pipeline.Intake.SubmitAsync(Repeat.Of(job) with { Fresh = true }, new Requester(Pipeline.Tenant, "ann", new ConversationRef("test")), CancellationToken.None);
        Assert.Equal(expected, Assert.IsType<Ticket.Accepted>(again).Job.Order.MayFallBack);
    }

    [Fact]
    public async Task Execute_OnePictureStoredAlready_OnlyTheOtherIsDrawnElsewhere()
    {
        var generator = JobExecutorTests.Paid();
        generator.Picture = () => generator.Drawn == 1 ? new MemoryStream(TinyPng.Bytes) : throw new GenerationException(ErrorCode.ProviderAccount, "Empty.");
        var other = Other();
        using var pipeline = new Pipeline(generator, fallback: [other]);
        var job = await pipeline.SubmitAsync("a cool cat --count 2");
        await pipeline.RunAsync();
        Assert.Equal(new CounterState(Dear.Micros, Price.Micros), (await pipeline.CountersAsync()).Cost);
        await pipeline.RunAsync(lane: "other");

        var done = await pipeline.FindAsync(job);
        Assert.Equal((2, 1, Price + Dear), (done.Outcome!.Assets.Count, other.Drawn, done.Cost));
        Assert.Equal((new CounterState(0, 2), new CounterState(0, (Price + Dear).Micros)), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_UncertainCall_IsSpentBeforeTheNextProviderIsAsked()
    {
        var generator = JobExecutorTests.Paid(onCall: static (_, _, _) => throw new GenerationException(ErrorCode.TimedOut, "Slow.") { IsUncertain = true });
        using var pipeline = new Pipeline(generator, fallback: [Other()]);
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        Assert.Equal(new CounterState(Dear.Micros, Price.Micros), (await pipeline.CountersAsync()).Cost);
        await pipeline.RunAsync(lane: "other");

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, Price + Dear, 1), (done.State, done.Cost, done.Outcome!.UncertainAttempts));
        Assert.Equal(new CounterState(0, (Price + Dear).Micros), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_BudgetDoesNotStandTheNext_TakesACheaperOne()
    {
        var cheap = Other("cheap", Price);
        using var pipeline = new Pipeline(Failing(), new QuotaPolicy { BudgetPerGuildPerMonth = Price }, fallback: [Other(), cheap]);
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        await pipeline.RunAsync(lane: "cheap");
        Assert.Equal((JobState.Completed, "cheap"), ((await pipeline.FindAsync(job)).State, (await pipeline.FindAsync(job)).Outcome!.Provider));
    }

    [Fact]
    public async Task Execute_BudgetStandsNone_EndsOverBudgetAndGivesTheReservationBack()
    {
        using var pipeline = new Pipeline(Failing(), new QuotaPolicy { BudgetPerGuildPerMonth = Price }, fallback: [Other()]);
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        Assert.Equal(ErrorCode.BudgetExceeded, (await pipeline.FindAsync(job)).Outcome!.Error!.Code);
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_EveryProviderGivesUp_EachIsTriedOnce()
    {
        var (second, third) = (Other(), Other("third", Dear));
        second.OnCall = third.OnCall = static (_, _, _) => throw new GenerationException(ErrorCode.ProviderUnavailable, "Away as well.");
        using var pipeline = new Pipeline(Failing(), fallback: [second, third]);
        var job = await pipeline.SubmitAsync("a cool cat");
        foreach (var lane in new[] { "scripted", "other", "third" })
            await pipeline.RunAsync(lane: lane);

        var failed = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Failed, "third", "scripted", 1, 1), (failed.State, failed.Outcome!.Provider, failed.Outcome.FallbackFrom, second.Calls, third.Calls));
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_NextTakesShorterPromptsAndNoReference_CutsThePromptAndIsPassedOverForAReference()
    {
        var prompts = new List<string>();
        var other = new ScriptedGenerator("other")
        {
            Capabilities = new() { Kind = "scripted", Model = "m", MaxPromptLength = 20 },
            OnCall = (_, request, _) =>
            {
                prompts.Add(request.Prompt.Value);
                return Task.CompletedTask;
            },
        };
        using var pipeline = new Pipeline(Failing(), fallback: [other]);
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        await pipeline.RunAsync(lane: "other");
        Assert.InRange(Assert.Single(prompts).Length, 1, 20);

        Assert.True(UserPrompt.TryCreate("a cool cat", out var prompt, out _));
        Assert.False(other.Capabilities.CanTake(prompt, new ImageSpec { Style = "s", Provider = "p", Reference = "key" }));
        Assert.False(other.Capabilities.CanTake(UserPrompt.Parse(new string('a', 21)), new ImageSpec { Style = "s", Provider = "p" }));
    }

    [Fact]
    public async Task Execute_FallbacksPicture_IsNotTakenForTheOtherProviders()
    {
        var generator = Failing();
        using var pipeline = new Pipeline(generator, fallback: [Other()]);
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        await pipeline.RunAsync(lane: "other");

        generator.OnCall = static (_, _, _) => Task.CompletedTask;
        var again = await pipeline.SubmitAsync("a cool cat");
        Assert.Equal(JobState.Pending, again.State);
        await pipeline.RunAsync();
        Assert.Null((await pipeline.FindAsync(again)).Outcome!.FallbackFrom);
        Assert.True((await pipeline.SubmitAsync("a cool cat")).Cached);
    }

    [Theory]
    [InlineData("a cool cat", true)]
    [InlineData("a cool cat --provider scripted", false)]
    public async Task Execute_ProviderThatIsNotConfiguredAnyMore_GoesElsewhereOrEnds(string command, bool isMoved)
    {
        using var pipeline = new Pipeline(fallback: [Other()]);
        var job = await pipeline.SubmitAsync(command);
        // As if the lane's provider had been renamed while the job waited.
        var leased = await pipeline.LeaseAsync();
        await pipeline.Ledger.RerouteAsync(leased.Lease, new Reroute("renamed", JobProgress.None, Usd.Zero, Price), CancellationToken.None);
        await pipeline.RunAsync(lane: "renamed");

        var found = await pipeline.FindAsync(job);
        Assert.Equal(isMoved ? (JobState.Pending, "other", null) : (JobState.Failed, LaneLimits.ReplyLane("test"), ErrorCode.ProviderUnavailable), (found.State, found.Lane, found.Outcome?.Error?.Code));
    }

    [Fact]
    public async Task Execute_PreparationThatHangs_EndsInTimeAndIsNoReasonToGoElsewhere()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), fallback: [Other()], moderator: new HangingModerator(), preparationLimit: TimeSpan.FromSeconds(0.5));
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();

        Assert.Equal((ErrorCode.TimedOut, 0), ((await pipeline.FindAsync(job)).Outcome!.Error!.Code, pipeline.Generator.Calls));
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    private static ScriptedGenerator Failing(ErrorCode code = ErrorCode.ProviderUnavailable) =>
        JobExecutorTests.Paid(onCall: (_, _, _) => throw new GenerationException(code, "No."));

    private static ScriptedGenerator Other(string name = "other", Usd? price = null) => new(name)
    {
        Price = price ?? Dear,
        Capabilities = new() { Kind = "scripted", Model = "n", MaxPromptLength = 1000, MaxPricePerImage = _ => price ?? Dear },
    };

    private sealed class HangingModerator : IModerator
    {
        public async ValueTask<ModerationVerdict> ReviewAsync(string text, ModerationContext context, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return ModerationVerdict.Allowed;
        }
    }
}
