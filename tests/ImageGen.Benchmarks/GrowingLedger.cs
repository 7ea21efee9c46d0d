using System.Diagnostics;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Benchmarks;

/// <summary>A ledger that is filled with finished or with waiting jobs through its own admissions, and measured on the way.</summary>
/// <param name="waiting">Whether the jobs it holds wait; else they have finished.</param>
internal sealed class GrowingLedger(IJobLedger ledger, IJobSignals signals, ServerMeter? meter, bool waiting)
{
    /// <summary>Jobs of a sample.</summary>
    public const int Sample = 1_000;

    /// <summary>Requests are made beforehand and take memory.</summary>
    private const int Chunk = 20_000;

    private const int Calls = 200;
    private const int Page = 50;

    private static readonly TenantId Tenant = LedgerLoad.TenantOf(0);

    private readonly DateOnly _today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    private int _made;
    private int _held;

    /// <summary>Opens one on SQLite and removes it after use.</summary>
    public static async Task OnSqliteAsync(bool waiting, Func<GrowingLedger, Task> use)
    {
        var folder = Directory.CreateTempSubdirectory("imagegen-growth-");
        try
        {
            var signals = new SqliteSignals(TimeProvider.System);
            using var ledger = new SqliteLedger(Path.Combine(folder.FullName, "imagegen.db"), new LedgerOptions(), TimeProvider.System, signals);
            await use(new GrowingLedger(ledger, signals, meter: null, waiting));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Opens one on a redis-server of its own and removes it after use.</summary>
    public static async Task OnRedisAsync(bool waiting, Func<GrowingLedger, Task> use)
    {
        await using var server = await RedisServer.StartAsync(appendfsync: "everysec");
        await using var meter = await ServerMeter.ConnectAsync(server.ConnectionString);
        await using var redis = new RedisConnection(new RedisOptions { ConnectionString = server.ConnectionString });
        await use(new GrowingLedger(new RedisLedger(redis, new LedgerOptions(), TimeProvider.System), new RedisSignals(redis, TimeProvider.System), meter, waiting));
    }

    /// <summary>Fills it until it holds so many jobs.</summary>
    public async Task FillAsync(int size)
    {
        for (var chunk = Math.Min(Chunk, size - _held); chunk > 0; chunk = Math.Min(Chunk, size - _held))
        {
            if (waiting)
                await LedgerLoad.AdmitAsync(ledger, chunk, _made, _today);
            else
                await LedgerLoad.MeasureAsync(ledger, signals, meter: null, chunk, first: _made, day: _today);
            _made += chunk;
            _held += chunk;
        }

        if (meter is not null)
            await meter.UntilQuietAsync();
    }

    /// <summary>Admits a sample, then leases and settles as many: where jobs wait, those at the front.</summary>
    public async Task<Measurement> MeasureAsync()
    {
        // What filling left behind is not to be collected while the sample runs.
        GC.Collect();
        var measured = await LedgerLoad.MeasureAsync(ledger, signals, meter, Sample, first: _made, day: _today);
        _made += Sample;
        _held += waiting ? 0 : Sample;
        return measured;
    }

    /// <summary>What looking costs, and the housekeeping of workers: microseconds a call, one after the other.</summary>
    public async Task<IReadOnlyList<(string What, double Cost)>> MeasureCallsAsync()
    {
        var newest = (await ledger.HistoryAsync(new HistoryQuery(Tenant, Limit: 1), CancellationToken.None))[0];
        var now = TimeProvider.System.GetUtcNow();
        var forgotten = new Queue<ImageJob>(await ledger.FinishedBeforeAsync(Tenant, now, Page, CancellationToken.None));
        (string What, int Times, Func<Task> Call)[] calls =
        [
            (waiting ? "one job, its position" : "one job", Calls, () => ledger.FindAsync(Tenant, newest.Id, CancellationToken.None)),
            ("history, 50 of a guild", Calls, () => ledger.HistoryAsync(new HistoryQuery(Tenant, Limit: Page), CancellationToken.None)),
            ("history, 10 of a user", Calls, () => ledger.HistoryAsync(new HistoryQuery(Tenant, newest.Order.User, Limit: 10), CancellationToken.None)),
            ("usage, 31 days", Calls, () => ledger.UsageByDayAsync(Tenant, _today.AddDays(-30), _today, CancellationToken.None)),
            ("operator's list, 50 newest", Calls, () => ListAsync(OperatorList.Newest)),
            ("operator's list, 50 waiting", Calls, () => ListAsync(OperatorList.Waiting)),
            ("how full a lane is", Calls, () => ledger.LaneAsync(LedgerLoad.Lane, CancellationToken.None)),
            ("rescue and sweep", Calls, () => ledger.RescueAsync([LedgerLoad.Lane], 3, CancellationToken.None)),
            ("retention, the 50 oldest", Calls, () => ledger.FinishedBeforeAsync(Tenant, now, Page, CancellationToken.None)),
            ("forget the oldest", forgotten.Count, () => ledger.DeleteAsync(Tenant, forgotten.Dequeue().Id, CancellationToken.None)),
        ];
        var costs = new List<(string, double)>();
        foreach (var (what, times, call) in calls)
            costs.Add((what, await MedianAsync(call, times)));
        return costs;
    }

    private Task<IReadOnlyList<ImageJob>> ListAsync(OperatorList list) =>
        ((IOperatorLedger)ledger).ListAsync(new OperatorQuery(list, [LedgerLoad.Lane], Page), CancellationToken.None);

    private static async Task<double> MedianAsync(Func<Task> call, int calls)
    {
        var times = new double[calls];
        for (var at = 0; at < calls; at++)
        {
            var begun = Stopwatch.GetTimestamp();
            await call();
            times[at] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }

        return Measurement.Median(times);
    }
}
