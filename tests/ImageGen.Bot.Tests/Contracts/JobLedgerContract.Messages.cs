using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Note_OfANewJob_IsReadWhereverTheJobIs()
    {
        var job = await Ledger.Take(Orders.Make(delivery: "d"));
        Assert.Null((await Ledger.Find(job)).Message);

        Assert.True(await Ledger.Note(job, "general/1"));

        Assert.Equal("general/1", (await Ledger.Find(job)).Message);
        Assert.Equal("general/1", Assert.IsType<Admission.Repeated>(await Ledger.Admit(Orders.Make(delivery: "d"))).Job.Message);
        Assert.Equal("general/1", Assert.Single(await Ledger.HistoryAsync(new HistoryQuery(Orders.Tenant("a")), Stop)).Message);
        Assert.Equal("general/1", (await (await Reopen()).Find(job)).Message);
        var leased = await Ledger.LeaseOne();
        Assert.Equal("general/1", leased.Job.Message);
        await Ledger.Complete(leased.Lease);
        Assert.Equal("general/1", (await Ledger.Delete(job))!.Message);
    }

    [Fact]
    public async Task Note_StaysThroughRetriesRescuesReroutesAndTheOutcome()
    {
        await Ledger.Note(await Ledger.Take(Orders.Make(reply: Orders.ReplyLane)), "general/1");

        await Ledger.Release((await Ledger.LeaseOne()).Lease);
        await Ledger.LeaseOne();
        OutliveLease();
        await Ledger.Rescue();
        await Ledger.Reroute((await Ledger.LeaseOne()).Lease, "other");
        var leased = await Ledger.LeaseOne("other");
        await Ledger.Checkpoint(leased.Lease, new JobProgress { Seed = 3 });
        await Ledger.Complete(leased.Lease);

        Assert.Equal("general/1", (await Ledger.LeaseOne(Orders.ReplyLane)).Job.Message);
    }

    [Fact]
    public async Task Note_InEveryState_ChangesNothingElse()
    {
        var job = await Ledger.Take(Orders.Make(key: "cat", reply: Orders.ReplyLane, claims: [Orders.Images("images", 9)]));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));
        await AssertNotes("waiting");
        var leased = await Ledger.LeaseOne();
        await AssertNotes("running");
        await Ledger.Release(leased.Lease, TimeSpan.FromSeconds(5));
        await AssertNotes("delayed");
        Pass(5);
        leased = await Ledger.LeaseOne();
        await Ledger.Cancel(job);
        await AssertNotes("asked to be cancelled");
        Assert.Equal(LeaseStatus.CancelRequested, await Ledger.Extend(leased.Lease));
        await Ledger.Complete(leased.Lease);
        await AssertNotes("to be replied");
        await Ledger.FinishReply((await Ledger.LeaseOne(Orders.ReplyLane)).Lease);
        await AssertNotes("done");

        async Task AssertNotes(string message)
        {
            foreach (var noted in (ImageJob[])[job, follower])
            {
                var before = await Ledger.Find(noted);
                var lanes = (await Ledger.LaneState(), await Ledger.LaneState(Orders.ReplyLane));

                Assert.True(await Ledger.Note(noted, message));

                var after = await Ledger.Find(noted);
                Assert.Equal(message, after.Message);
                Assert.Equal((LedgerText.Of(before with { Message = message }), before.Position), (LedgerText.Of(after), after.Position));
                Assert.Equal(lanes, (await Ledger.LaneState(), await Ledger.LaneState(Orders.ReplyLane)));
            }
        }
    }

    [Fact]
    public async Task Note_OfAFollowerThatTakesItsLeadersPlace_StaysItsOwn()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));
        var silent = await Ledger.Take(Orders.Make(key: "cat"));
        await Ledger.Note(leader.Job, "leader's");
        await Ledger.Note(follower, "follower's");

        await Ledger.Settle(leader.Lease, LedgerSteps.Cancellation);
        await Ledger.Complete((await Ledger.LeaseOne()).Lease);

        Assert.Equal("leader's", (await Ledger.Find(leader.Job)).Message);
        Assert.Equal("follower's", (await Ledger.Find(follower)).Message);
        Assert.Null((await Ledger.Find(silent)).Message);
        Assert.Null((await Ledger.Take(Orders.Make(key: "cat"))).Message);
    }

    [Fact]
    public async Task Note_ForeignUnknownOrForgottenJob_NotesNothing()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());

        Assert.False(await Ledger.Note(leased.Job, "message", tenant: "b"));
        Assert.Null((await Ledger.Find(leased.Job)).Message);
        await Ledger.Complete(leased.Lease);
        await Ledger.Delete(leased.Job);
        Assert.False(await Ledger.Note(leased.Job, "message"));
        Assert.Null(await Ledger.FindAsync(leased.Job.Order.Tenant, leased.Job.Id, Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ImageJob.LongestMessage + 1)]
    public async Task Note_EmptyOrTooLong_IsRefused(int length)
    {
        var job = await Ledger.Take(Orders.Make());

        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.Note(job, new string('m', length)));

        Assert.Null((await Ledger.Find(job)).Message);
    }

    [Fact]
    public async Task Note_AsLongAsItMayBe_IsKeptWhole()
    {
        var message = new string('ü', ImageJob.LongestMessage);
        var job = await Ledger.Take(Orders.Make());

        await Ledger.Note(job, message);

        Assert.Equal(message, (await Ledger.Find(job)).Message);
    }

    [Fact]
    public async Task FinishReply_WithAMessage_NotesIt()
    {
        var reply = await LeasedReply();
        await Ledger.Note(reply.Job, "general/1");

        Assert.True(await Ledger.FinishReply(reply.Lease, "general/2"));

        Assert.Equal("general/2", (await Ledger.Find(reply.Job)).Message);
    }

    [Fact]
    public async Task FinishReply_WithoutAMessage_KeepsTheOneNoted()
    {
        var reply = await LeasedReply();
        await Ledger.Note(reply.Job, "general/1");

        Assert.True(await Ledger.FinishReply(reply.Lease));

        Assert.Equal("general/1", (await Ledger.Find(reply.Job)).Message);
    }

    [Fact]
    public async Task FinishReply_LostLease_NotesNothing()
    {
        var reply = await LeasedReply();
        OutliveLease();
        await Ledger.Rescue(lane: Orders.ReplyLane);

        Assert.False(await Ledger.FinishReply(reply.Lease, "general/1"));

        Assert.Null((await Ledger.Find(reply.Job)).Message);
    }

    [Fact]
    public async Task FinishReply_MessageTooLong_IsRefusedAndTheReplyStaysLeased()
    {
        var reply = await LeasedReply();

        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.FinishReply(reply.Lease, new string('m', ImageJob.LongestMessage + 1)));

        Assert.Equal(LeaseStatus.Held, await Ledger.Extend(reply.Lease));
    }
}
