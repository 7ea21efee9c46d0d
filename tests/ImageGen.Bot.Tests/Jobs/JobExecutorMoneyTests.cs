using System.Reflection;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Jobs;

/// <summary>No call that may have been paid goes uncounted, and none that was paid is made again.</summary>
public sealed class JobExecutorMoneyTests
{
    private static Usd Price => JobExecutorTests.Price;

    [Fact]
    public async Task Execute_PaidPicturesThatAreBroken_AreEachCounted()
    {
        var generator = JobExecutorTests.Paid();
        generator.Picture = () => new MemoryStream("<html>"u8.ToArray());
        using var pipeline = new Pipeline(generator);
        var job = await pipeline.SubmitAsync("a cool cat");
        await RunAllAttemptsAsync(pipeline);

        Assert.Equal(Price * 3, (await pipeline.FindAsync(job)).Cost);
        Assert.Equal(new CounterState(0, Price.Micros * 3), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Execute_StoreStaysAway_BuysOnePictureUntilItIsBack()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid());
        var job = await pipeline.SubmitAsync("a cool cat");
        Directory.Delete(pipeline.Store.Root, recursive: true);
        await File.WriteAllTextAsync(pipeline.Store.Root, "");
        await pipeline.RunAsync();
        await pipeline.RunAsync();
        Assert.Equal(1, pipeline.Generator.Calls);

        File.Delete(pipeline.Store.Root);
        await pipeline.RunAsync();
        Assert.Equal((JobState.Completed, 2, Price * 2), ((await pipeline.FindAsync(job)).State, pipeline.Generator.Calls, (await pipeline.FindAsync(job)).Cost));
        Assert.Equal(new CounterState(0, Price.Micros * 2), (await pipeline.CountersAsync()).Cost);

        // And then no further look is taken.
        await pipeline.SubmitAsync("a cool dog");
        await pipeline.RunAsync();
        Assert.Equal(3, pipeline.Generator.Calls);
    }

