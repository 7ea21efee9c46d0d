using System.Collections.Concurrent;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Lease_WaitingJob_IsProcessing()
    {
        await Ledger.Take(Orders.Make());

        var leased = await Ledger.LeaseOne();

        var found = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Processing, 1, 0), (found.State, found.Attempts, found.Rescues));
        Assert.Equal((JobState.Processing, 1), (leased.Job.State, leased.Job.Attempts));
        Assert.Equal(Clock.GetUtcNow(), found.StartedAt);
        Assert.Null(found.Position);
        Assert.Equal(new LaneState(0, 0, 1, null), await Ledger.LaneState());
    }

    [Fact]
    public async Task Lease_EmptyLane_IsEmptyAndOnlyASignalCanTell()
    {
        var batch = await Ledger.Lease(5);

        Assert.Empty(batch.Jobs);
        Assert.Null(batch.NextAt);
    }

    [Fact]
    public async Task Lease_AtMostSoManyFromTheLanesInTheirOrder()
    {
        var ids = new List<JobId>();
        foreach (var lane in (string[])["one", "one", "two", "two"])
            ids.Add((await Ledger.Take(Orders.Make(lane: lane))).Id);

        var batch = await Ledger.LeaseAsync([new LaneLimits("two"), new LaneLimits("one")], 3, LedgerSteps.LeaseTime, Stop);

        Assert.Equal([ids[2], ids[3], ids[0]], batch.Jobs.Select(leased => leased.Job.Id));
    }

    [Fact]
    public async Task Lease_TwiceOverItsLife_StartedOnce()
    {
        var first = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.Release(first.Lease);
        Pass(5);

        var again = await Ledger.LeaseOne();

        Assert.Equal(first.Job.StartedAt, again.Job.StartedAt);
        Assert.NotEqual(first.Lease, again.Lease);
        Assert.Equal(2, again.Job.Attempts);
    }

    [Fact]
    public async Task Lease_ByManyAtOnce_GivesEachJobToOne()
    {
        for (var job = 0; job < 60; job++)
            await Ledger.Take(Orders.Make(tenant: $"t{job % 4}"));
        var second = await Reopen();
        var leased = new ConcurrentBag<JobId>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
        {
            while ((await (index % 2 == 0 ? Ledger : second).Lease(3)).Jobs is { Count: > 0 } jobs)
                jobs.ToList().ForEach(job => leased.Add(job.Job.Id));
        })));

        Assert.Equal(60, leased.Count);
        Assert.Equal(60, leased.Distinct().Count());
    }

    [Fact]
    public async Task Lease_MaxConcurrent_IsNeverExceededByManyLesseesOverTwoLedgers()
    {
        const int Most = 3;
        var lane = new LaneLimits(Orders.Lane, MaxConcurrent: Most);
        for (var job = 0; job < 60; job++)
            await Ledger.Take(Orders.Make());
        var second = await Reopen();
        var (running, highest, done) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
        {
            var ledger = index % 2 == 0 ? Ledger : second;
            while (Volatile.Read(ref done) < 60)
            {
                foreach (var (_, lease) in (await ledger.Lease(2, lane)).Jobs)
                {
                    InterlockedMax(ref highest, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    Assert.True(await ledger.Complete(lease));
                    Interlocked.Increment(ref done);
                }
            }
        })));

        Assert.InRange(highest, 1, Most);
    }

    [Fact]
    public async Task Lease_MaxConcurrent_CountsLeasesThatEndedUntilTheyAreRescued()
    {
        var lane = new LaneLimits(Orders.Lane, MaxConcurrent: 2);
        for (var job = 0; job < 4; job++)
            await Ledger.Take(Orders.Make());

        var batch = await Ledger.Lease(10, lane);
        Assert.Equal(2, batch.Jobs.Count);
        Assert.Null(batch.NextAt);
        OutliveLease();
        Assert.Empty((await Ledger.Lease(10, lane)).Jobs);
        await Ledger.Rescue();
        Assert.Equal(batch.Jobs.Select(leased => leased.Job.Id), (await Ledger.Lease(10, lane)).Jobs.Select(leased => leased.Job.Id));
    }

    [Fact]
    public async Task Lease_MaxConcurrent_FreesItsPlaceWithEverySettlement()
    {
        var lane = new LaneLimits(Orders.Lane, MaxConcurrent: 1);
        for (var job = 0; job < 3; job++)
            await Ledger.Take(Orders.Make());

        for (var job = 0; job < 3; job++)
        {
            var leased = Assert.Single((await Ledger.Lease(10, lane)).Jobs);
            Assert.Empty((await Ledger.Lease(10, lane)).Jobs);
            await Ledger.Complete(leased.Lease);
        }
    }

    [Fact]
    public async Task Lease_RequestsPerMinute_IsExactInEverySlidingMinute()
    {
        const int Rate = 5;
        var lane = new LaneLimits(Orders.Lane, RequestsPerMinute: Rate);
        for (var job = 0; job < 60; job++)
            await Ledger.Take(Orders.Make());
        var starts = new List<double>();

        for (var second = 0.0; second < 240; second += 3.5)
        {
            var batch = await Ledger.Lease(2, lane);
            starts.AddRange(batch.Jobs.Select(_ => second));
            foreach (var leased in batch.Jobs)
                await Ledger.Complete(leased.Lease);
            Pass(3.5);
        }

        Assert.All(starts, start => Assert.InRange(starts.Count(other => other >= start && other < start + 60), 1, Rate));
        Assert.InRange(starts.Count, 4 * Rate, 5 * Rate);
    }

    [Fact]
    public async Task Lease_RequestsPerMinuteUsedUp_SaysWhenToComeAgain()
    {
        var lane = new LaneLimits(Orders.Lane, RequestsPerMinute: 2);
        for (var job = 0; job < 4; job++)
            await Ledger.Take(Orders.Make());
        var first = Clock.GetUtcNow();
        await Ledger.Lease(1, lane);
        Pass(10);
        await Ledger.Lease(1, lane);

        var none = await Ledger.Lease(1, lane);
        Assert.Empty(none.Jobs);
        Assert.Equal(first.AddSeconds(60), none.NextAt);
        Clock.Advance(none.NextAt!.Value - Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.Empty((await Ledger.Lease(1, lane)).Jobs);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single((await Ledger.Lease(5, lane)).Jobs);
    }

    [Fact]
    public async Task Lease_RequestsPerMinute_IsNotGivenBackWithTheJob()
    {
        var lane = new LaneLimits(Orders.Lane, RequestsPerMinute: 1);
        await Ledger.Take(Orders.Make());

        await Ledger.Release(Assert.Single((await Ledger.Lease(1, lane)).Jobs).Lease, counts: false);

        Assert.Empty((await Ledger.Lease(1, lane)).Jobs);
    }

    [Fact]
    public async Task PauseLane_UntilItsEnd_NothingIsLeased()
    {
        await Ledger.Take(Orders.Make());
        var end = Clock.GetUtcNow().AddSeconds(20);
        await Ledger.Pause(end);

        var paused = await Ledger.Lease();
        Assert.Empty(paused.Jobs);
        Assert.Equal(end, paused.NextAt);
        Assert.Equal(new LaneState(1, 0, 0, end), await Ledger.LaneState());
        Pass(20);
        Assert.Null((await Ledger.LaneState()).PausedUntil);
        await Ledger.LeaseOne();
    }

    [Fact]
    public async Task PauseLane_ALaterEndWins_AndAPastTimeResumes()
    {
        await Ledger.Take(Orders.Make());
        var end = Clock.GetUtcNow().AddSeconds(60);
        await Ledger.Pause(end);
        await Ledger.Pause(Clock.GetUtcNow().AddSeconds(5));

        Assert.Equal(end, (await Ledger.LaneState()).PausedUntil);
        Pass(10);
        Assert.Empty((await Ledger.Lease()).Jobs);
        await Ledger.Pause(Clock.GetUtcNow().AddSeconds(-1));
        Assert.Null((await Ledger.LaneState()).PausedUntil);
        await Ledger.LeaseOne();
    }

    [Fact]
    public async Task PauseLane_OtherLanes_GoOn()
    {
        await Ledger.Take(Orders.Make(lane: "other"));
        await Ledger.Pause(Clock.GetUtcNow().AddHours(1));

        await Ledger.LeaseOne("other");
    }

    [Fact]
    public async Task Extend_HeldLease_LastsFromNow()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        Pass(25);
        Assert.Equal(LeaseStatus.Held, await Ledger.Extend(leased.Lease));

        Pass(25);
        Assert.Equal(0, await Ledger.Rescue());
        Pass(10);
        Assert.Equal(1, await Ledger.Rescue());
    }

    [Fact]
    public async Task Checkpoint_WhatWasAchieved_IsFoundAndLeasedAgain()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        var progress = new JobProgress { Stage = JobStage.Generating, Seed = 5, CallOpen = true, ProviderTask = "task", Cost = new(7), Assets = LedgerSteps.Completion().Assets };

        Assert.Equal(LeaseStatus.Held, await Ledger.Checkpoint(leased.Lease, progress));

        Assert.Equal(LedgerJson.Write(progress), LedgerJson.Write((await Ledger.Find(leased.Job)).Progress));
        Assert.Equal(JobStage.Generating, (await Ledger.Find(leased.Job)).Stage);
        await Ledger.Release(leased.Lease);
        Assert.Equal(LedgerJson.Write(progress), LedgerJson.Write((await Ledger.LeaseOne()).Job.Progress));
    }

    [Fact]
    public async Task Lease_OfNobody_IsLost()
    {
        var job = await Ledger.Take(Orders.Make());

        await AssertRefused(new Lease(job.Id, 0));
        await AssertRefused(new Lease(job.Id, 1));
        await AssertRefused(new Lease(Orders.Make().Order.Id, 1));
        Assert.Equal(JobState.Pending, (await Ledger.Find(job)).State);
    }

    /// <summary>Every transition a lease can ask for is refused, and changes nothing.</summary>
    private async Task AssertRefused(Lease lease)
    {
        Assert.Equal(LeaseStatus.Lost, await Ledger.Extend(lease));
        Assert.False(await Ledger.Release(lease));
        Assert.False(await Ledger.FinishReply(lease));
        await AssertRefusedAsJob(lease);
    }

    private async Task AssertRefusedAsJob(Lease lease)
    {
        Assert.Equal(LeaseStatus.Lost, await Ledger.Checkpoint(lease, new JobProgress { Seed = 99 }));
        Assert.Equal(LeaseStatus.Lost, await Ledger.Charge(lease));
        Assert.False(await Ledger.Complete(lease));
        Assert.Equal(LeaseStatus.Lost, await Ledger.Reroute(lease, "other"));
    }

    private static void InterlockedMax(ref int highest, int value)
    {
        for (var seen = Volatile.Read(ref highest); seen < value;)
        {
            var was = Interlocked.CompareExchange(ref highest, value, seen);
            if (was == seen)
                return;
            seen = was;
        }
    }
}
