using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>
/// The ledger on Redis, for any number of processes: each transition is one Lua script, so one round trip. The scripts
/// decide; this class only writes their arguments and reads their answers.
/// </summary>
/// <remarks>
/// A call once sent is not abandoned when its token is cancelled, only before: whether it happened is then known, and it
/// takes milliseconds. Needs Redis 6.2 or later.
/// </remarks>
internal sealed partial class RedisLedger : IJobLedger
{
    private static readonly RedisValue Cancelled = LedgerJson.Write(LimitMessages.Cancelled);

    private readonly RedisConnection _redis;
    private readonly LedgerOptions _options;
    private readonly WatchedClock _clock;
    private readonly RedisBatch _admissions;
    private readonly RedisBatch _settlements;
    private readonly RedisValue _grace;
    private readonly RedisValue _retention;
    private readonly RedisValue _cacheTtl;
    private readonly RedisValue _interrupted = LedgerJson.Write(LimitMessages.InterruptedTooOften);

    /// <summary>A ledger over a connection that others may share.</summary>
    public RedisLedger(RedisConnection redis, LedgerOptions options, TimeProvider clock)
    {
        (_redis, _options, _clock) = (redis, options, new WatchedClock(clock, options.ClockTolerance));
        (_grace, _retention, _cacheTtl) = (Milliseconds(options.CounterGrace), Milliseconds(options.Retention), Milliseconds(options.CacheTtl));
        RedisValue deliveryTtl = Milliseconds(options.DeliveryTtl);
        RedisValue historyTtl = Milliseconds(RedisKeys.HistoryTtl(options.Retention));
        _admissions = new RedisBatch(redis, RedisScripts.Admit, () => [Now(), _grace, _retention, deliveryTtl, historyTtl]);
        _settlements = new RedisBatch(redis, RedisScripts.Settle, () => [Now(), _grace, _retention, _cacheTtl, Cancelled]);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation) => RunAsync(RedisScripts.Check, cancellation, Now());

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<RedisResult> RunAsync(RedisScript script, CancellationToken cancellation, params RedisValue[] arguments)
    {
        cancellation.ThrowIfCancellationRequested();
        return _redis.RunAsync(script, arguments);
    }

    /// <summary>What every script that may end a job needs to know, and then what it is about.</summary>
    private Task<RedisResult> EndAsync(RedisScript script, CancellationToken cancellation, params RedisValue[] arguments) =>
        RunAsync(script, cancellation, [Now(), _grace, _retention, _cacheTtl, Cancelled, .. arguments]);
}
