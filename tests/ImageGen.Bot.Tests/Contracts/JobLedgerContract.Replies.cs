using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Cancelled)]
    public async Task Settle_WithAReplyLane_EnqueuesTheReplyWithItsOutcome(JobState ending)
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));
        var outcome = ending switch
        {
            JobState.Completed => LedgerSteps.Completion(),
            JobState.Failed => LedgerSteps.Refusal,
            _ => LedgerSteps.Cancellation,
        };

        await Ledger.Settle(leased.Lease, outcome);

        Assert.Equal(new LaneState(1, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
        var reply = await Ledger.LeaseOne(Orders.ReplyLane);
        Assert.Equal(leased.Job.Id, reply.Job.Id);
        Assert.Equal((ending, Orders.ReplyLane, 1, 0), (reply.Job.State, reply.Job.Lane, reply.Job.Attempts, reply.Job.Rescues));
        Assert.Equal(LedgerJson.Write(outcome), LedgerJson.Write(reply.Job.Outcome!));
        Assert.Equal(ending, (await Ledger.Find(leased.Job)).State);
        Assert.Empty((await Ledger.Lease()).Jobs);
    }

    [Fact]
    public async Task Settle_WithoutAReplyLane_EnqueuesNone()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make())).Lease);

        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
    }

    [Fact]
    public async Task Admit_Cached_EnqueuesNoReply()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);

        Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat", reply: Orders.ReplyLane)));

        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
    }

    [Fact]
    public async Task Admit_CachedToBeReplied_EnqueuesTheReplyAndAnswersAllTheSame()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease, cost: 40_000);

        var job = Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat", reply: Orders.ReplyLane, replyIfCached: true))).Job;

        Assert.Equal((JobState.Completed, Orders.ReplyLane, null), (job.State, job.Lane, job.Position));
        Assert.Equal(LedgerText.Of(job), LedgerText.Of(await Ledger.Find(job)));
        Assert.Equal(new LaneState(1, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
        var reply = await Ledger.LeaseOne(Orders.ReplyLane);
        Assert.Equal((job.Id, JobState.Completed, true, 1), (reply.Job.Id, reply.Job.State, reply.Job.Cached, reply.Job.Attempts));
        Assert.Equal(LedgerJson.Write(LedgerSteps.Completion(40_000)), LedgerJson.Write(reply.Job.Outcome!));
        Assert.Null(reply.Job.StartedAt);
        Assert.True(await Ledger.FinishReply(reply.Lease));
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
    }

    [Fact]
    public async Task Admit_CachedToBeRepliedAgain_EnqueuesNoSecondReply()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);
        AdmissionRequest Delivery() => Orders.Make(key: "cat", delivery: "d", reply: Orders.ReplyLane, replyIfCached: true);
        var job = await Ledger.Take(Delivery());

        Assert.Equal(job.Id, Assert.IsType<Admission.Repeated>(await Ledger.Admit(Delivery())).Job.Id);
        Assert.Equal(new LaneState(1, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));

        await Ledger.FinishReply((await Ledger.LeaseOne(Orders.ReplyLane)).Lease);
        Assert.Equal(job.Id, Assert.IsType<Admission.Repeated>(await Ledger.Admit(Delivery())).Job.Id);
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
    }

    [Fact]
    public async Task Admit_CachedToBeRepliedWithoutAReplyLane_EnqueuesNone()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);

        var job = Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat", replyIfCached: true))).Job;

        Assert.Equal(Orders.Lane, job.Lane);
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState());
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
    }

    [Fact]
    public async Task Admit_ToBeRepliedIfCachedButDrawn_IsRepliedOnce()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat", reply: Orders.ReplyLane, replyIfCached: true));
        await Ledger.Take(Orders.Make(key: "cat", reply: Orders.ReplyLane, replyIfCached: true));
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));

        await Ledger.Complete(leader.Lease);

        Assert.Equal(new LaneState(2, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
    }

    [Fact]
    public async Task Admit_CachedToBeReplied_JoinsTheFairQueueOfReplies()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(tenant: "crowd", key: "cat"))).Lease);
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(tenant: "single", key: "cat"))).Lease);
        for (var job = 0; job < 5; job++)
            await Ledger.Take(Orders.Make(tenant: "crowd", key: "cat", reply: Orders.ReplyLane, replyIfCached: true));
        await Ledger.Take(Orders.Make(tenant: "single", key: "cat", reply: Orders.ReplyLane, replyIfCached: true));

        Assert.Equal(["crowd", "single", "crowd"], await TenantsInOrder(3, Orders.ReplyLane));
    }

    [Fact]
    public async Task Cancel_WaitingJob_EnqueuesItsReply()
    {
        var job = await Ledger.Take(Orders.Make(reply: Orders.ReplyLane));

        await Ledger.Cancel(job);

        var reply = await Ledger.LeaseOne(Orders.ReplyLane);
        Assert.Equal((job.Id, JobState.Cancelled), (reply.Job.Id, reply.Job.State));
        Assert.Null(reply.Job.StartedAt);
    }

    [Fact]
    public async Task Settle_Leader_EnqueuesTheRepliesOfItsFollowersToo()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat", reply: "reply:one"));
        var follower = await Ledger.Take(Orders.Make(key: "cat", reply: "reply:two"));
        var broke = await Ledger.Take(Orders.Make(key: "cat", reply: "reply:two", claims: [Orders.Images("none", 0)]));

        await Ledger.Complete(leader.Lease);

        Assert.Equal(leader.Job.Id, (await Ledger.LeaseOne("reply:one")).Job.Id);
        var replies = (await Ledger.Lease(5, new LaneLimits("reply:two"))).Jobs;
        Assert.Equal([follower.Id, broke.Id], replies.Select(reply => reply.Job.Id).Order(Comparer<JobId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
        Assert.All(replies, reply => Assert.Equal((JobState.Completed, true), State(reply.Job)));
    }

    [Fact]
    public async Task Cancel_LeaderWhoseFollowerDoesNotFit_TellsTheFollower()
    {
        var leader = await Ledger.Take(Orders.Make(key: "cat"));
        var broke = await Ledger.Take(Orders.Make(key: "cat", reply: Orders.ReplyLane, claims: [Orders.Images("none", 0)]));

        await Ledger.Cancel(leader);

        var reply = await Ledger.LeaseOne(Orders.ReplyLane);
        Assert.Equal((broke.Id, JobState.Failed, ErrorCode.QuotaExceeded), (reply.Job.Id, reply.Job.State, reply.Job.Outcome!.Error!.Code));
    }

    [Fact]
    public async Task Release_Reply_IsRetriedAfterItsDelayAndKeepsItsState()
    {
        var reply = await LeasedReply();

        Assert.True(await Ledger.Release(reply.Lease, TimeSpan.FromSeconds(10)));

        Assert.Equal(new LaneState(0, 1, 0, null), await Ledger.LaneState(Orders.ReplyLane));
        var none = await Ledger.Lease(1, new LaneLimits(Orders.ReplyLane));
        Assert.Empty(none.Jobs);
        Assert.Equal(Clock.GetUtcNow().AddSeconds(10), none.NextAt);
        Pass(10);
        var again = await Ledger.LeaseOne(Orders.ReplyLane);
        Assert.Equal((JobState.Completed, 2), (again.Job.State, again.Job.Attempts));
        Assert.Equal(reply.Job.FinishedAt, again.Job.FinishedAt);
    }

    [Fact]
    public async Task FinishReply_Once_EndsIt()
    {
        var reply = await LeasedReply();
        Assert.Equal(LeaseStatus.Held, await Ledger.Extend(reply.Lease));

        Assert.True(await Ledger.FinishReply(reply.Lease));

        Assert.False(await Ledger.FinishReply(reply.Lease));
        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
        Assert.Equal(JobState.Completed, (await Ledger.Find(reply.Job)).State);
        OutliveLease();
        Assert.Equal(0, await Ledger.Rescue(lane: Orders.ReplyLane));
    }

    [Fact]
    public async Task ReplyLease_RefusesWhatOnlyAJobCanDo()
    {
        var reply = await LeasedReply();

        await AssertRefusedAsJob(reply.Lease);

        Assert.Equal(JobState.Completed, (await Ledger.Find(reply.Job)).State);
        Assert.True(await Ledger.FinishReply(reply.Lease));
    }

    [Fact]
    public async Task JobLease_RefusesToBeFinishedAsAReply()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));

        Assert.False(await Ledger.FinishReply(leased.Lease));

        Assert.Equal(JobState.Processing, (await Ledger.Find(leased.Job)).State);
        Assert.True(await Ledger.Complete(leased.Lease));
        Assert.False(await Ledger.FinishReply(leased.Lease));
    }

    [Fact]
    public async Task JobLease_AfterItsOutcome_DoesNotHoldTheReply()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));
        await Ledger.Complete(leased.Lease);
        await AssertRefused(leased.Lease);

        var reply = await Ledger.LeaseOne(Orders.ReplyLane);

        await AssertRefused(leased.Lease);
        Assert.True(await Ledger.FinishReply(reply.Lease));
    }

    [Fact]
    public async Task Reply_AttemptsAndRescues_AreCountedFromNothing()
    {
        var job = await Ledger.Take(Orders.Make(reply: Orders.ReplyLane));
        await Ledger.LeaseOne();
        OutliveLease();
        await Ledger.Rescue();
        await Ledger.Release((await Ledger.LeaseOne()).Lease);
        await Ledger.Complete((await Ledger.LeaseOne()).Lease);

        var ended = await Ledger.Find(job);
        Assert.Equal((0, 0), (ended.Attempts, ended.Rescues));
        Assert.Equal(1, (await Ledger.LeaseOne(Orders.ReplyLane)).Job.Attempts);
    }

    [Fact]
    public async Task Reply_HoldsNoPlaceOfTheProvider()
    {
        var lane = new LaneLimits(Orders.Lane, MaxConcurrent: 1);
        await LeasedReply();
        await Ledger.Take(Orders.Make());

        Assert.Single((await Ledger.Lease(1, lane)).Jobs);
    }

    private async Task<LeasedJob> LeasedReply()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane))).Lease);
        return await Ledger.LeaseOne(Orders.ReplyLane);
    }
}
