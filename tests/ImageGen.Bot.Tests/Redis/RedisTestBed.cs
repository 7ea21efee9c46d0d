using ImageGen.Bot.Redis;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Redis;

/// <summary>A ledger on a given server, and the few calls these tests make of it.</summary>
internal sealed class RedisTestBed : IAsyncDisposable
{
    public const string Lane = "painter";

    private static readonly TenantId Tenant = Orders.Tenant("1");

    private readonly RedisConnection _connection;
    private readonly Orders _orders = new(TimeProvider.System);

    public RedisTestBed(string connectionString, string prefix = "{test}:")
    {
        _connection = new RedisConnection(new RedisOptions { ConnectionString = connectionString, KeyPrefix = prefix });
        Ledger = new RedisLedger(_connection, new LedgerOptions(), TimeProvider.System);
        Signals = new RedisSignals(_connection, TimeProvider.System);
    }

    public RedisLedger Ledger { get; }

    public RedisSignals Signals { get; }

    /// <summary>Admits a job that reserves, and one day replies.</summary>
    public async Task<JobId> AdmitAsync(string prompt = "a cool cat")
    {
        var request = _orders.Make(tenant: "1", key: prompt, lane: Lane, reply: LaneLimits.ReplyLane("test"), claims: [Orders.Open("open:7", 1000)]);
        await Ledger.AdmitAsync(request, TestContext.Current.CancellationToken);
        return request.Order.Id;
    }

    public async Task<LeasedJob?> LeaseAsync(string lane = Lane, int? perMinute = null)
    {
        LaneLimits[] lanes = [new(lane, MaxConcurrent: 10, RequestsPerMinute: perMinute)];
        var batch = await Ledger.LeaseAsync(lanes, 1, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return batch.Jobs.SingleOrDefault();
    }

    public Task<bool> CompleteAsync(LeasedJob job) => Ledger.SettleAsync(
        job.Lease, new Settlement(new JobOutcome { State = JobState.Completed }, 1, default), TestContext.Current.CancellationToken);

    public Task<ImageJob?> FindAsync(JobId id) => Ledger.FindAsync(Tenant, id, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
