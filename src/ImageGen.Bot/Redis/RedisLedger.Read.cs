using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

internal sealed partial class RedisLedger
{
    /// <inheritdoc/>
    public async Task<ImageJob?> FindAsync(TenantId tenant, JobId id, CancellationToken cancellation)
    {
        var fields = (RedisResult[]?)await RunAsync(RedisScripts.Find, cancellation, Now(), id.Value);
        return fields is [_, ..] && RedisJob.Read(fields) is var job && IsOf(job, tenant) ? job : null;
    }

    /// <inheritdoc/>
    public async Task<ImageJob?> DeleteAsync(TenantId tenant, JobId id, CancellationToken cancellation)
    {
        // Which histories it is in never changes, so reading that first leaves the deletion one atomic step.
        if (await FindAsync(tenant, id, cancellation) is not { } job)
            return null;
        var histories = RedisKeys.Histories(job.Order).Select(list => (RedisValue)list);
        var fields = (RedisResult[]?)await RunAsync(RedisScripts.Delete, cancellation, [Now(), id.Value, tenant.ToString(), .. histories]);
        return fields is [_, ..] ? RedisJob.Read(fields) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageJob>> HistoryAsync(HistoryQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var most = Math.Clamp(query.Limit, 1, 200);
        var jobs = (RedisResult[]?)await RunAsync(RedisScripts.History, cancellation,
            [Now(), _options.HistoryLimit, most, .. RedisKeys.History(query, _clock.GetUtcNow(), _options.Retention).Select(list => (RedisValue)list)]);
        return [.. jobs!.Select(fields => RedisJob.Read((RedisResult[])fields!)).Where(job => IsOf(job, query.Tenant))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CounterState>> CountersAsync(IReadOnlyList<string> counters, CancellationToken cancellation)
    {
        var sums = (RedisResult[]?)await RunAsync(RedisScripts.Counters, cancellation, [Now(), .. counters.Select(counter => (RedisValue)counter)]);
        return [.. sums!.Chunk(2).Select(pair => ((long)pair[0], (long)pair[1])).Select(pair => new CounterState(pair.Item1 - pair.Item2, pair.Item2))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> OrphansAsync(TimeSpan unserved, CancellationToken cancellation) =>
        (string[]?)await RunAsync(RedisScripts.Orphans, cancellation, Now(), Milliseconds(unserved)) ?? [];

    /// <inheritdoc/>
    public async Task<LaneState> LaneAsync(string lane, CancellationToken cancellation)
    {
        var state = (RedisResult[]?)await RunAsync(RedisScripts.Lane, cancellation, Now(), lane);
        return new LaneState((long)state![0], (long)state[1], (long)state[2], (long)state[3] is > 0 and var until ? RedisJob.Time(until) : null);
    }

    /// <summary>Another tenant's job is nobody's.</summary>
    private bool IsOf(ImageJob job, TenantId tenant) => job.Order.Tenant == tenant && !IsForgotten(job);

    /// <summary>One kept only because the cache answers with it is gone.</summary>
    private bool IsForgotten(ImageJob job) => job.FinishedAt + _options.Retention <= _clock.GetUtcNow();
}
