using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

public abstract partial class JobLedgerContract
{
    [Fact]
    public async Task Admit_200AtOnceAgainstAQuotaOf50_Admits50()
    {
        var second = await Reopen();

        var admissions = await Task.WhenAll(Enumerable.Range(0, 200).Select(index =>
            Task.Run(() => (index % 2 == 0 ? Ledger : second).Admit(Orders.Make(tenant: $"t{index % 3}", claims: [Orders.Images("images", 50)])))));

        Assert.Equal(50, admissions.Count(admission => admission is Admission.Queued));
        Assert.Equal(150, admissions.Count(admission => admission is Admission.OverLimit));
        Assert.Equal(50, (await Ledger.LaneState()).Waiting);
        await AssertCounter("images", reserved: 50, spent: 0);
    }

    [Fact]
    public async Task Admit_ClaimsThatFit_ReservesThemAll()
    {
        await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 10, amount: 4), Orders.Cost("cost", 100, 100), Orders.Open("open", 1)]));

        await AssertCounter("images", 4, 0);
        await AssertCounter("cost", 100, 0);
        await AssertCounter("open", 1, 0);
        await AssertCounter("never claimed", 0, 0);
    }

    [Fact]
    public async Task Admit_OneClaimTooMany_ReservesNothingAndNamesTheFirstThatDoesNotFit()
    {
        await Ledger.Take(Orders.Make(claims: [Orders.Images("user", 5, amount: 3)]));

        QuotaClaim[] claims = [Orders.Images("guild", 100, amount: 3), Orders.Images("user", 5, amount: 3), Orders.Cost("cost", 1, 2)];
        var over = Assert.IsType<Admission.OverLimit>(await Ledger.Admit(Orders.Make(claims: claims)));

        Assert.Equal(claims[1], over.Claim);
        Assert.Equal(new CounterState(3, 0), over.Counter);
        await AssertCounter("guild", 0, 0);
        await AssertCounter("user", 3, 0);
        await AssertCounter("cost", 0, 0);
        Assert.Equal(1, (await Ledger.LaneState()).Waiting);
    }

    [Fact]
    public async Task Admit_UpToTheLimitExactly_IsAdmittedAndNoFurther()
    {
        await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 4, amount: 3)]));
        await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 4, amount: 1)]));

        Assert.IsType<Admission.OverLimit>(await Ledger.Admit(Orders.Make(claims: [Orders.Images("images", 4, amount: 1)])));
    }

    [Fact]
    public async Task Admit_ALimitLoweredBelowWhatIsUsed_IsRefused()
    {
        await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 10, amount: 5)]));

        Assert.IsType<Admission.OverLimit>(await Ledger.Admit(Orders.Make(claims: [Orders.Images("images", 2)])));
        Assert.IsType<Admission.Queued>(await Ledger.Admit(Orders.Make(claims: [Orders.Images("images", 20)])));
    }

    [Fact]
    public async Task Settle_Completed_SpendsWhatWasDrawnAndGivesTheRestBack()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 10, amount: 4), Orders.Cost("cost", 500, 400), Orders.Open("open", 1)]));

        Assert.True(await Ledger.Complete(leased.Lease, images: 3, cost: 250));

        await AssertCounter("images", 0, 3);
        await AssertCounter("cost", 0, 250);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task Settle_MoreThanWasReserved_SpendsNoMorePicturesButTheWholeCost()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 1), Orders.Cost("cost", 100, 100)]));

        await Ledger.Complete(leased.Lease, images: 4, cost: 150);

        await AssertCounter("images", 0, 1);
        await AssertCounter("cost", 0, 150);
    }

    [Fact]
    public async Task Settle_Failed_GivesBackWhatWasNotCharged()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 1), Orders.Cost("cost", 100, 100), Orders.Open("open", 1)]));

        await Ledger.Settle(leased.Lease, LedgerSteps.Refusal, images: 0, cost: 30);

        await AssertCounter("images", 0, 0);
        await AssertCounter("cost", 0, 30);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task Cancel_Waiting_GivesEverythingBack()
    {
        var job = await Ledger.Take(Orders.Make(claims: [Orders.Images("images", 1), Orders.Cost("cost", 100, 100), Orders.Open("open", 1)]));

        await Ledger.Cancel(job);

        await AssertCounter("images", 0, 0);
        await AssertCounter("cost", 0, 0);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task ChargeUncertain_WithinTheBudget_SpendsAndReservesAnew()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 250, 100), Orders.Images("images", 1)]));

        Assert.Equal(LeaseStatus.Held, await Ledger.Charge(leased.Lease, new JobProgress { UncertainAttempts = 1 }));

        await AssertCounter("cost", reserved: 100, spent: 100);
        await AssertCounter("images", 1, 0);
        Assert.Equal(1, (await Ledger.Find(leased.Job)).Progress.UncertainAttempts);
        await Ledger.Complete(leased.Lease, images: 1, cost: 40);
        await AssertCounter("cost", reserved: 0, spent: 140);
    }

    [Fact]
    public async Task ChargeUncertain_BeyondTheBudget_SpendsAndReservesNothing()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 199, 100), Orders.Open("open", 1)]));

        Assert.Equal(LeaseStatus.OverBudget, await Ledger.Charge(leased.Lease));

        await AssertCounter("cost", reserved: 0, spent: 100);
        await AssertCounter("open", 1, 0);
        Assert.Equal(JobState.Processing, (await Ledger.Find(leased.Job)).State);
        await Ledger.Settle(leased.Lease, JobOutcome.Failure(ErrorCode.BudgetExceeded, "Over budget."));
        await AssertCounter("cost", reserved: 0, spent: 100);
        await AssertCounter("open", 0, 0);
    }

    [Fact]
    public async Task ChargeUncertain_BeyondTheBudgetAgain_StillSpends()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Cost("cost", 199, 100)]));

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(LeaseStatus.OverBudget, await Ledger.Charge(leased.Lease));
            await AssertCounter("cost", reserved: 0, spent: 100 * attempt);
        }
    }

    [Fact]
    public async Task ChargeUncertain_WhereNothingIsCounted_IsHeld()
    {
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [Orders.Images("images", 1)]));

        Assert.Equal(LeaseStatus.Held, await Ledger.Charge(leased.Lease));
        await AssertCounter("images", 1, 0);
    }

    [Fact]
    public async Task Counters_AreReadInTheOrderAskedFor()
    {
        await Ledger.Take(Orders.Make(claims: [Orders.Images("one", 9, amount: 1), Orders.Images("two", 9, amount: 2)]));

        var read = await Ledger.CountersAsync(["two", "none", "one"], Stop);

        Assert.Equal([2, 0, 1], read.Select(counter => counter.Reserved));
        Assert.Empty(await Ledger.CountersAsync([], Stop));
    }

    [Fact]
    public async Task Settle_AfterTheCountersPeriod_StillSettlesWhereItReserved()
    {
        var claim = Orders.Images("images", 10, amount: 2) with { ResetsAt = Clock.GetUtcNow().AddMinutes(1) };
        var leased = await Ledger.TakeAndLease(Orders.Make(claims: [claim]));
        Pass(120);

        Assert.True(await Ledger.Complete(leased.Lease, images: 2));

        await AssertCounter("images", 0, 2);
    }
}
