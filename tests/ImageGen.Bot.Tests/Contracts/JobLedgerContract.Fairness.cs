using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Lease_OneTenant_FirstComeFirstServed()
    {
        var ids = new List<JobId>();
        for (var job = 0; job < 5; job++)
            ids.Add((await Ledger.Take(Orders.Make())).Id);

        Assert.Equal(ids, (await Ledger.Lease(5)).Jobs.Select(leased => leased.Job.Id));
    }

    [Fact]
    public async Task Lease_ATenantWith1000JobsAndOneWith1_TheOneIsAmongTheFirst()
    {
        await Parallel.ForAsync(0, 1000, Stop, async (_, _) => await Ledger.Take(Orders.Make(tenant: "crowd")));
        await TenantsInOrder(10);

        var single = await Ledger.Take(Orders.Make(tenant: "single"));

        Assert.InRange(single.Position!.Value, 1, 3);
        Assert.Contains("single", await TenantsInOrder(3));
    }

    [Fact]
    public async Task Lease_TenTenantsOfTwentyJobs_AreServedInTurn()
    {
        for (var tenant = 0; tenant < 10; tenant++)
        {
            for (var job = 0; job < 20; job++)
                await Ledger.Take(Orders.Make(tenant: $"t{tenant}"));
        }

        var served = await TenantsInOrder(200);

        Assert.All(served.Chunk(10), turn => Assert.Equal(10, turn.Distinct().Count()));
    }

    [Fact]
    public async Task Lease_WeightsOfTwoToOne_AreHonoured()
    {
        for (var job = 0; job < 40; job++)
        {
            await Ledger.Take(Orders.Make(tenant: "heavy", work: 0.5));
            await Ledger.Take(Orders.Make(tenant: "light", work: 1));
        }

        var served = await TenantsInOrder(30);

        Assert.InRange(served.Count(tenant => tenant == "heavy"), 19, 21);
    }

    [Fact]
    public async Task Lease_MoreWorkInOneJob_CountsAsSoMuch()
    {
        for (var job = 0; job < 10; job++)
            await Ledger.Take(Orders.Make(tenant: "four", work: 4));
        for (var job = 0; job < 40; job++)
            await Ledger.Take(Orders.Make(tenant: "one", work: 1));

        Assert.InRange((await TenantsInOrder(25)).Count(tenant => tenant == "four"), 4, 6);
    }

    [Fact]
    public async Task Lease_ATenantThatWasIdle_GetsNoCreditForIt()
    {
        for (var job = 0; job < 30; job++)
            await Ledger.Take(Orders.Make(tenant: "busy"));
        await TenantsInOrder(20);
        for (var job = 0; job < 10; job++)
            await Ledger.Take(Orders.Make(tenant: "late"));

        var served = await TenantsInOrder(10);

        Assert.InRange(served.Count(tenant => tenant == "late"), 4, 6);
    }

    [Fact]
    public async Task Cancel_ManyWaiting_LeavesTheTenantNoWorseOff()
    {
        for (var job = 0; job < 20; job++)
            await Ledger.Cancel(await Ledger.Take(Orders.Make(tenant: "fickle")));
        for (var job = 0; job < 5; job++)
            await Ledger.Take(Orders.Make(tenant: "steady"));

        var after = await Ledger.Take(Orders.Make(tenant: "fickle"));

        Assert.InRange(after.Position!.Value, 1, 2);
    }

    [Fact]
    public async Task Position_FromOneToN_AndMovesUpWhenOthersLeave()
    {
        var waiting = new List<ImageJob>();
        for (var job = 0; job < 6; job++)
            waiting.Add(await Ledger.Take(Orders.Make()));
        Assert.Equal([1, 2, 3, 4, 5, 6], waiting.Select(job => job.Position));

        await Ledger.LeaseOne();
        Assert.Equal([null, 1, 2, 3, 4, 5], await Positions(waiting));
        await Ledger.Cancel(waiting[2]);
        Assert.Equal([null, 1, null, 2, 3, 4], await Positions(waiting));
        await Ledger.Complete((await Ledger.LeaseOne()).Lease);
        Assert.Equal([null, null, null, 1, 2, 3], await Positions(waiting));
    }

    [Fact]
    public async Task Position_AtEitherEndOfALongLane_IsExact()
    {
        var first = await Ledger.Take(Orders.Make());
        var second = await Ledger.Take(Orders.Make());
        await Parallel.ForAsync(0, 1100, Stop, async (_, _) => await Ledger.Take(Orders.Make()));
        var lastButOne = await Ledger.Take(Orders.Make());
        var last = await Ledger.Take(Orders.Make());

        Assert.Equal((1103, 1104), (lastButOne.Position, last.Position));
        Assert.Equal([1, 2, 1103, 1104], await Positions([first, second, lastButOne, last]));
    }

    [Fact]
    public async Task Position_OfAJobInAnotherLane_DoesNotCount()
    {
        await Ledger.Take(Orders.Make(lane: "other"));

        Assert.Equal(1, (await Ledger.Take(Orders.Make())).Position);
    }

    [Fact]
    public async Task Rescue_AndHandBack_KeepTheJobsTurn()
    {
        var first = await Ledger.TakeAndLease(Orders.Make());
        var second = await Ledger.TakeAndLease(Orders.Make());
        var third = await Ledger.Take(Orders.Make());

        await Ledger.ReleaseAsync(second.Lease, Release.HandBack, Stop);
        OutliveLease();
        await Ledger.Rescue();

        Assert.Equal([1, 2, 3], await Positions([first.Job, second.Job, third]));
        Assert.Equal([first.Job.Id, second.Job.Id, third.Id], (await Ledger.Lease(3)).Jobs.Select(leased => leased.Job.Id));
    }

    private async Task<int?[]> Positions(IEnumerable<ImageJob> jobs)
    {
        var positions = new List<int?>();
        foreach (var job in jobs)
            positions.Add((await Ledger.Find(job)).Position);
        return [.. positions];
    }
}
