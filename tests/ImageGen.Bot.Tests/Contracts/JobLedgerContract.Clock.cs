using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

// The clock is put back an hour: what waits for a time waits no longer than it would have.
public abstract partial class JobLedgerContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task PutBack_JobInBackoff_IsLeasedWhenItsBackoffHasPassed()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.ReleaseAsync(leased.Lease, new Release(TimeSpan.FromSeconds(20), CountsAsAttempt: true), Stop);
        Pass(5);
        await PutBack();

        Assert.Empty((await Ledger.Lease()).Jobs);
        Pass(16);
        Assert.Equal(leased.Job.Id, (await Ledger.LeaseOne()).Job.Id);
    }

    [Fact]
    public async Task PutBack_BackoffHadPassed_IsLeasedAtOnce()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.ReleaseAsync(leased.Lease, new Release(TimeSpan.FromSeconds(20), CountsAsAttempt: true), Stop);
        Pass(25);
        await PutBack();

        Assert.Equal(leased.Job.Id, (await Ledger.LeaseOne()).Job.Id);
    }

    [Fact]
    public async Task PutBack_FromAnHourAhead_WhatWasReleasedThereWaitsNoLonger()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.Rescue();
        Clock.PutAhead(Hour);
        await Ledger.ReleaseAsync(leased.Lease, new Release(TimeSpan.FromSeconds(20), CountsAsAttempt: true), Stop);
        Clock.PutBack(Hour);
        await Ledger.Rescue();

        Assert.Empty((await Ledger.Lease()).Jobs);
        Pass(21);
        Assert.Equal(leased.Job.Id, (await Ledger.LeaseOne()).Job.Id);
    }

    [Fact]
    public async Task PutBack_LeaseHadEnded_IsRescuedAtOnce()
    {
        await Ledger.TakeAndLease(Orders.Make());
        OutliveLease();
        Clock.PutBack(Hour);
        Assert.Equal(1, await Ledger.Rescue());
    }

    [Fact]
    public async Task PutBack_WorkerDied_IsRescuedWhenItsLeaseHasEnded()
    {
        await Ledger.TakeAndLease(Orders.Make());
        Pass(5);
        Assert.Equal(0, await PutBack());

        Pass(24);
        Assert.Equal(0, await Ledger.Rescue());
        Pass(2);
        Assert.Equal(1, await Ledger.Rescue());
    }

    [Fact]
    public async Task PutBack_LeaseExtendedSince_LastsAsLongAsItSays()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        Clock.PutBack(Hour);
        Assert.Equal(LeaseStatus.Held, await Ledger.Extend(leased.Lease));

        Assert.Equal(0, await Ledger.Rescue());
        Pass(29);
        Assert.Equal(0, await Ledger.Rescue());
        Pass(2);
        Assert.Equal(1, await Ledger.Rescue());
    }

    [Fact]
    public async Task PutBack_LanePaused_IsResumedWhenItsPauseHasPassed()
    {
        await Ledger.Take(Orders.Make());
        await Ledger.PauseLaneAsync(Orders.Lane, Clock.GetUtcNow().AddSeconds(40), Stop);
        await PutBack();

        Assert.Empty((await Ledger.Lease()).Jobs);
        Pass(41);
        Assert.Single((await Ledger.Lease()).Jobs);
    }

    [Fact]
    public async Task PutBack_MinuteIsUsedUp_NextOneIsLeasedAMinuteAfter()
    {
        var lane = new LaneLimits(Orders.Lane, RequestsPerMinute: 1);
        await Ledger.Take(Orders.Make());
        await Ledger.Take(Orders.Make());
        Assert.Single((await Ledger.Lease(2, lane)).Jobs);
        Pass(10);
        await PutBack();

        Assert.Empty((await Ledger.Lease(1, lane)).Jobs);
        Pass(51);
        Assert.Single((await Ledger.Lease(1, lane)).Jobs);
    }

    [Fact]
    public async Task PutBack_TwoProcessesNotice_NothingComesEarly()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make());
        var waiting = await Ledger.TakeAndLease(Orders.Make());
        await Ledger.ReleaseAsync(waiting.Lease, new Release(TimeSpan.FromSeconds(20), CountsAsAttempt: true), Stop);
        var second = await Reopen();
        await PutBack();

        Assert.Equal(0, await second.Rescue());
        Assert.Empty((await second.Lease()).Jobs);
        Assert.Equal(LeaseStatus.Held, await second.Extend(leased.Lease));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(25)]
    [InlineData(40)]
    [InlineData(70)]
    public async Task PutBack_ByLittle_TwoProcessesNotice_NoLeaseEndsEarly(int seconds)
    {
        var before = await Ledger.TakeAndLease(Orders.Make());
        var second = await Reopen();
        await Ledger.Rescue();
        await second.Rescue();
        Clock.PutBack(TimeSpan.FromSeconds(seconds));
        var after = await Ledger.TakeAndLease(Orders.Make());

        Assert.Equal(0, await Ledger.Rescue() + await second.Rescue());
        Pass(9);
        Assert.Equal(0, await Ledger.Rescue() + await second.Rescue());
        Assert.Equal(LeaseStatus.Held, await second.Extend(before.Lease));
        Assert.Equal(LeaseStatus.Held, await second.Extend(after.Lease));
    }

    [Fact]
    public async Task PutBack_LaneIsServedNoMore_IsFoundWhenItIsTime()
    {
        await Ledger.Take(Orders.Make());
        await PutBack();
        Pass(200);
        Assert.Equal("", await Ledger.Orphans(300));
        Pass(101);
        Assert.Equal(Orders.Lane, await Ledger.Orphans(300));
    }

    /// <summary>Sets the clock back, which workers notice within a second.</summary>
    private async Task<int> PutBack()
    {
        await Ledger.Rescue();
        Clock.PutBack(Hour);
        return await Ledger.Rescue();
    }
}
