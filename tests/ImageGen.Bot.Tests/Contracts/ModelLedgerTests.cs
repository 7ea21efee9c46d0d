using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>The suite against its own model: shows that it can be passed.</summary>
public sealed class ModelLedgerTests() : JobLedgerContract(new ModelStore());

/// <inheritdoc cref="ModelLedgerTests"/>
public sealed class ModelLedgerProperties() : JobLedgerProperties(new ModelStore());

/// <summary>Ledgers that live as long as their test.</summary>
internal sealed class ModelStore : ILedgerStore
{
    public Task<LedgerHarness> CreateAsync(LedgerOptions? options = null)
    {
        var (clock, signals) = (new ManualClock(), new ModelSignals());
        var ledger = new LedgerModel(options ?? new LedgerOptions(), clock, signals);
        return Task.FromResult(new LedgerHarness(() => ValueTask.CompletedTask)
        {
            Ledger = ledger,
            Signals = signals,
            Clock = clock,
            ReopenAsync = () => Task.FromResult<(IJobLedger, IJobSignals)>((ledger, signals)),
        });
    }
}
