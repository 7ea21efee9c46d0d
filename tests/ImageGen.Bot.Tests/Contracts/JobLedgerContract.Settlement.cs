using ImageGen.Core;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Settle_Completed_IsFoundAsItEnded()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        Pass(3);

        Assert.True(await Ledger.Complete(leased.Lease, cost: 40_000));

        var done = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Completed, JobStage.Done, false, new Usd(40_000)), (done.State, done.Stage, done.Cached, done.Cost));
        Assert.Equal(LedgerJson.Write(LedgerSteps.Completion(40_000)), LedgerJson.Write(done.Outcome!));
        Assert.Equal(Clock.GetUtcNow(), done.FinishedAt);
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState());
    }

    [Fact]
    public async Task Settle_Twice_EndsItOnce()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9)]));
        await Ledger.Complete(leased.Lease);

        Assert.False(await Ledger.Settle(leased.Lease, LedgerSteps.Refusal, images: 1));

        await AssertRefused(leased.Lease);
        Assert.Equal(JobState.Completed, (await Ledger.Find(leased.Job)).State);
        await AssertCounter("images", 0, 1);
    }

    [Fact]
    public async Task Settle_ByManyAtOnce_EndsItOnce()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9)]));

        var settled = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Ledger.Complete(leased.Lease))));

        Assert.Single(settled, ended => ended);
        await AssertCounter("images", 0, 1);
    }

    [Fact]
    public async Task Settle_Failed_TellsWhy()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());

        await Ledger.Settle(leased.Lease, LedgerSteps.Refusal);

        var failed = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Failed, LedgerSteps.Refusal.Error), (failed.State, failed.Outcome!.Error));
    }

    [Fact]
    public async Task Release_WithDelay_WaitsForItAndSaysWhen()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        var ready = Clock.GetUtcNow().AddSeconds(10);

        Assert.True(await Ledger.Release(leased.Lease, TimeSpan.FromSeconds(10)));

        Assert.Equal(JobState.Pending, (await Ledger.Find(leased.Job)).State);
        Assert.Equal(new LaneState(0, 1, 0, null), await Ledger.LaneState());
        var none = await Ledger.Lease();
        Assert.Empty(none.Jobs);
        Assert.Equal(ready, none.NextAt);
        Pass(10);
        Assert.Equal(new LaneState(1, 0, 0, null), await Ledger.LaneState());
        Assert.Equal(2, (await Ledger.LeaseOne()).Job.Attempts);
        await AssertRefused(leased.Lease);
    }

    [Fact]
    public async Task Release_OfAJobInBackoff_LetsOthersPassAndThenTakesItsTurnAgain()
    {
        var first = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.Take(Orders.Make());
        await Ledger.Take(Orders.Make());
        await Ledger.Release(first.Lease, TimeSpan.FromSeconds(10));

        Assert.NotEqual(first.Job.Id, (await Ledger.LeaseOne()).Job.Id);
        Pass(10);
        Assert.Equal(first.Job.Id, (await Ledger.LeaseOne()).Job.Id);
    }

    [Fact]
    public async Task Release_NotCounting_GivesTheAttemptBack()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.Release(leased.Lease, counts: false);
        Assert.Equal(0, (await Ledger.Find(leased.Job)).Attempts);

        var again = await Ledger.LeaseOne();

        Assert.Equal(1, again.Job.Attempts);
        await Ledger.Release(again.Lease, counts: true);
        Assert.Equal(1, (await Ledger.Find(leased.Job)).Attempts);
    }

    [Fact]
    public async Task Release_KeepsTheReservation()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9), Orders.Open("open", 1)]));

        await Ledger.Release(leased.Lease);

        await AssertCounter("images", 1, 0);
        await AssertCounter("open", 1, 0);
    }
}
