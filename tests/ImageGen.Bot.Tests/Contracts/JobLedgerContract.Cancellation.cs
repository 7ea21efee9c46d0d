using ImageGen.Core;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Cancel_WaitingJob_IsCancelledAndNeverLeased()
    {
        var job = await Ledger.Take(Orders.Make());

        Assert.Equal(CancelResult.Cancelled, await Ledger.Cancel(job));

        var cancelled = await Ledger.Find(job);
        Assert.Equal((JobState.Cancelled, ErrorCode.Cancelled), Failure(cancelled));
        Assert.Equal(Clock.GetUtcNow(), cancelled.FinishedAt);
        Assert.Null(cancelled.Position);
        Assert.Empty((await Ledger.Lease(5)).Jobs);
    }

    [Fact]
    public async Task Cancel_JobInBackoff_IsCancelled()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 1)]));
        await Ledger.Release(leased.Lease, TimeSpan.FromMinutes(1));

        Assert.Equal(CancelResult.Cancelled, await Ledger.Cancel(leased.Job));

        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState());
        await AssertCounter("images", 0, 0);
        Pass(120);
        Assert.Empty((await Ledger.Lease()).Jobs);
    }

    [Fact]
    public async Task Cancel_RunningJob_TellsItsWorkerEveryTime()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 1)]));

        Assert.Equal(CancelResult.Requested, await Ledger.Cancel(leased.Job));

        var found = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Processing, true), (found.State, found.CancelRequested));
        Assert.Equal(LeaseStatus.CancelRequested, await Ledger.Extend(leased.Lease));
        Assert.Equal(LeaseStatus.CancelRequested, await Ledger.Checkpoint(leased.Lease, JobProgress.None));
        Assert.Equal(CancelResult.Requested, await Ledger.Cancel(leased.Job));
        await AssertCounter("images", 1, 0);
    }

    [Fact]
    public async Task Settle_CompletedAlthoughCancelWasRequested_KeepsThePicture()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.Cancel(leased.Job);

        Assert.True(await Ledger.Complete(leased.Lease));

        Assert.Equal(JobState.Completed, (await Ledger.Find(leased.Job)).State);
        Assert.Equal(CancelResult.AlreadyFinished, await Ledger.Cancel(leased.Job));
    }

    [Fact]
    public async Task Release_AfterCancelWasRequested_Cancels()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(key: "cat", claims: [Orders.Images("images", 1)]));
        var follower = await Ledger.Take(Orders.Make(key: "cat", claims: [Orders.Images("images", 1)]));
        await Ledger.Cancel(leased.Job);

        Assert.True(await Ledger.Release(leased.Lease, TimeSpan.FromMinutes(1)));

        Assert.Equal((JobState.Cancelled, ErrorCode.Cancelled), Failure(await Ledger.Find(leased.Job)));
        Assert.Equal(follower.Id, (await Ledger.LeaseOne()).Job.Id);
        await AssertCounter("images", 1, 0);
        await AssertRefused(leased.Lease);
    }

    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Cancelled)]
    public async Task Cancel_FinishedJob_ChangesNothing(JobState ending)
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));
        var outcome = ending switch
        {
            JobState.Completed => LedgerSteps.Completion(),
            JobState.Failed => LedgerSteps.Refusal,
            _ => LedgerSteps.Cancellation,
        };
        await Ledger.Settle(leased.Lease, outcome);

        Assert.Equal(CancelResult.AlreadyFinished, await Ledger.Cancel(leased.Job));

        Assert.Equal(ending, (await Ledger.Find(leased.Job)).State);
        await Ledger.LeaseOne(Orders.ReplyLane);
    }

    [Fact]
    public async Task Cancel_ForeignOrUnknownJob_IsNotFound()
    {
        var job = await Ledger.Take(Orders.Make(tenant: "a"));

        Assert.Equal(CancelResult.NotFound, await Ledger.Cancel(job, tenant: "b"));
        Assert.Equal(CancelResult.NotFound, await Ledger.CancelAsync(job.Order.Tenant, Orders.Make().Order.Id, Stop));

        Assert.Equal(JobState.Pending, (await Ledger.Find(job)).State);
    }

    [Fact]
    public async Task Cancel_AndLeaseAtOnce_EitherCancelsOrRequests()
    {
        for (var round = 0; round < 20; round++)
        {
            var job = await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 1)]));
            var cancelling = Task.Run(() => Ledger.Cancel(job));
            var leased = (await Task.Run(() => Ledger.Lease())).Jobs;

            Assert.Equal(leased.Count == 0 ? CancelResult.Cancelled : CancelResult.Requested, await cancelling);
            if (leased.Count > 0)
                Assert.True(await Ledger.Release(leased[0].Lease));
            Assert.Equal(JobState.Cancelled, (await Ledger.Find(job)).State);
            await AssertCounter("images", 0, 0);
        }
    }

    [Fact]
    public async Task Cancel_WaitingAfterAnAttemptThatDrew_SpendsWhatWasDrawn()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 10, 2), Orders.Cost("cost", 100, 8)]));
        await Ledger.Checkpoint(leased.Lease, new JobProgress { Assets = [Orders.Asset], Cost = new Usd(4) });
        await Ledger.Release(leased.Lease, TimeSpan.FromMinutes(1));

        Assert.Equal(CancelResult.Cancelled, await Ledger.Cancel(leased.Job));

        await AssertCounter("images", 0, 1);
        await AssertCounter("cost", 0, 4);
        Assert.Equal(new Usd(4), (await Ledger.Find(leased.Job)).Cost);
    }

    [Fact]
    public async Task Cancel_LeaderThatDrewAndHasACallOpen_PaysBothAndLetsTheFollowerGoOnFromThere()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat", claims: [Orders.Cost("cost", 100, 8)]));
        var follower = await Ledger.Take(Orders.Make(key: "cat", claims: [Orders.Cost("cost", 100, 8)]));
        await Ledger.Checkpoint(leader.Lease, new JobProgress { Assets = [Orders.Asset], Cost = new Usd(4), CallOpen = true });
        await Ledger.Release(leader.Lease);

        await Ledger.Cancel(leader.Job);

        var heir = await Ledger.Find(follower);
        Assert.Equal((1, Usd.Zero, false), (heir.Progress.Assets.Count, heir.Progress.Cost, heir.Progress.CallOpen));
        await AssertCounter("cost", 8, 8);
    }
}