    [Fact]
    public async Task Execute_CallThatEndsWithoutAnAnswer_IsCountedEachTime()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(onCall: static (_, _, _) => throw new TaskCanceledException("the client's own timeout")));
        await pipeline.SubmitAsync("a cool cat");
        await RunAllAttemptsAsync(pipeline);
        Assert.Equal(new CounterState(0, Price.Micros * 3), (await pipeline.CountersAsync()).Cost);
    }

    [Fact]
    public async Task Cancel_WhileAnUncertainCallWaitsToBeTriedAgain_CountsTheCall()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(onCall: static (_, _, _) => throw new HttpRequestException("cut off")));
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();

        Assert.Equal(CancelResult.Cancelled, await pipeline.Ledger.CancelAsync(Pipeline.Tenant, job.Id, CancellationToken.None));
        Assert.Equal(new CounterState(0, Price.Micros), (await pipeline.CountersAsync()).Cost);
    }

    [Theory]
    [InlineData(false, false, "task-1", 1)]
    [InlineData(true, false, null, 1)]
    [InlineData(false, true, "task-1", 1)]
    [InlineData(true, true, null, 2)]
    public async Task Execute_PassingFaultOfATask_GoesOnWithItUnlessItEnded(bool ended, bool uncertain, string? expected, int paid)
    {
        var tasks = new List<string?>();
        using var pipeline = new Pipeline(JobExecutorTests.Paid(onCall: async (call, request, cancellation) =>
        {
            tasks.Add(request.Task);
            if (call > 1)
                return;
            await request.SaveTaskAsync("task-1", cancellation);
            throw new GenerationException(ErrorCode.ProviderUnavailable, "Polling failed.") { IsTransient = true, IsTaskEnded = ended, IsUncertain = uncertain };
        }));
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal([null, expected], tasks);
        Assert.Equal((JobState.Completed, Price * paid), (done.State, done.Cost));
    }

    [Fact]
    public async Task Execute_PictureOfATaskThatIsNeverWhole_IsCountedOnce()
    {
        var generator = JobExecutorTests.Paid(onCall: static (_, request, cancellation) => request.SaveTaskAsync("task-1", cancellation));
        generator.Picture = () => new MemoryStream("<html>"u8.ToArray());
        using var pipeline = new Pipeline(generator);
        var job = await pipeline.SubmitAsync("a cool cat");
        await RunAllAttemptsAsync(pipeline);

        var failed = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Failed, Price), (failed.State, failed.Cost));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Execute_LedgerAwayJustBeforeTheCallOrAfterThePictureIsStored_DrawsItOnceAndCountsItOnce(int checkpoint)
    {
        var generator = JobExecutorTests.Paid();
        using var pipeline = new Pipeline(generator, between: ledger => Flaky.Around(ledger, fails: call => call == (nameof(IJobLedger.CheckpointAsync), checkpoint)));
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();

        var done = await pipeline.FindAsync(job);
        Assert.Equal((JobState.Completed, 1, Price), (done.State, generator.Calls, done.Cost));
    }

    [Fact]
    public async Task Execute_StoppedJustAfterThePictureIsStored_DrawsItOnce()
    {
        using var abort = new CancellationTokenSource();
        var generator = JobExecutorTests.Paid();
        using var pipeline = new Pipeline(generator, between: ledger => Flaky.Around(ledger, fails: call =>
        {
            if (call is (nameof(IJobLedger.CheckpointAsync), 2))
                abort.Cancel();
            return false;
        }));
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync(abort: abort.Token);
        if (!(await pipeline.FindAsync(job)).State.IsFinal())
            await pipeline.RunAsync();

        Assert.Equal((JobState.Completed, 1), ((await pipeline.FindAsync(job)).State, generator.Calls));
    }

    [Fact]
    public async Task Execute_OverBudgetAndThenKilled_IsOverBudgetAgain()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), new QuotaPolicy { BudgetPerGuildPerMonth = Price },
            between: ledger => Flaky.Around(ledger, fails: call => call is (nameof(IJobLedger.SettleAsync), 1), with: static () => new OperationCanceledException("killed")));
        var job = await pipeline.SubmitAsync("a cool cat");
        var dead = await pipeline.LeaseAsync();
        await pipeline.Ledger.CheckpointAsync(dead.Lease, new JobProgress { CallOpen = true }, CancellationToken.None);
        await pipeline.Ledger.ReleaseAsync(dead.Lease, Release.HandBack, CancellationToken.None);

        var killed = await pipeline.LeaseAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.Executor.ExecuteAsync(killed, CancellationToken.None));
        await pipeline.Ledger.ReleaseAsync(killed.Lease, Release.HandBack, CancellationToken.None);
        await pipeline.RunAsync();

        Assert.Equal((ErrorCode.BudgetExceeded, 0), ((await pipeline.FindAsync(job)).Outcome!.Error!.Code, pipeline.Generator.Calls));
    }

    private static async Task RunAllAttemptsAsync(Pipeline pipeline)
    {
        for (var attempt = 1; attempt <= Pipeline.Options.MaxAttempts; attempt++)
            await pipeline.RunAsync();
    }
}

/// <summary>A ledger whose n-th call of a method fails before it reaches the store, as when the connection breaks.</summary>
public class Flaky : DispatchProxy
{
    private readonly Dictionary<string, int> _calls = [];
    private IJobLedger _ledger = null!;
    private Func<(string Method, int Call), bool> _fails = null!;
    private Func<Exception> _with = null!;

    public static IJobLedger Around(IJobLedger ledger, Func<(string Method, int Call), bool> fails, Func<Exception>? with = null)
    {
        var proxy = Create<IJobLedger, Flaky>();
        var flaky = (Flaky)(object)proxy;
        (flaky._ledger, flaky._fails, flaky._with) = (ledger, fails, with ?? (static () => new LedgerUnavailableException("Away.")));
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        int call;
        lock (_calls)
            call = _calls[targetMethod!.Name] = _calls.GetValueOrDefault(targetMethod.Name) + 1;
        if (_fails((targetMethod.Name, call)))
            throw _with();
        return targetMethod.Invoke(_ledger, args);
    }
}
