using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>
/// Random scripts against a ledger and its <see cref="LedgerModel"/> side by side: every answer, job, counter and lane
/// is the same after every command. A failure prints the shortest script found and the seed.
/// </summary>
public abstract class JobLedgerProperties(ILedgerStore store)
{
    private const int Scripts = 100;

    /// <summary>On a thread of its own, since FsCheck blocks it until the end.</summary>
    [Fact]
    public Task Ledger_AnyScript_DoesAsItsModel() => Task.Factory.StartNew(
        () => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Scripts), Prop.ForAll(LedgerScript.Any, RunAsync)),
        TestContext.Current.CancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private async Task RunAsync(LedgerScript script)
    {
        await using var harness = await store.CreateAsync();
        var model = new LedgerModel(new LedgerOptions(), harness.Clock, new ModelSignals());
        var expected = new LedgerSide(model, harness.Clock, leads: true);
        var actual = new LedgerSide(harness.Ledger, harness.Clock, leads: false);
        var outcomes = new Dictionary<JobId, string>();

        foreach (var (number, command) in script.Commands.Index())
        {
            var after = $"{number + 1}. {command}";
            AssertSame(after, await command.Run(expected), await command.Run(actual));
            await AssertSameState(after, model, expected, actual);
            AssertOneOutcome(after, await actual.AllJobs(), outcomes);
        }

        await DrainAsync(harness);
        AssertNothingIsLeft(await actual.AllJobs(), await actual.LaneStates(), await actual.Counters());
        AssertOneOutcome("draining", await actual.AllJobs(), outcomes);
    }

    private static async Task AssertSameState(string after, LedgerModel model, LedgerSide expected, LedgerSide actual)
    {
        AssertSame(after, Text(await expected.AllJobs()), Text(await actual.AllJobs()));
        AssertSame(after, string.Join('\n', await expected.LaneStates()), string.Join('\n', await actual.LaneStates()));

        var counters = await actual.Counters();
        AssertSame(after, string.Join('\n', await expected.Counters()), string.Join('\n', counters));
        foreach (var (limit, counter) in LedgerScript.Limits.Zip(counters))
        {
            AssertSame($"{after}: reserved of {limit.Counter}", $"{model.HeldOf(limit.Counter)}", $"{counter.Reserved}");
            Assert.True(limit.Kind == ClaimKind.Cost || counter.Used <= limit.Limit, $"{after}: {limit.Counter} is overrun: {counter}");
        }

        // How a job whose backoff has passed counts before anybody looks is left to the adapter.
        string Text(IReadOnlyList<ImageJob> jobs) => string.Join('\n', jobs.Select(job =>
            model.HasBackoff(job.Lane) ? LedgerText.Of(job) : $"{LedgerText.Of(job)} position {job.Position}"));
    }

    private static void AssertOneOutcome(string after, IReadOnlyList<ImageJob> jobs, Dictionary<JobId, string> outcomes)
    {
        foreach (var job in jobs.Where(job => job.State.IsFinal()))
        {
            var outcome = $"{job.State} {LedgerJson.Write(job.Outcome!)}";
            if (!outcomes.TryAdd(job.Id, outcome))
                AssertSame(after, outcomes[job.Id], outcome);
        }
    }

    /// <summary>Works until nothing waits, as workers would.</summary>
    private static async Task DrainAsync(LedgerHarness harness)
    {
        for (var round = 0; round < 10; round++)
        {
            harness.Clock.Advance(TimeSpan.FromMinutes(2));
            foreach (var lane in LedgerScript.Lanes)
            {
                await harness.Ledger.Rescue(lane: lane.Name);
                foreach (var (job, lease) in (await harness.Ledger.Lease(100, new LaneLimits(lane.Name))).Jobs)
                    Assert.True(job.State.IsFinal() ? await harness.Ledger.FinishReply(lease) : await harness.Ledger.Complete(lease));
            }
        }
    }

    private static void AssertNothingIsLeft(IReadOnlyList<ImageJob> jobs, IReadOnlyList<LaneState> lanes, IReadOnlyList<CounterState> counters)
    {
        Assert.All(jobs, job => Assert.True(job.State.IsFinal(), $"not drained: {LedgerText.Of(job)}"));
        Assert.All(lanes, lane => Assert.Equal(new LaneState(0, 0, 0, null), lane));
        Assert.All(counters, counter => Assert.Equal(0, counter.Reserved));
    }

    private static void AssertSame(string after, string expected, string actual)
    {
        var (wanted, got) = (expected.Split('\n'), actual.Split('\n'));
        Assert.True(
            string.Equals(expected, actual, StringComparison.Ordinal),
            $"After {after}\nexpected: {string.Join("\n          ", wanted.Except(got))}\nactual:   {string.Join("\n          ", got.Except(wanted))}");
    }
}
