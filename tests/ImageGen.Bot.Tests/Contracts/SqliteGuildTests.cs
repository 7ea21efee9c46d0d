using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

public sealed class SqliteGuildTests : GuildContract
{
    private protected override Task<GuildHarness> CreateAsync() => Task.FromResult(Create());

    internal static GuildHarness Create()
    {
        var clock = new ManualClock();
        var folder = Directory.CreateTempSubdirectory("imagegen-sqlite-");
        var opened = new List<SqliteLedger>();
        return new GuildHarness(clock, Open, Close);

        (IJobLedger Ledger, IJobSignals Signals, IGuildDocumentStore Documents) Open()
        {
            var signals = new SqliteSignals(clock);
            opened.Add(new SqliteLedger(Path.Combine(folder.FullName, "imagegen.db"), new LedgerOptions(), clock, signals));
            return (opened[^1], signals, opened[^1].Guilds);
        }

        ValueTask Close()
        {
            opened.ForEach(ledger => ledger.Dispose());
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
