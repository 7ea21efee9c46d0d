using ImageGen.Bot.Redis;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using Xunit;

[assembly: AssemblyFixture(typeof(RedisStore))]

namespace ImageGen.Bot.Tests.Contracts;

public sealed class RedisLedgerTests(RedisStore store) : JobLedgerContract(store);

public sealed class RedisLedgerProperties(RedisStore store) : JobLedgerProperties(store);

/// <summary>One redis-server for all tests, started by the first; each ledger has a key prefix of its own.</summary>
public sealed class RedisStore : ILedgerStore, IAsyncDisposable
{
    // It keeps nothing: a disk that is slow for some seconds is not what these tests are about.
    private readonly Lazy<Task<RedisServer>> _server = new(() => RedisServer.StartAsync(appendfsync: null));
    private int _prefixes;

    public async Task<LedgerHarness> CreateAsync(LedgerOptions? options = null)
    {
        var clock = new ManualClock();
        var redis = await NextAsync();
        var opened = new List<RedisConnection>();
        var (ledger, signals) = Open();
        return new LedgerHarness(CloseAsync)
        {
            Ledger = ledger,
            Signals = signals,
            Clock = clock,
            ReopenAsync = () => Task.FromResult(Open()),
        };

        (IJobLedger Ledger, IJobSignals Signals) Open()
        {
            opened.Add(new RedisConnection(redis));
            return (new RedisLedger(opened[^1], options ?? new LedgerOptions(), clock), new RedisSignals(opened[^1], clock));
        }

        async ValueTask CloseAsync()
        {
            foreach (var connection in opened)
                await connection.DisposeAsync();
        }
    }

    /// <summary>A key prefix nobody else has.</summary>
    internal async Task<RedisOptions> NextAsync() => new()
    {
        ConnectionString = (await _server.Value).ConnectionString,
        KeyPrefix = $"{{test{Interlocked.Increment(ref _prefixes)}}}:",
    };

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
