using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>What every <see cref="IJobLedger"/> keeps. An adapter inherits it with one class; each test has a ledger of its own.</summary>
public abstract partial class JobLedgerContract(ILedgerStore store) : IAsyncLifetime
{
    private readonly List<LedgerHarness> _harnesses = [];

    private LedgerHarness Harness => _harnesses[0];

    private IJobLedger Ledger => Harness.Ledger;

    private IJobSignals Signals => Harness.Signals;

    private ManualClock Clock => Harness.Clock;

    private Orders Orders { get; set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Orders = new Orders((await CreateAsync()).Clock);

    public async ValueTask DisposeAsync()
    {
        foreach (var harness in _harnesses)
            await harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A ledger with options of its own; <see cref="Orders"/> keep the first ledger's time.</summary>
    private async Task<LedgerHarness> CreateAsync(LedgerOptions? options = null)
    {
        var harness = await store.CreateAsync(options);
        _harnesses.Add(harness);
        return harness;
    }

    private async Task<IJobLedger> Reopen() => (await Harness.ReopenAsync()).Ledger;

    private void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets the lease end that <see cref="LedgerSteps.Lease"/> gave.</summary>
    private void OutliveLease() => Clock.Advance(LedgerSteps.LeaseTime + TimeSpan.FromSeconds(1));

    private async Task AssertCounter(string counter, long reserved, long spent) =>
        Assert.Equal(new CounterState(reserved, spent), await Ledger.Counter(counter));

    /// <summary>Leases one job after another and tells whose they were.</summary>
    private async Task<List<string>> TenantsInOrder(int jobs, string lane = Orders.Lane)
    {
        var tenants = new List<string>();
        for (var job = 0; job < jobs; job++)
            tenants.Add((await Ledger.LeaseOne(lane)).Job.Order.Tenant.Id);
        return tenants;
    }
}
