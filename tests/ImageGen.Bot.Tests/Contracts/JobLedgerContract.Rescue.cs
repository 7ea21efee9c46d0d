using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Rescue_LeaseThatGoesOn_IsLeftAlone()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        Pass(29);

        Assert.Equal(0, await Ledger.Rescue());

        Assert.Equal(LeaseStatus.Held, await Ledger.Extend(leased.Lease));
    }

    [Fact]
    public async Task Rescue_LeaseThatEnded_PutsTheJobBackWithoutCountingTheAttempt()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 1)]));
        await Ledger.Checkpoint(leased.Lease, new JobProgress { Seed = 5, CallOpen = true });
        OutliveLease();

        Assert.Equal(1, await Ledger.Rescue());

        var back = await Ledger.Find(leased.Job);
        Assert.Equal((JobState.Pending, 0, 1, 1), (back.State, back.Attempts, back.Rescues, back.Position));
        Assert.Equal((5u, true), (back.Progress.Seed, back.Progress.CallOpen));
        await AssertCounter("images", 1, 0);
        Assert.Equal(0, await Ledger.Rescue());
        Assert.Equal(1, (await Ledger.LeaseOne()).Job.Attempts);
    }

    [Fact]
    public async Task Rescue_ByEightAtOnce_RescuesOnce()
    {
        var leased = new List<LeasedJob>();
        for (var job = 0; job < 5; job++)
            leased.Add(await Ledger.TakeAndLease(Orders.Make()));
        var second = await Reopen();
        OutliveLease();

        var rescued = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => (index % 2 == 0 ? Ledger : second).Rescue())));

        Assert.Equal(5, rescued.Sum());
        foreach (var (job, _) in leased)
            Assert.Equal(1, (await Ledger.Find(job)).Rescues);
        Assert.Equal(5, (await Ledger.LaneState()).Waiting);
    }

    [Fact]
    public async Task Rescue_TheOldLease_IsRefusedBeforeAndAfterTheNext()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 500, 100)]));
        OutliveLease();
        await Ledger.Rescue();

        await AssertRefused(leased.Lease);
        var next = await Ledger.LeaseOne();
        await AssertRefused(leased.Lease);

        Assert.NotEqual(leased.Lease.Token, next.Lease.Token);
        Assert.Null((await Ledger.Find(leased.Job)).Progress.Seed);
        await AssertCounter("cost", 100, 0);
        Assert.True(await Ledger.Complete(next.Lease));
    }

    [Fact]
    public async Task Rescue_MoreOftenThanAllowed_FailsAsTimedOut()
    {
        var job = await Ledger.Take(Orders.Make(key: "cat", reply: Orders.ReplyLane, claims: [Orders.Images("images", 1)]));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));

        for (var rescue = 1; rescue <= 2; rescue++)
        {
            await Ledger.LeaseOne();
            OutliveLease();
            Assert.Equal(1, await Ledger.Rescue(maxRescues: 2));
            Assert.Equal((JobState.Pending, rescue), ((await Ledger.Find(job)).State, (await Ledger.Find(job)).Rescues));
        }

        await Ledger.LeaseOne();
        OutliveLease();
        Assert.Equal(1, await Ledger.Rescue(maxRescues: 2));

        Assert.Equal((JobState.Failed, ErrorCode.TimedOut), Failure(await Ledger.Find(job)));
        Assert.Equal((JobState.Failed, ErrorCode.TimedOut), Failure(await Ledger.Find(follower)));
        await AssertCounter("images", 0, 0);
        Assert.Equal(job.Id, (await Ledger.LeaseOne(Orders.ReplyLane)).Job.Id);
    }

    [Fact]
    public async Task Rescue_OnlyTheLanesAskedFor()
    {
        await Ledger.TakeAndLease(Orders.Make(lane: "other"));
        OutliveLease();

        Assert.Equal(0, await Ledger.Rescue());
        Assert.Equal(1, await Ledger.Rescue(lane: "other"));
    }

    [Fact]
    public async Task Rescue_Reply_IsRetriedAndAtLastGivenUp()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));
        await Ledger.Complete(leased.Lease);
        var reply = await Ledger.LeaseOne(Orders.ReplyLane);
        OutliveLease();

        Assert.Equal(1, await Ledger.Rescue(maxRescues: 1, lane: Orders.ReplyLane));
        Assert.False(await Ledger.FinishReply(reply.Lease));
        var again = await Ledger.LeaseOne(Orders.ReplyLane);
        Assert.Equal((1, 1), (again.Job.Rescues, again.Job.Attempts));
        OutliveLease();
        Assert.Equal(1, await Ledger.Rescue(maxRescues: 1, lane: Orders.ReplyLane));

        Assert.Equal(new LaneState(0, 0, 0, null), await Ledger.LaneState(Orders.ReplyLane));
        Assert.Equal(JobState.Completed, (await Ledger.Find(leased.Job)).State);
        await AssertRefused(again.Lease);
    }

    [Fact]
    public async Task Rescue_AfterReopening_LosesNothing()
    {
        await Ledger.TakeAndLease(Orders.Make());
        var second = await Reopen();
        OutliveLease();

        Assert.Equal(1, await second.Rescue());
        Assert.True(await second.Complete((await second.LeaseOne()).Lease));
    }
}
