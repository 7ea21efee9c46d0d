using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>A kind of store that ledgers can be kept in. One an adapter; shared by its tests.</summary>
public interface ILedgerStore
{
    /// <summary>Makes an empty ledger that nobody else sees.</summary>
    Task<LedgerHarness> CreateAsync(LedgerOptions? options = null);
}

/// <summary>A ledger of a test's own.</summary>
public sealed class LedgerHarness(Func<ValueTask> dispose) : IAsyncDisposable
{
    public required IJobLedger Ledger { get; init; }

    public required IJobSignals Signals { get; init; }

    public required ManualClock Clock { get; init; }

    /// <summary>Opens the same store again, as after a crash or from a second process. The harness disposes of it too.</summary>
    public required Func<Task<(IJobLedger Ledger, IJobSignals Signals)>> ReopenAsync { get; init; }

    public ValueTask DisposeAsync() => dispose();
}
