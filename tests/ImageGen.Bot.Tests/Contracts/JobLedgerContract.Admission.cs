using ImageGen.Core;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Admit_NewJob_WaitsFirstInItsLane()
    {
        var request = Orders.Make();

        var job = Assert.IsType<Admission.Queued>(await Ledger.Admit(request)).Job;

        Assert.Equal(request.Order, job.Order);
        Assert.Equal(JobState.Pending, job.State);
        Assert.Equal(Orders.Lane, job.Lane);
        Assert.Equal(1, job.Position);
        Assert.Equal((0, 0, false, false), (job.Attempts, job.Rescues, job.Cached, job.CancelRequested));
        Assert.Null(job.Outcome);
        Assert.Null(job.StartedAt);
        Assert.Null(job.FinishedAt);
        Assert.Equal(job.Order, (await Ledger.Find(job)).Order);
    }

    [Fact]
    public async Task Admit_SameDeliveryTwice_GivesOneJob()
    {
        var first = await Ledger.Take(Orders.Make(delivery: "d", claims: [Orders.Images("images", 10)]));

        var second = Assert.IsType<Admission.Repeated>(await Ledger.Admit(Orders.Make(delivery: "d", claims: [Orders.Images("images", 10)])));

        Assert.Equal(first.Id, second.Job.Id);
        Assert.Equal(1, (await Ledger.LaneState()).Waiting);
        await AssertCounter("images", reserved: 1, spent: 0);
    }

    [Fact]
    public async Task Admit_SameDeliveryAfterTheOutcome_GivesTheFinishedJob()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(delivery: "d"));
        await Ledger.Complete(leased.Lease);

        var again = Assert.IsType<Admission.Repeated>(await Ledger.Admit(Orders.Make(delivery: "d"))).Job;

        Assert.Equal((leased.Job.Id, JobState.Completed), (again.Id, again.State));
    }

    [Fact]
    public async Task Admit_SameDeliveryAfterItWasForgotten_GivesANewJob()
    {
        var first = await Ledger.Take(Orders.Make(delivery: "d"));
        Clock.Advance(new LedgerOptions().DeliveryTtl + TimeSpan.FromSeconds(1));

        var second = Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(delivery: "d"))).Job;

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Admit_OverLimit_DoesNotRememberTheDelivery()
    {
        Assert.IsType<Admission.OverLimit>(await Ledger.Admit(Orders.Make(delivery: "d", claims: [Orders.Images("images", 0)])));

        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(delivery: "d")));
    }

    [Fact]
    public async Task Admit_DuplicateDeliveriesInEveryOrder_GiveOneJobEach()
    {
        var permutations =
            from a in Enumerable.Range(0, 4)
            from b in Enumerable.Range(0, 4)
            from c in Enumerable.Range(0, 4)
            where new[] { a, b, c }.Distinct().Count() == 3
            select (int[])[a, b, c, 6 - a - b - c];

        foreach (var order in permutations)
        {
            var run = string.Join("", order);
            var deliveries = order.Select(index => $"{run}:{index / 2}").ToList();
            var ids = new List<(string Delivery, JobId Id)>();
            foreach (var delivery in deliveries)
                ids.Add((delivery, (await Ledger.Take(Orders.Make(delivery: delivery))).Id));

            Assert.Equal(2, ids.Distinct().Count());
        }

        Assert.Equal(48, (await Ledger.LaneState()).Waiting);
    }

    [Fact]
    public async Task Admit_DuplicateDeliveriesAtOnce_GiveOneJobEach()
    {
        var second = await Reopen();
        for (var round = 0; round < 20; round++)
        {
            var admissions = await Task.WhenAll(Enumerable.Range(0, 8).Select(index =>
                Task.Run(() => (index % 2 == 0 ? Ledger : second).Admit(Orders.Make(delivery: $"d{round}")))));

            Assert.Single(admissions, admission => admission is Admission.Queued);
            Assert.Single(admissions.Cast<Admission.Admitted>().Select(admission => admission.Job.Id).Distinct());
        }

        Assert.Equal(20, (await Ledger.LaneState()).Waiting);
    }

    [Fact]
    public async Task Admit_SamePictureManyTimesAtOnce_DrawsItOnce()
    {
        var admissions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Ledger.Admit(Orders.Make(key: "cat")))));

        Assert.Single(admissions, admission => admission is Admission.Queued);
        Assert.Equal(19, admissions.Count(admission => admission is Admission.Following));
        Assert.Equal(1, (await Ledger.LaneState()).Waiting);
    }

    [Fact]
    public async Task Admit_CachedPicture_CompletesAtOnceAndCostsNothing()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease, cost: 40_000);

        var request = Orders.Make(key: "cat", user: "bob", claims: [Orders.Images("images", 0), Orders.Cost("cost", 0, 1), Orders.Open("open", 0)]);
        var job = Assert.IsType<Admission.Cached>(await Ledger.Admit(request)).Job;

        Assert.Equal((JobState.Completed, true, Usd.Zero), (job.State, job.Cached, job.Cost));
        Assert.Equal("pictures/1.png", Assert.Single(job.Outcome!.Assets).Key);
        Assert.Equal(Clock.GetUtcNow(), job.FinishedAt);
        Assert.Null(job.Position);
        Assert.Equal(request.Order, (await Ledger.Find(job)).Order);
        await AssertCounter("images", 0, 0);
        await AssertCounter("cost", 0, 0);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task Admit_PictureCachedForAnotherTenant_IsDrawn()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(tenant: "a", key: "cat"))).Lease);

        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(tenant: "b", key: "cat")));
    }

    [Fact]
    public async Task Admit_PictureInFlightForAnotherTenant_IsDrawn()
    {
        await Ledger.Take(Orders.Make(tenant: "a", key: "cat"));

        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(tenant: "b", key: "cat")));
    }

    [Fact]
    public async Task Admit_DeliveryOfAnotherTenant_GivesAJobOfItsOwn()
    {
        var first = await Ledger.Take(Orders.Make(tenant: "a", delivery: "d"));

        var second = await Ledger.Take(Orders.Make(tenant: "b", delivery: "d"));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("b", second.Order.Tenant.Id);
    }

    [Fact]
    public async Task Admit_AfterTheCacheExpired_IsDrawn()
    {
        var ttl = new LedgerOptions().CacheTtl;
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);

        Clock.Advance(ttl - TimeSpan.FromSeconds(1));
        Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat")));
        Pass(2);
        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Admit_WithOptions_CachesAndRecognisesForThatLong()
    {
        var brief = await CreateAsync(new LedgerOptions { CacheTtl = TimeSpan.FromSeconds(10), DeliveryTtl = TimeSpan.FromSeconds(10) });
        var leased = await brief.Ledger.TakeAndLease(Orders.Make(key: "cat", delivery: "d"));
        await brief.Ledger.Complete(leased.Lease);

        brief.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.IsType<Admission.Repeated>(await brief.Ledger.Admit(Orders.Make(key: "cat", delivery: "d")));
        brief.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<Admission.Queued>(await brief.Ledger.Admit(Orders.Make(key: "cat", delivery: "d")));
    }

    [Theory]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Cancelled)]
    public async Task Admit_AfterAnEndingWithoutPictures_IsDrawn(JobState ending)
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(key: "cat"));
        await Ledger.Settle(leased.Lease, ending == JobState.Failed ? LedgerSteps.Refusal : LedgerSteps.Cancellation);

        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat")));
    }

    [Fact]
    public async Task Admit_Fresh_NeitherReadsTheCacheNorJoinsButOverwritesIt()
    {
        await Ledger.Complete((await Ledger.TakeAndLease(Orders.Make(key: "cat"))).Lease);
        var fresh = Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat", fresh: true))).Job;
        var fresher = Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(key: "cat", fresh: true))).Job;

        var leased = await Ledger.LeaseOne();
        Assert.Equal(fresh.Id, leased.Job.Id);
        var redrawn = LedgerSteps.Completion() with { Seed = 8 };
        await Ledger.Settle(leased.Lease, redrawn, images: 1);

        Assert.Equal(JobState.Pending, (await Ledger.Find(fresher)).State);
        Assert.Equal(8u, Assert.IsType<Admission.Cached>(await Ledger.Admit(Orders.Make(key: "cat"))).Job.Outcome!.Seed);
    }
}
