using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

public sealed class SqliteSecretsTests : SecretStoreContract
{
    private protected override Task<SecretsHarness> CreateAsync() => Task.FromResult(Create());

    internal static SecretsHarness Create()
    {
        var clock = new ManualClock();
        var folder = Directory.CreateTempSubdirectory("imagegen-sqlite-");
        var opened = new List<SqliteLedger>();
        return new SecretsHarness(clock, Open, Close);

        SqliteSecrets Open()
        {
            opened.Add(new SqliteLedger(Path.Combine(folder.FullName, "imagegen.db"), new LedgerOptions(), clock, new SqliteSignals(clock)));
            return opened[^1].Secrets;
        }

        ValueTask Close()
        {
            opened.ForEach(ledger => ledger.Dispose());
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
