using ImageGen.Core;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    private const string OtherLane = "sketch";

    private IOperatorLedger Operator => (IOperatorLedger)Ledger;

    [Fact]
    public async Task OperatorFind_AnyTenantsJob_IsFound()
    {
        var job = await Ledger.Take(Orders.Make(tenant: "b"));

        Assert.Equal((job.Id, 1), (await Operator.FindAsync(job.Id, Stop)) is { } found ? (found.Id, found.Position) : default);
        Assert.Null(await Operator.FindAsync(Orders.Make().Order.Id, Stop));
    }

    [Fact]
    public async Task OperatorList_Newest_IsOfAllTenantsNewestFirstAndBounded()
    {
        var one = await Ledger.Take(Orders.Make(tenant: "a"));
        var other = await Ledger.Take(Orders.Make(tenant: "b"));

        Assert.Equal([other.Id, one.Id], await Listed(OperatorList.Newest));
        Assert.Equal([other.Id], await Listed(OperatorList.Newest, limit: 1));

        await Ledger.Cancel(other);
        await Ledger.DeleteAsync(other.Order.Tenant, other.Id, Stop);
        Assert.Equal([one.Id], await Listed(OperatorList.Newest));
    }

    [Fact]
    public async Task OperatorList_Failed_IsOnlyWhatFailedLastFirst()
    {
        var first = await Ledger.TakeAndLease(Orders.Make(tenant: "a", reply: Orders.ReplyLane));
        var second = await Ledger.TakeAndLease(Orders.Make(tenant: "b"));
        var third = await Ledger.TakeAndLease(Orders.Make(tenant: "c"));
        await Ledger.Settle(second.Lease, LedgerSteps.Refusal);
        Pass(1);
        await Ledger.Settle(first.Lease, LedgerSteps.Refusal);
        await Ledger.Complete(third.Lease);
        await Ledger.Cancel(await Ledger.Take(Orders.Make()));

        Assert.Equal([first.Job.Id, second.Job.Id], await Listed(OperatorList.Failed));
        Assert.Equal([first.Job.Id], await Listed(OperatorList.Failed, limit: 1));

        await Ledger.DeleteAsync(first.Job.Order.Tenant, first.Job.Id, Stop);
        Assert.Equal([second.Job.Id], await Listed(OperatorList.Failed));
    }

    [Fact]
    public async Task OperatorList_WaitingAndRunning_AreEachLanesOwn()
    {
        var running = await Ledger.TakeAndLease(Orders.Make(tenant: "a"));
        var later = await Ledger.TakeAndLease(Orders.Make(tenant: "b"));
        var sooner = await Ledger.TakeAndLease(Orders.Make(tenant: "b"));
        var ended = await Ledger.TakeAndLease(Orders.Make(tenant: "b", reply: Orders.ReplyLane));
        await Ledger.Release(later.Lease, TimeSpan.FromMinutes(2));
        await Ledger.Release(sooner.Lease, TimeSpan.FromMinutes(1));
        await Ledger.Complete(ended.Lease);
        var second = await Ledger.Take(Orders.Make(tenant: "a", key: "cat", work: 8));
        var follower = await Ledger.Take(Orders.Make(tenant: "a", key: "cat"));
        var first = await Ledger.Take(Orders.Make(tenant: "c"));
        var elsewhere = await Ledger.Take(Orders.Make(tenant: "c", lane: OtherLane));

        var waiting = await Operator.ListAsync(new OperatorQuery(OperatorList.Waiting, [Orders.Lane, Orders.ReplyLane]), Stop);
        Assert.Equal([first.Id, second.Id, sooner.Job.Id, later.Job.Id], waiting.Select(job => job.Id));
        Assert.Equal([elsewhere.Id], await Listed(OperatorList.Waiting, lane: OtherLane));
        Assert.Equal([first.Id, second.Id, sooner.Job.Id], await Listed(OperatorList.Waiting, limit: 3));
        Assert.Equal([running.Job.Id], await Listed(OperatorList.Running));
        Assert.DoesNotContain(follower.Id, waiting.Select(job => job.Id));
        Assert.Empty(await Listed(OperatorList.Running, lane: OtherLane));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Move_WaitingJob_WaitsInTheOtherLaneWithItsBudgetExchanged(bool inBackoff)
    {
        var job = await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 5), Orders.Cost("cost", 100, 8)]));
        if (inBackoff)
            await Ledger.Release((await Ledger.LeaseOne()).Lease, TimeSpan.FromMinutes(1));

        Assert.Equal(MoveResult.Moved, await Move(job, cost: 20));

        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState());
        Assert.Equal(new LaneState(1, 0, 0, null), await Ledger.LaneAsync(OtherLane, Stop));
        await AssertCounter("cost", 20, 0);
        var leased = await Ledger.LeaseOne(OtherLane);
        Assert.Equal((job.Id, OtherLane, 1), (leased.Job.Id, leased.Job.Lane, leased.Job.Attempts));
        Assert.Empty((await Ledger.Lease()).Jobs);

        await Ledger.Complete(leased.Lease, cost: 15);
        await AssertCounter("cost", 0, 15);
        await AssertCounter("images", 0, 1);
    }

    [Fact]
    public async Task Move_ToACheaperLane_FreesBudgetAndTheTenantsShare()
    {
        var moved = await Ledger.Take(Orders.Make(tenant: "a", work: 5, claims: [Orders.Cost("cost", 10, 8)]));

        Assert.Equal(MoveResult.Moved, await Move(moved, cost: 0));

        await AssertCounter("cost", 0, 0);
        var (own, others) = (await Ledger.Take(Orders.Make(tenant: "a")), await Ledger.Take(Orders.Make(tenant: "b", work: 2)));
        Assert.Equal([own.Id, others.Id], [(await Ledger.LeaseOne()).Job.Id, (await Ledger.LeaseOne()).Job.Id]);
    }

    [Fact]
    public async Task Move_OverBudget_ChangesNothing()
    {
        var job = await Ledger.Take(Orders.Make(claims: [Orders.Cost("cost", 10, 8)]));

        Assert.Equal(MoveResult.OverBudget, await Move(job, cost: 11));

        await AssertCounter("cost", 8, 0);
        Assert.Equal(job.Id, (await Ledger.LeaseOne()).Job.Id);
    }

    [Fact]
    public async Task Move_OfALeader_KeepsItsFollowers()
    {
        var leader = await Ledger.Take(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));

        Assert.Equal(MoveResult.NotWaiting, await Move(follower));
        Assert.Equal(MoveResult.Moved, await Move(leader));

        await Ledger.Complete((await Ledger.LeaseOne(OtherLane)).Lease);
        Assert.Equal(JobState.Completed, (await Ledger.Find(follower)).State);
    }

    [Fact]
    public async Task Move_WhatRunsOrHasEnded_IsNotWaiting()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));
        Assert.Equal(MoveResult.NotWaiting, await Move(leased.Job));
        await Ledger.Settle(leased.Lease, LedgerSteps.Refusal);
        Assert.Equal(MoveResult.NotWaiting, await Move(leased.Job));
        Assert.Equal(MoveResult.NotFound, await Operator.MoveAsync(Orders.Make().Order.Id, OtherLane, default, Stop));
        Assert.Equal(leased.Job.Id, (await Ledger.LeaseOne(Orders.ReplyLane)).Job.Id);
    }

    public static TheoryData<string, JobProgress> Begun => new()
    {
        { "an open call", new JobProgress { CallOpen = true } },
        { "a task", new JobProgress { ProviderTask = "task" } },
        { "a picture", new JobProgress { Assets = [Orders.Asset] } },
        { "a cost", new JobProgress { Cost = new Usd(1) } },
        { "an uncertain attempt", new JobProgress { UncertainAttempts = 1 } },
    };

    [Theory]
    [MemberData(nameof(Begun))]
    public async Task Move_AfterAnAttemptThatMayHaveCost_IsRefused(string what, JobProgress progress)
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 100, 8)]));
        await Ledger.Checkpoint(leased.Lease, progress);
        await Ledger.Release(leased.Lease);

        Assert.True(await Move(leased.Job) == MoveResult.Begun, what);
        Assert.Equal(leased.Job.Id, (await Ledger.LeaseOne()).Job.Id);
    }

    private Task<MoveResult> Move(ImageJob job, long cost = 0) => Operator.MoveAsync(job.Id, OtherLane, new Usd(cost), Stop);

    private async Task<IEnumerable<JobId>> Listed(OperatorList list, string lane = Orders.Lane, int limit = 50) =>
        (await Operator.ListAsync(new OperatorQuery(list, [lane], limit), Stop)).Select(job => job.Id);
}
