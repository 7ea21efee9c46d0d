using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Find_ForeignOrUnknownJob_IsNull()
    {
        var job = await Ledger.Take(Orders.Make(tenant: "a"));

        Assert.Null(await Ledger.FindAsync(Orders.Tenant("b"), job.Id, Stop));
        Assert.Null(await Ledger.FindAsync(job.Order.Tenant, Orders.Make().Order.Id, Stop));
    }

    [Fact]
    public async Task History_NewestFirst_AndNoMoreThanAskedFor()
    {
        var ids = new List<JobId>();
        for (var job = 0; job < 5; job++)
        {
            ids.Insert(0, (await Ledger.Take(Orders.Make())).Id);
            Pass(1);
        }

        Assert.Equal(ids, await Ledger.History(new HistoryQuery(Orders.Tenant("a"))));
        Assert.Equal(ids.Take(2), await Ledger.History(new HistoryQuery(Orders.Tenant("a"), Limit: 2)));
    }

    [Fact]
    public async Task History_HoldsEveryKindOfJob_AsItIsNow()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        await Ledger.Take(Orders.Make(key: "cat"));
        await Ledger.Complete(leased.Lease);
        await Ledger.Take(Orders.Make(key: "cat"));
        await Ledger.Take(Orders.Make());
        await Ledger.Cancel(await Ledger.Take(Orders.Make()));

        var history = await Ledger.HistoryAsync(new HistoryQuery(Orders.Tenant("a")), Stop);

        Assert.Equal(
            [JobState.Cancelled, JobState.Pending, JobState.Completed, JobState.Completed, JobState.Completed],
            history.Select(job => job.State));
        Assert.Equal([false, false, true, true, false], history.Select(job => job.Cached));
        Assert.Equal(1, history[1].Position);
    }

    [Fact]
    public async Task History_OfOneUser_HoldsNoOneElses()
    {
        var ann = await Ledger.Take(Orders.Make(user: "ann"));
        var bob = await Ledger.Take(Orders.Make(user: "bob"));
        await Ledger.Take(Orders.Make(tenant: "b", user: "ann"));

        Assert.Equal([ann.Id], await Ledger.History(new HistoryQuery(Orders.Tenant("a"), User: "ann")));
        Assert.Equal([bob.Id], await Ledger.History(new HistoryQuery(Orders.Tenant("a"), User: "bob")));
        Assert.Empty(await Ledger.History(new HistoryQuery(Orders.Tenant("a"), User: "an")));
    }

    [Fact]
    public async Task History_OfOneConversation_WhateverItsSecret()
    {
        var first = await Ledger.Take(Orders.Make(channel: "general", token: "one", user: "ann"));
        var second = await Ledger.Take(Orders.Make(channel: "general", token: "two", user: "bob"));
        await Ledger.Take(Orders.Make(channel: "random"));
        await Ledger.Take(Orders.Make(tenant: "b", channel: "general"));

        var general = new ConversationRef("test", "general");
        Assert.Equal([second.Id, first.Id], await Ledger.History(new HistoryQuery(Orders.Tenant("a"), Conversation: general)));
        Assert.Equal([second.Id, first.Id], await Ledger.History(new HistoryQuery(Orders.Tenant("a"), Conversation: general with { Token = "three" })));
    }

    [Fact]
    public async Task History_OfOneTenant_HoldsNoOtherTenants()
    {
        var job = await Ledger.Take(Orders.Make(tenant: "a"));
        await Ledger.Take(Orders.Make(tenant: "b"));

        Assert.Equal([job.Id], await Ledger.History(new HistoryQuery(Orders.Tenant("a"))));
        Assert.Empty(await Ledger.History(new HistoryQuery(Orders.Tenant("c"))));
    }

    [Fact]
    public async Task History_DoesNotHoldRefusedAdmissionsOrRepeats()
    {
        var job = await Ledger.Take(Orders.Make(delivery: "d"));
        await Ledger.Admit(Orders.Make(delivery: "d"));
        await Ledger.Admit(Orders.Make(claims: [Orders.Images("images", 0)]));

        Assert.Equal([job.Id], await Ledger.History(new HistoryQuery(Orders.Tenant("a"))));
    }

    [Fact]
    public async Task Delete_FinishedJob_ForgetsItAndItsCachedPicture()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        await Ledger.Complete(leased.Lease);

        var deleted = await Ledger.Delete(leased.Job);

        Assert.Equal(leased.Job.Id, deleted!.Id);
        Assert.Equal("pictures/1.png", Assert.Single(deleted.Outcome!.Assets).Key);
        Assert.Null(await Ledger.FindAsync(leased.Job.Order.Tenant, leased.Job.Id, Stop));
        Assert.Empty(await Ledger.History(new HistoryQuery(Orders.Tenant("a"))));
        Assert.Empty(await Ledger.History(new HistoryQuery(Orders.Tenant("a"), User: "ann")));
        Assert.Empty(await Ledger.History(new HistoryQuery(Orders.Tenant("a"), Conversation: leased.Job.Order.Conversation)));
        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat")));
        Assert.Null(await Ledger.Delete(leased.Job));
    }

    [Fact]
    public async Task Delete_ACachedCopy_LeavesTheCache()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);
        var copy = await Ledger.Take(Orders.Make(key: "cat"));

        Assert.Equal(copy.Id, (await Ledger.Delete(copy))!.Id);

        Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Delete_ASourceThatWasOverwritten_LeavesTheCache()
    {
        var first = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        await Ledger.Complete(first.Lease);
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat", fresh: true))).Lease);

        await Ledger.Delete(first.Job);

        Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Delete_UnfinishedOrForeignJob_DeletesNothing()
    {
        var waiting = await Ledger.Take(Orders.Make(lane: "other"));
        var leased = await Ledger.TakeAndLease(Orders.Make());

        Assert.Null(await Ledger.Delete(waiting));
        Assert.Null(await Ledger.Delete(leased.Job));
        await Ledger.Complete(leased.Lease);
        Assert.Null(await Ledger.Delete(leased.Job, tenant: "b"));

        Assert.Equal(JobState.Pending, (await Ledger.Find(waiting)).State);
        Assert.Equal(JobState.Completed, (await Ledger.Find(leased.Job)).State);
    }

    [Fact]
    public async Task Delete_KeepsWhatWasSpent()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 9)]));
        await Ledger.Complete(leased.Lease);

        await Ledger.Delete(leased.Job);

        await AssertCounter("images", 0, 1);
    }

    [Fact]
    public async Task History_LongerThanItsLimit_ForgetsTheOldest()
    {
        var harness = await CreateAsync(new LedgerOptions { HistoryLimit = 3 });
        var ids = new List<JobId>();
        for (var job = 0; job < 5; job++)
            ids.Insert(0, (await harness.Ledger.Take(Orders.Make())).Id);

        Assert.Equal(ids.Take(3), await harness.Ledger.History(new HistoryQuery(Orders.Tenant("a"))));
    }

    [Fact]
    public async Task Reopen_KeepsEverything()
    {
        var done = await Ledger.TakeAndLease(Orders.Make(key: "cat", delivery: "d", reply: Orders.ReplyLane, claims: [Orders.Images("images", 9)]));
        await Ledger.Complete(done.Lease);
        var running = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.Checkpoint(running.Lease, new JobProgress { ProviderTask = "task" });
        var waiting = await Ledger.Take(Orders.Make(key: "dog", claims: [Orders.Images("images", 9)]));
        var follower = await Ledger.Take(Orders.Make(key: "dog"));
        await Ledger.Pause(Clock.GetUtcNow().AddHours(1), "other");

        var again = await Reopen();

        Assert.Equal(LedgerJson.Write(LedgerSteps.Completion()), LedgerJson.Write((await again.Find(done.Job)).Outcome!));
        Assert.Equal("task", (await again.Find(running.Job)).Progress.ProviderTask);
        Assert.Equal((JobState.Pending, 1), ((await again.Find(waiting)).State, (await again.Find(waiting)).Position));
        Assert.Equal(new CounterState(1, 1), await again.Counter("images"));
        Assert.IsType<Admission.Repeated>(await again.Admit(Orders.Make(delivery: "d")));
        Assert.IsType<Admission.Cached>(await again.Admit(Orders.Make(key: "cat")));
        Assert.NotNull((await again.LaneState("other")).PausedUntil);
        Assert.True(await again.Complete(running.Lease));
        Assert.Equal(done.Job.Id, (await again.LeaseOne(Orders.ReplyLane)).Job.Id);
        await again.Complete((await again.LeaseOne()).Lease);
        Assert.Equal(JobState.Completed, (await again.Find(follower)).State);
        await again.CheckAsync(Stop);
    }
}
