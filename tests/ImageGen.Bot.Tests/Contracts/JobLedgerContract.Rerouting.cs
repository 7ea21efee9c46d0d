using ImageGen.Core;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Reroute_ToAnotherLane_WaitsThereWithItsAttemptsCountedAnew()
    {
        await Ledger.Take(Orders.Make(lane: "other", tenant: "b"));
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9)]));

        Assert.Equal(LeaseStatus.Held, await Ledger.Reroute(leased.Lease, "other", new JobProgress { Seed = 3 }));

        var moved = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Pending, "other", 0, 3u), (moved.State, moved.Lane, moved.Attempts, moved.Progress.Seed));
        Assert.Equal(2, moved.Position);
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState());
        await AssertRefused(leased.Lease);
        await AssertCounter("images", 1, 0);
        await Ledger.LeaseOne("other");
        Assert.Equal(1, (await Ledger.LeaseOne("other")).Job.Attempts);
    }

    [Fact]
    public async Task Reroute_JoinsTheFairQueueThere()
    {
        for (var job = 0; job < 10; job++)
            await Ledger.Take(Orders.Make(lane: "other", tenant: "crowd"));
        var leased = await Ledger.TakeAndLease(Orders.Make(tenant: "single"));

        await Ledger.Reroute(leased.Lease, "other");

        Assert.InRange((await Ledger.Find(leased.Job)).Position!.Value, 1, 2);
    }

    [Fact]
    public async Task Reroute_ThenCompleted_StillServesItsFollowersAndTheCache()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));
        await Ledger.Reroute(leased.Lease, "other");

        await Ledger.Complete((await Ledger.LeaseOne("other")).Lease);

        Assert.Equal(JobState.Completed, (await Ledger.Find(follower)).State);
        Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Reroute_ToADearerProvider_SpendsWhatTheFirstMayHaveCostAndReservesAnew()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9), Orders.Cost("cost", 350, 100)]));

        Assert.Equal(LeaseStatus.Held, await Ledger.Reroute(leased.Lease, "other", new JobProgress { Spent = new Usd(100) }, spent: 100, maxCost: 250));

        await AssertCounter("cost", reserved: 250, spent: 100);
        await Ledger.Complete((await Ledger.LeaseOne("other")).Lease, images: 1, cost: 240);
        await AssertCounter("cost", reserved: 0, spent: 340);
        await AssertCounter("images", 0, 1);
    }

    [Fact]
    public async Task Reroute_BeyondTheBudget_ChangesNothing()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 349, 100)]));

        Assert.Equal(LeaseStatus.OverBudget, await Ledger.Reroute(leased.Lease, "other", new JobProgress { Seed = 3 }, spent: 100, maxCost: 250));

        var job = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Processing, Orders.Lane, null), (job.State, job.Lane, job.Progress.Seed));
        await AssertCounter("cost", reserved: 100, spent: 0);
        Assert.Equal(LeaseStatus.Held, await Ledger.Reroute(leased.Lease, "other", spent: 100, maxCost: 249));
        await AssertCounter("cost", reserved: 249, spent: 100);
    }

    [Fact]
    public async Task Reroute_ToACheaperProvider_GivesTheDifferenceBack()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 100, 100)]));

        await Ledger.Reroute(leased.Lease, "other", maxCost: 0);

        await AssertCounter("cost", 0, 0);
        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(claims: [Orders.Cost("cost", 100, 100)])));
    }

    [Fact]
    public async Task Reroute_AfterTheBudgetWasOverrun_HoldsAgainWhatFits()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 199, 100)]));
        Assert.Equal(LeaseStatus.OverBudget, await Ledger.Charge(leased.Lease));

        Assert.Equal(LeaseStatus.OverBudget, await Ledger.Reroute(leased.Lease, "other", maxCost: 100));
        Assert.Equal(LeaseStatus.Held, await Ledger.Reroute(leased.Lease, "other", maxCost: 99));

        await AssertCounter("cost", reserved: 99, spent: 100);
        await Ledger.Complete((await Ledger.LeaseOne("other")).Lease, cost: 50);
        await AssertCounter("cost", reserved: 0, spent: 150);
    }

    [Fact]
    public async Task Reroute_CancelledMeanwhile_IsCancelledAndSpendsWhatWasDrawn()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9), Orders.Cost("cost", 999, 100)]));
        await Ledger.Cancel(leased.Job);

        Assert.Equal(LeaseStatus.CancelRequested, await Ledger.Reroute(leased.Lease, "other", new JobProgress { Assets = [Orders.Asset] }, spent: 40, maxCost: 250));

        Assert.Equal(JobState.Cancelled, (await Ledger.Find(leased.Job)).State);
        await AssertCounter("images", 0, 1);
        await AssertCounter("cost", 0, 40);
    }

    [Fact]
    public async Task Reroute_ThenCancelled_HeirHoldsWhatTheOtherProviderCosts()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(key: "cat", claims: [Orders.Cost("cost", 999, 100)]));
        var heir = await Ledger.Take(Follow(limit: 9));
        await Ledger.Reroute(leased.Lease, "other", maxCost: 250);

        await Ledger.Cancel(leased.Job);

        await AssertCounter("cost", reserved: 250, spent: 0);
        var promoted = await Ledger.LeaseOne("other");
        Assert.Equal(heir.Id, promoted.Job.Id);
        await Ledger.Complete(promoted.Lease, cost: 240);
        await AssertCounter("cost", reserved: 0, spent: 240);
    }

    [Fact]
    public async Task Settle_RunningLeaderCancelled_HeirDoesNotCountItsPicturesAgain()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat", claims: [Orders.Images("images", 9, amount: 2)]));
        await Ledger.Take(Orders.Make(key: "cat", claims: [Orders.Images("images", 9, amount: 2)]));
        await Ledger.Checkpoint(leader.Lease, new JobProgress { Assets = [Orders.Asset], Cost = new Usd(5), Spent = new Usd(6) });
        await Ledger.Cancel(leader.Job);
        await Ledger.Release(leader.Lease);
        await AssertCounter("images", reserved: 2, spent: 1);

        var heir = await Ledger.LeaseOne();
        Assert.Equal((1, 1, Usd.Zero, Usd.Zero), (heir.Job.Progress.Assets.Count, heir.Job.Progress.Inherited, heir.Job.Progress.Cost, heir.Job.Progress.Spent));
        await Ledger.Cancel(heir.Job);
        await Ledger.Release(heir.Lease);
        await AssertCounter("images", reserved: 0, spent: 1);
    }

    [Fact]
    public async Task Cancel_WhileACallIsOpen_SpendsItsBoundOnceOnEveryCounterOfIt()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 999, 100), Orders.Cost("mine", 999, 100)]));
        await Ledger.Checkpoint(leased.Lease, new JobProgress { CallOpen = true });
        await Ledger.Cancel(leased.Job);
        await Ledger.Release(leased.Lease);

        await AssertCounter("cost", 0, 100);
        await AssertCounter("mine", 0, 100);
    }

    [Fact]
    public async Task Complete_NotForTheCache_ServesItsFollowersAndNobodyAfter()
    {
        var first = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));

        await Ledger.Complete(first.Lease, cached: false);

        Assert.Equal(JobState.Completed, (await Ledger.Find(follower)).State);
        var second = Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat")));
        await Ledger.Complete((await Ledger.LeaseOne()).Lease);
        Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat")));
        Assert.Equal(JobState.Completed, (await Ledger.Find(second.Job)).State);
    }

    [Fact]
    public async Task Orphans_LaneNobodyRescues_IsFoundOnceSomeoneWaitsLongEnough()
    {
        await Ledger.Take(Orders.Make());
        var leased = await Ledger.TakeAndLease(Orders.Make(lane: "leased"));
        await Ledger.Release((await Ledger.TakeAndLease(Orders.Make(lane: "delayed"))).Lease, TimeSpan.FromHours(1));
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(lane: "done"))).Lease);
        await Ledger.Pause(Clock.GetUtcNow().AddHours(1), "empty");
        Assert.Equal("", await Ledger.Orphans(300));

        Pass(299);
        Assert.Equal("", await Ledger.Orphans(300));
        await Ledger.Rescue();
        Pass(2);
        Assert.Equal("delayed leased", await Ledger.Orphans(300));

        await Ledger.Rescue(lane: "leased");
        Assert.Equal("delayed", await Ledger.Orphans(300));
        Pass(301);
        Assert.Equal($"delayed leased {Orders.Lane}", await Ledger.Orphans(300));
        Assert.Equal(leased.Job.Id, (await Ledger.LeaseOne("leased")).Job.Id);
    }
}
