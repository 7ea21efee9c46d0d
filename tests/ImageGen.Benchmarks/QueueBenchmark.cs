using ImageGen.Bot.Redis;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Benchmarks;

/// <summary>
/// No-op jobs through admission and through lease and settlement, in the ledgers and in BullMQ: the same numbers of
/// callers and workers, the same redis-server, alternating in one run so that a busy machine is busy for all.
/// </summary>
internal static class QueueBenchmark
{
    private const int WarmUp = 2_000;

    public static async Task<int> RunAsync(int jobs, int runs)
    {
        await using var server = await RedisServer.StartAsync(appendfsync: "everysec");
        await using var meter = await ServerMeter.ConnectAsync(server.ConnectionString);
        await using var bull = await BullMqPeer.InstallAsync(server.Port);

        // The peer comes last: ratios are to it.
        (string Name, Func<int, Task<Measurement>> Measure)[] subjects =
        [
            ("ledger on SQLite", MeasureSqliteAsync),
            ("ledger on Redis", count => MeasureRedisAsync(server, meter, count)),
            ("BullMQ", count => bull.MeasureAsync(meter, count)),
        ];
        var results = subjects.Select(_ => new List<Measurement>()).ToArray();
        foreach (var (_, measure) in subjects)
            await measure(WarmUp);
        for (var run = 1; run <= runs; run++)
        {
            for (var subject = 0; subject < subjects.Length; subject++)
            {
                await meter.EmptyAsync();
                results[subject].Add(await subjects[subject].Measure(jobs));
                Console.WriteLine($"run {run}: {subjects[subject].Name,-16} {results[subject][^1]}");
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{jobs:N0} jobs, median of {runs} runs; 64 callers add, 16 workers drain; AOF everysec; {Environment.ProcessorCount} cores");
        Table.Print([.. subjects.Select((subject, index) => (subject.Name, Measurement.Median(results[index])))]);
        return 0;
    }

    private static async Task<Measurement> MeasureRedisAsync(RedisServer server, ServerMeter meter, int jobs)
    {
        await using var redis = new RedisConnection(new RedisOptions { ConnectionString = server.ConnectionString });
        var ledger = new RedisLedger(redis, new LedgerOptions(), TimeProvider.System);
        await ledger.CheckAsync(CancellationToken.None);
        return await LedgerLoad.MeasureAsync(ledger, new RedisSignals(redis, TimeProvider.System), meter, jobs);
    }

    private static async Task<Measurement> MeasureSqliteAsync(int jobs)
    {
        var folder = Directory.CreateTempSubdirectory("imagegen-sqlite-");
        try
        {
            var signals = new SqliteSignals(TimeProvider.System);
            using var ledger = new SqliteLedger(Path.Combine(folder.FullName, "imagegen.db"), new LedgerOptions(), TimeProvider.System, signals);
            return await LedgerLoad.MeasureAsync(ledger, signals, meter: null, jobs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
