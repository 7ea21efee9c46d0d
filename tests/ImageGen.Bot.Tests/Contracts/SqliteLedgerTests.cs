using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

public sealed class SqliteLedgerTests() : JobLedgerContract(new SqliteStore());

public sealed class SqliteLedgerProperties() : JobLedgerProperties(new SqliteStore());

/// <summary>Each ledger in a file of its own.</summary>
internal sealed class SqliteStore : ILedgerStore
{
    public Task<LedgerHarness> CreateAsync(LedgerOptions? options = null)
    {
        var clock = new ManualClock();
        var folder = Directory.CreateTempSubdirectory("imagegen-sqlite-");
        var opened = new List<SqliteLedger>();
        var (ledger, signals) = Open();
        return Task.FromResult(new LedgerHarness(Close)
        {
            Ledger = ledger,
            Signals = signals,
            Clock = clock,
            ReopenAsync = () => Task.FromResult(Open()),
        });

        (IJobLedger Ledger, IJobSignals Signals) Open()
        {
            var hints = new SqliteSignals(clock);
            opened.Add(new SqliteLedger(Path.Combine(folder.FullName, "imagegen.db"), options ?? new LedgerOptions(), clock, hints));
            return (opened[^1], hints);
        }

        ValueTask Close()
        {
            opened.ForEach(ledger => ledger.Dispose());
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
