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
internal sealed partial class RedisLedger(RedisConnection redis, LedgerOptions options, TimeProvider clock) : IJobLedger
{
    private readonly RedisBatch _admissions = new(redis, RedisScripts.Admit, () =>
        [Now(clock), Milliseconds(options.CounterGrace), Milliseconds(options.Retention), Milliseconds(options.DeliveryTtl), Milliseconds(RedisKeys.HistoryTtl(options.Retention))]);

    private readonly RedisBatch _settlements = new(redis, RedisScripts.Settle, () =>
        [Now(clock), Milliseconds(options.CounterGrace), Milliseconds(options.Retention), Milliseconds(options.CacheTtl), Cancelled]);

    private static readonly RedisValue Cancelled = LedgerJson.Write(LimitMessages.Cancelled);
    private readonly ClockWatch _watch = new(clock);
    private readonly RedisValue _grace = Milliseconds(options.CounterGrace);
    private readonly RedisValue _retention = Milliseconds(options.Retention);
    private readonly RedisValue _cacheTtl = Milliseconds(options.CacheTtl);
    private readonly RedisValue _interrupted = LedgerJson.Write(LimitMessages.InterruptedTooOften);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation) => RunAsync(RedisScripts.Check, cancellation, Now());

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long Now() => Now(clock);

    private Task<RedisResult> RunAsync(RedisScript script, CancellationToken cancellation, params RedisValue[] arguments)
    {
        cancellation.ThrowIfCancellationRequested();
        return redis.RunAsync(script, arguments);
    }

    /// <summary>What every script that may end a job needs to know, and then what it is about.</summary>
    private Task<RedisResult> EndAsync(RedisScript script, CancellationToken cancellation, params RedisValue[] arguments) =>
        RunAsync(script, cancellation, [Now(), _grace, _retention, _cacheTtl, Cancelled, .. arguments]);
}
