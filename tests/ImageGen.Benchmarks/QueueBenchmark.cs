using ImageGen.Bot.Redis;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Benchmarks;

/// <summary>
/// No-op jobs through admission and through lease and settlement, in the ledgers and in BullMQ: the same documents, the
/// same numbers of callers and workers, the same redis-server, alternating in one run so that a busy machine is busy for all.
/// </summary>
internal static class QueueBenchmark
{
    private const int WarmUp = 2_000;
    private const int IdleJobs = 300;

    private static readonly int[] Workers = [16, 100];

    public static async Task<int> RunAsync(int jobs, int runs)
    {
        await using var server = await RedisServer.StartAsync(appendfsync: "everysec");
        await using var meter = await ServerMeter.ConnectAsync(server.ConnectionString);
        await using var bull = await BullMqPeer.InstallAsync(server.Port);

        // The peer comes last: ratios are to it.
        Subject[] subjects =
        [
            new("ledger on SQLite",
                (count, workers) => OnSqliteAsync((ledger, signals) => LedgerLoad.MeasureAsync(ledger, signals, meter: null, count, workers)),
                () => OnSqliteAsync((ledger, signals) => LedgerLoad.IdleStartsAsync(ledger, signals, IdleJobs))),
            new("ledger on Redis",
                (count, workers) => OnRedisAsync(server, (ledger, signals) => LedgerLoad.MeasureAsync(ledger, signals, meter, count, workers)),
                () => OnRedisAsync(server, (ledger, signals) => LedgerLoad.IdleStartsAsync(ledger, signals, IdleJobs))),
            new("BullMQ", (count, workers) => bull.MeasureAsync(meter, count, workers), () => bull.IdleStartsAsync(IdleJobs)),
        ];
        foreach (var subject in subjects)
            await subject.MeasureAsync(WarmUp, Workers[0]);

        foreach (var workers in Workers)
        {
            var results = await AlternateAsync(runs, subjects, meter, subject => subject.MeasureAsync(jobs, workers));
            Console.WriteLine();
            Console.WriteLine($"{jobs:N0} jobs, median of {runs} runs; {LedgerLoad.Callers} callers add, {workers} workers drain; AOF everysec; {Environment.ProcessorCount} cores");
            Table.Print([.. subjects.Select((subject, index) => (subject.Name, Measurement.Median(results[index])))]);
            Console.WriteLine();
        }

        var waits = await AlternateAsync(runs, subjects, meter, subject => subject.IdleStartsAsync());
        Console.WriteLine($"ms from the call that adds a job to its work, the worker idle; {IdleJobs} jobs one by one, {runs} runs");
        foreach (var (subject, all) in subjects.Zip(waits))
        {
            var sorted = all.SelectMany(run => run).Order().ToArray();
            Console.WriteLine($"{subject.Name,-22}p50 {sorted[sorted.Length / 2],6:N2}   p99 {sorted[sorted.Length * 99 / 100],6:N2}");
        }

        return 0;
    }

    private static async Task<List<T>[]> AlternateAsync<T>(int runs, Subject[] subjects, ServerMeter meter, Func<Subject, Task<T>> measureAsync)
    {
        var results = subjects.Select(_ => new List<T>()).ToArray();
        for (var run = 1; run <= runs; run++)
        {
            for (var subject = 0; subject < subjects.Length; subject++)
            {
                await meter.EmptyAsync();
                results[subject].Add(await measureAsync(subjects[subject]));
                if (results[subject][^1] is Measurement measured)
                    Console.WriteLine($"run {run}: {subjects[subject].Name,-16} {measured}");
            }
        }

        return results;
    }

    private static async Task<T> OnRedisAsync<T>(RedisServer server, Func<IJobLedger, IJobSignals, Task<T>> use)
    {
        await using var redis = new RedisConnection(new RedisOptions { ConnectionString = server.ConnectionString });
        var ledger = new RedisLedger(redis, new LedgerOptions(), TimeProvider.System);
        await ledger.CheckAsync(CancellationToken.None);
        return await use(ledger, new RedisSignals(redis, TimeProvider.System));
    }

    private static async Task<T> OnSqliteAsync<T>(Func<IJobLedger, IJobSignals, Task<T>> use)
    {
        var folder = Directory.CreateTempSubdirectory("imagegen-sqlite-");
        try
        {
            var signals = new SqliteSignals(TimeProvider.System);
            using var ledger = new SqliteLedger(Path.Combine(folder.FullName, "imagegen.db"), new LedgerOptions(), TimeProvider.System, signals);
            return await use(ledger, signals);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="MeasureAsync">Puts so many jobs through so many workers.</param>
    /// <param name="IdleStartsAsync">Milliseconds that jobs take to an idle worker.</param>
    private sealed record Subject(string Name, Func<int, int, Task<Measurement>> MeasureAsync, Func<Task<IReadOnlyList<double>>> IdleStartsAsync);
}
