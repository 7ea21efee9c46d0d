using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>Signals are heard in real time: what must come has long enough to, what must not has a moment.</summary>
public abstract partial class JobLedgerContract
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Fact]
    public Task WatchLanes_Admitted_Wakes() => AssertWakes(Orders.Lane, () => Ledger.Take(Orders.Make()));

    [Fact]
    public async Task WatchLanes_Released_Wakes()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());

        await AssertWakes(Orders.Lane, () => Ledger.Release(leased.Lease));
    }

    [Fact]
    public async Task WatchLanes_ReplyEnqueued_Wakes()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(reply: Orders.ReplyLane));

        await AssertWakes(Orders.ReplyLane, () => Ledger.Complete(leased.Lease));
    }

    [Fact]
    public async Task WatchLanes_CachedPictureToBeReplied_Wakes()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);

        await AssertWakes(Orders.ReplyLane, () => Ledger.Take(Orders.Make(key: "cat", reply: Orders.ReplyLane, replyIfCached: true)));
    }

    [Fact]
    public async Task WatchLanes_Rerouted_Wakes()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());

        await AssertWakes("other", () => Ledger.Reroute(leased.Lease, "other"));
    }

    [Fact]
    public async Task WatchLanes_Rescued_Wakes()
    {
        await Ledger.TakeAndLease(Orders.Make());
        OutliveLease();

        await AssertWakes(Orders.Lane, () => Ledger.Rescue());
    }

    [Fact]
    public async Task WatchLanes_FollowerPromoted_Wakes()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        await Ledger.Take(Orders.Make(key: "cat"));

        await AssertWakes(Orders.Lane, () => Ledger.Settle(leader.Lease, LedgerSteps.Cancellation));
    }

    [Fact]
    public async Task WatchLanes_WorkInAnotherLane_SleepsOn()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var watch = await HearingWatch(Orders.Lane);
        var waiting = watch.WaitAsync(Never, stop.Token);
        await Ledger.Take(Orders.Make(lane: "other"));

        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(Moment, Stop)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task WatchLanes_NothingHappens_CompletesWhenTheTimeIsUp()
    {
        using var watch = await HearingWatch(Orders.Lane);
        var waiting = watch.WaitAsync(Moment, Stop);

        await PassUntil(waiting);
    }

    [Fact]
    public async Task WatchLanes_WorkBeforeTheWait_IsNotLost()
    {
        using var watch = await HearingWatch(Orders.Lane);
        await Ledger.Take(Orders.Make());

        await watch.WaitAsync(Never, Stop).WaitAsync(LongEnough, Stop);
    }

    [Fact]
    public async Task Watch_Change_Wakes()
    {
        var job = await Ledger.Take(Orders.Make());
        using var watch = Signals.Watch(job.Id);
        var waiting = watch.WaitAsync(Never, Stop);

        await Task.Delay(Moment, Stop);
        await Ledger.LeaseOne();

        await waiting.WaitAsync(LongEnough, Stop);
    }

    [Fact]
    public async Task Watch_ChangeBeforeTheWait_IsNotLost()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        using var watch = Signals.Watch(leased.Job.Id);
        await Task.Delay(Moment, Stop);

        await Ledger.Checkpoint(leased.Lease, new JobProgress { Stage = JobStage.Generating });
        await Ledger.Complete(leased.Lease);

        await watch.WaitAsync(Never, Stop).WaitAsync(LongEnough, Stop);
    }

    [Fact]
    public async Task Watch_FollowersOutcome_Wakes()
    {
        var leader = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        var follower = await Ledger.Take(Orders.Make(key: "cat"));
        using var watch = Signals.Watch(follower.Id);
        var waiting = watch.WaitAsync(Never, Stop);
        await Task.Delay(Moment, Stop);

        await Ledger.Complete(leader.Lease);

        await waiting.WaitAsync(LongEnough, Stop);
        Assert.Equal(JobState.Completed, (await Ledger.Find(follower)).State);
    }

    [Fact]
    public async Task Watch_CancelRequested_Wakes()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        using var watch = Signals.Watch(leased.Job.Id);
        var waiting = watch.WaitAsync(Never, Stop);
        await Task.Delay(Moment, Stop);

        await Ledger.Cancel(leased.Job);

        await waiting.WaitAsync(LongEnough, Stop);
    }

    [Fact]
    public async Task Watch_AnotherJobChanges_SleepsUntilTheTimeIsUp()
    {
        var job = await Ledger.Take(Orders.Make());
        using var watch = Signals.Watch(job.Id);
        // The first may end at once: what happened before the watch began to listen is to be looked for.
        await PassUntil(watch.WaitAsync(Moment, Stop));

        var waiting = watch.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        await Ledger.Take(Orders.Make());

        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(Moment, Stop)));
        await PassUntil(waiting);
    }

    [Fact]
    public async Task Watch_MessageNoted_SleepsOn()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var job = await Ledger.Take(Orders.Make());
        using var watch = Signals.Watch(job.Id);
        await PassUntil(watch.WaitAsync(Moment, Stop));
        var waiting = watch.WaitAsync(Never, stop.Token);

        await Ledger.Note(job, "message");

        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(Moment, Stop)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>A watch whose first wait, which may end as soon as a subscription stands, is over.</summary>
    private async Task<IJobWatch> HearingWatch(params string[] lanes)
    {
        var watch = Signals.WatchLanes(lanes);
        var hearing = watch.WaitAsync(Moment, Stop);
        await PassUntil(hearing);
        return watch;
    }

    private async Task AssertWakes(string lane, Func<Task> work)
    {
        using var watch = await HearingWatch("idle", lane);
        var waiting = watch.WaitAsync(Never, Stop);
        await Task.Delay(Moment, Stop);
        Assert.False(waiting.IsCompleted);

        await work();

        await waiting.WaitAsync(LongEnough, Stop);
    }

    /// <summary>Lets both clocks run, whichever the adapter keeps its timeouts by.</summary>
    private async Task PassUntil(Task waiting)
    {
        for (var moment = 0; moment < 100 && !waiting.IsCompleted; moment++)
        {
            Clock.Advance(Moment);
            await Task.Delay(Moment, Stop);
        }

        Assert.True(waiting.IsCompleted);
        await waiting;
    }
}
