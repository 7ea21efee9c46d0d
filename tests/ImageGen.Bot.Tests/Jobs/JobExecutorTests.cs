using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Jobs;

public sealed class JobExecutorTests
{
    internal static readonly Usd Price = Usd.FromDollars(0.04m);

    [Fact]
    public async Task Execute_Job_DrawsStoresSettlesAndReplies()
    {
        using var pipeline = new Pipeline(Paid());
        var job = await pipeline.SubmitAsync("a cool cat --count 2 --seed 7");
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 2, 7u, Price * 2), (done.State, done.Outcome!.Assets.Count, done.Outcome.Seed, done.Cost));
        Assert.Equal((new CounterState(0, 2), new CounterState(0, Price.Micros * 2)), await pipeline.CountersAsync());
        Assert.All(done.Outcome.Assets, asset => Assert.NotNull(pipeline.Store.PathOf(asset.Key)));

        await pipeline.ReplyAsync();
        Assert.Equal(done.Outcome.Assets.Select(pipeline.Store.UrlOf), Assert.Single(pipeline.Replier.Seen).ImageUrls);
    }

    [Theory]
    [InlineData("a forbidden thing")]
    [InlineData("a f0rbidden thing --raw")]
    public async Task Execute_RefusedPrompt_NeverReachesTheProvider(string command)
    {
        using var pipeline = new Pipeline(Paid());
        var job = await pipeline.SubmitAsync(command);
        await pipeline.RunAsync();

        Assert.Equal(ErrorCode.Refused, (await pipeline.FindAsync(job)).Outcome!.Error!.Code);
        Assert.Equal(0, pipeline.Generator.Calls);
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_WordsRefusedOnlyAfterRefinement_NeverReachTheProvider()
    {
        using var pipeline = new Pipeline(Paid());
        var job = await pipeline.SubmitAsync("a thing --no forbidden");
        await pipeline.RunAsync();

        Assert.Equal(ErrorCode.Refused, (await pipeline.FindAsync(job)).Outcome!.Error!.Code);
        Assert.Equal(0, pipeline.Generator.Calls);
    }

    [Fact]
    public async Task Execute_PassingFault_IsTriedAgainAndChargedOnce()
    {
        using var pipeline = new Pipeline(Paid(onCall: static (call, _, _) => call < 3 ? Throw(ErrorCode.ProviderUnavailable, transient: true) : Task.CompletedTask));
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt <= 3; attempt++)
            await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 3, Price, 0), (done.State, pipeline.Generator.Calls, done.Cost, done.Outcome!.UncertainAttempts));
        Assert.Equal(new CounterState(0, Price.Micros), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_FaultThatStays_IsTheOutcomeAfterTheLastAttempt()
    {
        using var pipeline = new Pipeline(Paid(onCall: static (_, _, _) => Throw(ErrorCode.ProviderUnavailable, transient: true)));
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();

        Assert.Equal(ErrorCode.ProviderUnavailable, (await pipeline.FindAsync(job)).Outcome!.Error!.Code);
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    [Fact]
    public async Task Execute_RefusalByTheProvider_IsNotTriedAgain()
    {
        using var pipeline = new Pipeline(Paid(onCall: static (_, _, _) => Throw(ErrorCode.Refused, transient: false)));
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        Assert.Equal((ErrorCode.Refused, 1), ((await pipeline.FindAsync(job)).Outcome!.Error!.Code, pipeline.Generator.Calls));
    }

    [Fact]
    public async Task Execute_Bug_IsReportedWithTheJobIdAndNotItsText()
    {
        using var pipeline = new Pipeline(Paid(onCall: static (_, _, _) => throw new InvalidOperationException("secret detail")));
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();

        var error = (await pipeline.FindAsync(job)).Outcome!.Error!;
        Assert.Equal(ErrorCode.Internal, error.Code);
        Assert.Contains(job.Id.Value, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_InterruptedAfterTheFirstOfTwoPictures_DrawsOnlyTheSecondAgain()
    {
        using var abort = new CancellationTokenSource();
        var generator = Paid(freeToRepeat: true);
        generator.Picture = () => generator.Drawn == 2 && generator.Calls == 1 ? Abort(abort) : new MemoryStream(TinyPng.Bytes);
        using var pipeline = new Pipeline(generator);
        var job = await pipeline.SubmitAsync("a cool cat --count 2");

        await pipeline.RunAsync(abort: abort.Token);
        var waiting = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Pending, 1, 0), (waiting.State, waiting.Progress.Assets.Count, waiting.Attempts));
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 3, Price * 2), (done.State, generator.Drawn, done.Cost));
        Assert.Equal(waiting.Progress.Assets[0], done.Outcome!.Assets[0]);
    }

    [Fact]
    public async Task Execute_WorkerDiedDuringAPaidCall_CountsTheCallAsUncertainAndPaid()
    {
        using var pipeline = new Pipeline(Paid());
        var job = await pipeline.SubmitAsync("a cool cat");
        var dead = await pipeline.LeaseAsync();
        await pipeline.Ledger.CheckpointAsync(dead.Lease, new JobProgress { Stage = JobStage.Generating, CallOpen = true }, CancellationToken.None);
        await pipeline.Ledger.ReleaseAsync(dead.Lease, Release.HandBack, CancellationToken.None);

        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 1, Price * 2), (done.State, done.Outcome!.UncertainAttempts, done.Cost));
        Assert.Equal(new CounterState(0, Price.Micros * 2), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_WorkerDiedWithTheProvidersTaskSaved_GoesOnWithThatTask()
    {
        string? resumed = null;
        using var pipeline = new Pipeline(Paid(onCall: (_, request, _) => Task.FromResult(resumed = request.Task)));
        var job = await pipeline.SubmitAsync("a cool cat");
        var dead = await pipeline.LeaseAsync();
        await pipeline.Ledger.CheckpointAsync(dead.Lease, new JobProgress { Stage = JobStage.Generating, CallOpen = true, ProviderTask = "task-1" }, CancellationToken.None);
        await pipeline.Ledger.ReleaseAsync(dead.Lease, Release.HandBack, CancellationToken.None);

        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal(("task-1", 0, Price), (resumed, done.Outcome!.UncertainAttempts, done.Cost));
    }

    [Fact]
    public async Task Execute_UncertainAttemptThatEmptiesTheBudget_EndsTheJob()
    {
        using var pipeline = new Pipeline(Paid(), new QuotaPolicy { BudgetPerGuildPerMonth = Price });
        var job = await pipeline.SubmitAsync("a cool cat");
        var dead = await pipeline.LeaseAsync();
        await pipeline.Ledger.CheckpointAsync(dead.Lease, new JobProgress { CallOpen = true }, CancellationToken.None);
        await pipeline.Ledger.ReleaseAsync(dead.Lease, Release.HandBack, CancellationToken.None);

        await pipeline.RunAsync();

        Assert.Equal((ErrorCode.BudgetExceeded, 0), ((await pipeline.FindAsync(job)).Outcome!.Error!.Code, pipeline.Generator.Calls));
        Assert.Equal(new CounterState(0, Price.Micros), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_PictureStoredBeforeTheWorkerDied_IsSettledWithoutTheProvider()
    {
        using var pipeline = new Pipeline(Paid());
        var job = await pipeline.SubmitAsync("a cool cat");
        var dead = await pipeline.LeaseAsync();
        var asset = await pipeline.Store.StoreAsync(new PictureOrigin(job.Id, "0"), new MemoryStream(TinyPng.Bytes), CancellationToken.None);
        await pipeline.Ledger.CheckpointAsync(dead.Lease, new JobProgress { Assets = [asset], Cost = Price, Seed = 1 }, CancellationToken.None);
        await pipeline.Ledger.ReleaseAsync(dead.Lease, Release.HandBack, CancellationToken.None);

        await pipeline.RunAsync();
        Assert.Equal((JobState.Completed, 0), ((await pipeline.FindAsync(job)).State, pipeline.Generator.Calls));
    }

    [Fact]
    public async Task Cancel_WhileTheProviderDraws_StopsItAtOnce()
    {
        var started = new TaskCompletionSource();
        using var pipeline = new Pipeline(Paid(freeToRepeat: true, onCall: (_, _, cancellation) =>
        {
            started.SetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        }));
        var job = await pipeline.SubmitAsync("a cool cat");
        var running = pipeline.RunAsync();
        await started.Task;

        Assert.Equal(CancelResult.Requested, await pipeline.Ledger.CancelAsync(Pipeline.Tenant, job.Id, CancellationToken.None));
        await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(JobState.Cancelled, (await pipeline.FindAsync(job)).State);
        Assert.Equal((default, default), await pipeline.CountersAsync());
    }

    public static TheoryData<byte[], string> BadPictures => new()
    {
        { "<html>busy</html>"u8.ToArray(), "no PNG, JPEG or WebP" },
        { [], "no PNG, JPEG or WebP" },
        { TinyPng.Bytes[..^4], "cut short" },
    };

    [Theory]
    [MemberData(nameof(BadPictures))]
    public async Task Execute_FileThatIsNoWholePicture_IsTheProvidersFault(byte[] file, string expected)
    {
        var generator = Paid(freeToRepeat: true);
        generator.Picture = () => new MemoryStream(file);
        using var pipeline = new Pipeline(generator);
        var job = await pipeline.SubmitAsync("a cool cat");
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();

        var error = (await pipeline.FindAsync(job)).Outcome!.Error!;
        Assert.Equal(ErrorCode.ProviderUnavailable, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_FewerPicturesThanOrdered_IsTheProvidersFault()
    {
        var generator = Paid(freeToRepeat: true);
        generator.Yields = 1;
        using var pipeline = new Pipeline(generator);
        var job = await pipeline.SubmitAsync("a cool cat --count 3");
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();
        Assert.Equal("The provider sent 1 of 3 pictures.", (await pipeline.FindAsync(job)).Outcome!.Error!.Message);
        Assert.Equal(new CounterState(0, 1), (await pipeline.CountersAsync()).Images);
    }

    [Fact]
    public async Task Execute_ProviderAsksToWait_PausesItsLane()
    {
        using var pipeline = new Pipeline(Paid(onCall: static (_, _, _) =>
            throw new GenerationException(ErrorCode.ProviderUnavailable, "Busy.") { IsTransient = true, RetryAfter = TimeSpan.FromMinutes(1) }));
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        var lane = await pipeline.Ledger.LaneAsync(pipeline.Generator.Name, CancellationToken.None);
        Assert.NotNull(lane.PausedUntil);
    }

    internal static ScriptedGenerator Paid(Func<int, GenerationRequest, CancellationToken, Task>? onCall = null, bool freeToRepeat = false) => new("scripted")
    {
        Price = Price,
        OnCall = onCall ?? (static (_, _, _) => Task.CompletedTask),
        Capabilities = new() { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = freeToRepeat, MaxPricePerImage = _ => Price },
    };

    private static Task Throw(ErrorCode code, bool transient) => throw new GenerationException(code, "No.") { IsTransient = transient };

    private static MemoryStream Abort(CancellationTokenSource abort)
    {
        abort.Cancel();
        return new MemoryStream(TinyPng.Bytes);
    }
}
