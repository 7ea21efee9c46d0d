using ImageGen.Core;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Admit_PictureInFlight_FollowsAndReservesOnlyItsPlace()
    {
        await Ledger.Take(Orders.Make(key: "cat"));

        var follower = Assert.IsType<Admission.Following>(await Ledger.Admit(Follow(limit: 0))).Job;

        Assert.Equal((JobState.Pending, null), (follower.State, follower.Position));
        Assert.Equal(1, (await Ledger.LaneState()).Waiting);
        await AssertCounter("images", 0, 0);
        await AssertCounter("cost", 0, 0);
        await AssertCounter("open", 1, 0);
    }

    [Fact]
    public async Task Admit_FollowerWithoutAPlaceLeft_IsOverLimit()
    {
        await Ledger.Take(Orders.Make(key: "cat"));

        var over = Assert.IsType<Admission.OverLimit>(await Ledger.Admit(Orders.Make(key: "cat", claims: [Orders.Images("images", 0), Orders.Open("open", 0)])));

        Assert.Equal("open", over.Claim.Counter);
    }

    [Fact]
    public async Task Settle_LeaderCompleted_CompletesItsFollowersAtNoCost()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var followers = new[] { await Ledger.Take(Follow()), await Ledger.Take(Follow()) };

        await Ledger.Complete(leader.Lease, images: 1, cost: 40_000);

        foreach (var follower in followers)
        {
            var done = await Ledger.Find(follower);
            Assert.Equal((JobState.Completed, true, Usd.Zero), (done.State, done.Cached, done.Cost));
            Assert.Equal("pictures/1.png", Assert.Single(done.Outcome!.Assets).Key);
            Assert.Equal(Clock.GetUtcNow(), done.FinishedAt);
        }

        await AssertCounter("images", 0, 0);
        await AssertCounter("cost", 0, 0);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task Settle_LeaderFailed_FailsItsFollowersLikewise()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Follow());

        await Ledger.Settle(leader.Lease, LedgerSteps.Refusal with { Cost = new Usd(10) }, cost: 10);

        var failed = await Ledger.Find(follower);
        Assert.Equal((JobState.Failed, ErrorCode.Refused), Failure(failed));
        Assert.Equal(Usd.Zero, failed.Cost);
        Assert.Equal(new Usd(10), (await Ledger.Find(leader.Job)).Cost);
        await AssertCounter("cost", 0, 0);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task Settle_AnotherKeysLeader_LeavesFollowersAlone()
    {
        await Ledger.Take(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Follow());
        await Ledger.LeaseOne();

        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "dog"))).Lease);

        Assert.Equal(JobState.Pending, (await Ledger.Find(follower)).State);
    }

    [Fact]
    public async Task Cancel_Follower_LeavesTheLeaderAndItsOtherFollowers()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Follow());
        var other = await Ledger.Take(Follow());

        Assert.Equal(CancelResult.Cancelled, await Ledger.Cancel(follower));

        await AssertCounter("open", 1, 0);
        await Ledger.Complete(leader.Lease);
        Assert.Equal(JobState.Cancelled, (await Ledger.Find(follower)).State);
        Assert.Equal(JobState.Completed, (await Ledger.Find(other)).State);
    }

    [Fact]
    public async Task Cancel_WaitingLeader_PromotesTheFirstFollowerToItsTurn()
    {
        var leader = await Ledger.Take(Orders.Make(key: "cat"));
        var behind = await Ledger.Take(Orders.Make());
        var first = await Ledger.Take(Follow());
        var second = await Ledger.Take(Follow());

        Assert.Equal(CancelResult.Cancelled, await Ledger.Cancel(leader));

        Assert.Equal([1, 2, null], await Positions([first, behind, second]));
        await AssertCounter("images", 1, 0);
        await AssertCounter("cost", 100, 0);
        await AssertCounter("open", 2, 0);
        var promoted = await Ledger.LeaseOne();
        Assert.Equal((first.Id, 1), (promoted.Job.Id, promoted.Job.Attempts));
        await Ledger.Complete(promoted.Lease, images: 1, cost: 60);
        Assert.Equal((JobState.Completed, false), State(await Ledger.Find(first)));
        Assert.Equal((JobState.Completed, true), State(await Ledger.Find(second)));
        await AssertCounter("images", 0, 1);
        await AssertCounter("cost", 0, 60);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task Settle_RunningLeaderCancelled_PromotesWithItsProgress()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Follow());
        Assert.Equal(CancelResult.Requested, await Ledger.Cancel(leader.Job));
        var progress = new JobProgress { Stage = JobStage.Generating, Seed = 5, CallOpen = true, ProviderTask = "task" };
        Assert.Equal(LeaseStatus.CancelRequested, await Ledger.Checkpoint(leader.Lease, progress));

        Assert.True(await Ledger.Settle(leader.Lease, LedgerSteps.Cancellation));

        Assert.Equal(JobState.Cancelled, (await Ledger.Find(leader.Job)).State);
        var promoted = await Ledger.LeaseOne();
        Assert.Equal(follower.Id, promoted.Job.Id);
        Assert.Equal(LedgerJson.Write(progress with { CallOpen = false }), LedgerJson.Write(promoted.Job.Progress));
        Assert.False(promoted.Job.CancelRequested);
    }

    [Fact]
    public async Task Cancel_Leader_FollowersBeyondTheirQuotaFailAndTheNextIsPromoted()
    {
        var leader = await Ledger.Take(Orders.Make(key: "cat"));
        var noPictures = await Ledger.Take(Orders.Make(key: "cat", claims: [Orders.Images("none", 0), Orders.Open("open", 9)]));
        var noMoney = await Ledger.Take(Orders.Make(key: "cat", claims: [Orders.Images("images", 9), Orders.Cost("broke", 99, 100), Orders.Open("open", 9)]));
        var fits = await Ledger.Take(Follow());
        var follows = await Ledger.Take(Orders.Make(key: "cat", claims: [Orders.Images("none", 0)]));

        await Ledger.Cancel(leader);

        Assert.Equal((JobState.Failed, ErrorCode.QuotaExceeded), Failure(await Ledger.Find(noPictures)));
        Assert.Equal((JobState.Failed, ErrorCode.BudgetExceeded), Failure(await Ledger.Find(noMoney)));
        Assert.Equal([1, null], await Positions([fits, follows]));
        Assert.Equal(JobState.Pending, (await Ledger.Find(follows)).State);
        await AssertCounter("images", 1, 0);
        await AssertCounter("broke", 0, 0);
        await AssertCounter("open", 1, 0);
    }

    [Fact]
    public async Task Cancel_Leader_ItsOwnReservationIsFreeForTheFollower()
    {
        QuotaClaim[] last = [Orders.Images("images", 1), Orders.Cost("cost", 100, 100)];
        var leader = await Ledger.Take(Orders.Make(key: "cat", claims: last));
        var follower = await Ledger.Take(Orders.Make(key: "cat", claims: last));

        await Ledger.Cancel(leader);

        Assert.Equal(1, (await Ledger.Find(follower)).Position);
        await AssertCounter("images", 1, 0);
    }

    [Fact]
    public async Task Cancel_LeaderAfterLeader_TheLastFollowerIsStillDrawn()
    {
        var jobs = new List<ImageJob>();
        for (var job = 0; job < 4; job++)
            jobs.Add(await Ledger.Take(Orders.Make(key: "cat")));

        foreach (var leader in jobs.Take(3))
            Assert.Equal(CancelResult.Cancelled, await Ledger.Cancel(leader));

        Assert.Equal(jobs[3].Id, (await Ledger.LeaseOne()).Job.Id);
        Assert.IsType<Admission.Following>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Cancel_LeaderWithoutFollowers_LeavesThePictureToTheNext()
    {
        await Ledger.Cancel(await Ledger.Take(Orders.Make(key: "cat")));

        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Release_LeaderGoesBackToItsLane_FollowersWaitOn()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Follow());

        await Ledger.Release(leader.Lease);

        Assert.Equal(JobState.Pending, (await Ledger.Find(follower)).State);
        await Ledger.Complete((await Ledger.LeaseOne()).Lease);
        Assert.Equal(JobState.Completed, (await Ledger.Find(follower)).State);
    }

    [Fact]
    public async Task Cancel_LeaderWithAFollower_TakesNoShareBack()
    {
        var leader = await Ledger.Take(Orders.Make(key: "cat", work: 3));
        var follower = await Ledger.Take(Orders.Make(key: "cat", work: 3));
        await Ledger.Cancel(leader);

        var next = await Ledger.Take(Orders.Make());
        var other = await Ledger.Take(Orders.Make(tenant: "b", work: 3.5));

        Assert.Equal([1, 3, 2], await Positions([follower, next, other]));
    }

    private AdmissionRequest Follow(long limit = 9) =>
        Orders.Make(key: "cat", user: "bob", claims: [Orders.Images("images", limit), Orders.Cost("cost", 100 * limit, 100), Orders.Open("open", 9)]);

    private static (JobState State, bool Cached) State(ImageJob job) => (job.State, job.Cached);

    private static (JobState State, ErrorCode? Code) Failure(ImageJob job) => (job.State, job.Outcome?.Error?.Code);
}
