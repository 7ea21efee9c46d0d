using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    private static readonly DateOnly Day = new(2040, 1, 1);

    [Fact]
    public async Task Usage_EveryWayAJobEnds_CountsWhatItSpentForProviderAndUser()
    {
        var done = await Ledger.TakeAndLease(Used(key: "cat", user: "ann"));
        var follower = await Ledger.Take(Used(key: "cat", user: "bob"));
        await Ledger.Complete(done.Lease, images: 1, cost: 30);
        await Ledger.Take(Used(key: "cat", user: "cid"));
        var refused = await Ledger.TakeAndLease(Used(user: "bob"));
        await Ledger.Settle(refused.Lease, LedgerSteps.Refusal, images: 0, cost: 5);
        var uncertain = await Ledger.TakeAndLease(Used(user: "ann"));
        await Ledger.Charge(uncertain.Lease, new JobProgress { UncertainAttempts = 1 });
        await Ledger.Complete(uncertain.Lease, images: 1, cost: 40);
        await Ledger.Cancel(await Ledger.Take(Used(user: "ann")));

        var day = Assert.Single(await Ledger.UsageByDayAsync(Orders.Tenant("a"), Day, Day, Stop));

        Assert.Equal([new UsageOf(Orders.Lane, new UsageSums(2, new Usd(30 + 5 + 100 + 40), 1, 2, new Usd(60)))], day.Providers);
        Assert.Equal(
            [
                new UsageOf("ann", new UsageSums(2, new Usd(30 + 100 + 40), 0, 0, default)),
                new UsageOf("bob", new UsageSums(0, new Usd(5), 1, 1, new Usd(30))),
                new UsageOf("cid", new UsageSums(0, default, 0, 1, new Usd(30))),
            ],
            day.Users);
        Assert.Equal(((await Ledger.Counter("images")).Spent, (await Ledger.Counter("cost")).Spent), (day.Total.Images, day.Total.Cost.Micros));
        Assert.True((await Ledger.Find(follower)).Cached);
        Assert.Empty(await Ledger.UsageByDayAsync(Orders.Tenant("b"), Day, Day, Stop));
        Assert.Empty(await Ledger.UsageByDayAsync(Orders.Tenant("a"), Day.AddDays(1), Day.AddDays(9), Stop));
    }

    [Fact]
    public async Task Usage_OfAJobThatIsRetriedAndRescued_IsCountedOnce()
    {
        var first = await Ledger.TakeAndLease(Used());
        await Ledger.Checkpoint(first.Lease, new JobProgress { Cost = new Usd(10) });
        await Ledger.Release(first.Lease);
        await Ledger.LeaseOne();
        OutliveLease();
        await Ledger.Rescue();
        Assert.Empty(await Ledger.UsageByDayAsync(Orders.Tenant("a"), Day, Day, Stop));
        await Ledger.Complete((await Ledger.LeaseOne()).Lease, images: 1, cost: 30);

        var day = Assert.Single(await Ledger.UsageByDayAsync(Orders.Tenant("a"), Day, Day, Stop));
        Assert.Equal((1L, new Usd(30)), (day.Total.Images, day.Total.Cost));
        await AssertCounter("images", 0, 1);
        await AssertCounter("cost", 0, 30);
    }

    [Fact]
    public async Task Usage_AcrossDays_IsListedInOrderByTheDayOfAdmission()
    {
        var second = await Ledger.TakeAndLease(Used() with { Day = Day.AddDays(1) });
        await Ledger.Complete(second.Lease, cost: 2);
        var first = await Ledger.TakeAndLease(Used());
        Pass(3 * 86_400);
        await Ledger.Complete(first.Lease, cost: 1);

        var days = await Ledger.UsageByDayAsync(Orders.Tenant("a"), Day, Day.AddDays(30), Stop);

        Assert.Equal([(Day, 1L), (Day.AddDays(1), 2L)], days.Select(day => (day.Day, day.Total.Cost.Micros)));
    }

    [Fact]
    public async Task ForgetUsage_TakesTheNameAndKeepsTheSums()
    {
        foreach (var user in new[] { "ann", "bob", "ann" })
            await Ledger.Complete((await Ledger.TakeAndLease(Used(user: user))).Lease, cost: 10);

        await Ledger.ForgetUsageAsync(Orders.Tenant("a"), "ann", Stop);
        await Ledger.ForgetUsageAsync(Orders.Tenant("a"), "bob", Stop);
        await Ledger.ForgetUsageAsync(Orders.Tenant("a"), "nobody known", Stop);

        var day = Assert.Single(await Ledger.UsageByDayAsync(Orders.Tenant("a"), Day, Day, Stop));
        Assert.Equal([new UsageOf(UsageDay.Nobody, new UsageSums(3, new Usd(30), 0, 0, default))], day.Users);
        Assert.Equal(new Usd(30), day.Total.Cost);
    }

    [Fact]
    public async Task FinishedBefore_ListsTheOldestFinishedFirst()
    {
        var jobs = new List<JobId>();
        for (var n = 0; n < 3; n++)
        {
            jobs.Add((await Ledger.TakeAndLease(Orders.Make())).Job.Id);
            await Ledger.Complete(new Lease(jobs[^1], 1));
            Pass(20 * 86_400);
        }

        await Ledger.Take(Orders.Make());
        await Ledger.Complete((await Ledger.LeaseOne()).Lease);
        var waiting = await Ledger.Take(Orders.Make(tenant: "b"));
        Pass(1);

        Assert.Equal(jobs, await Before(Clock.GetUtcNow().AddSeconds(-1), 10));
        Assert.Equal(jobs.Take(2), await Before(Clock.GetUtcNow().AddSeconds(-1), 2));
        Assert.Equal(jobs.Take(1), await Before(Clock.GetUtcNow().AddDays(-41), 10));
        Assert.Empty(await Ledger.FinishedBeforeAsync(waiting.Order.Tenant, Clock.GetUtcNow(), 10, Stop));

        async Task<IEnumerable<JobId>> Before(DateTimeOffset at, int limit) =>
            (await Ledger.FinishedBeforeAsync(Orders.Tenant("a"), at, limit, Stop)).Select(job => job.Id);
    }

    private AdmissionRequest Used(string? key = null, string user = "ann") =>
        Orders.Make(user: user, key: key, claims: [Orders.Images("images", 100), Orders.Cost("cost", 10_000, 100)]) with { Day = Day };
}
