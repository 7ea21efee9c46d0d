using ImageGen.Core;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

// What the operator sees and does across tenants.
internal sealed partial class RedisLedger : IOperatorLedger
{
    /// <inheritdoc/>
    public async Task<ImageJob?> FindAsync(JobId id, CancellationToken cancellation)
    {
        var fields = (RedisResult[]?)await RunAsync(RedisScripts.Find, cancellation, Now(), id.Value);
        return fields is [_, ..] && RedisJob.Read(fields) is var job && !IsForgotten(job) ? job : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageJob>> ListAsync(OperatorQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var most = Math.Clamp(query.Limit, 1, 200);
        var lanes = query.Lanes.Select(lane => (RedisValue)lane);
        var jobs = (RedisResult[]?)await (query.List switch
        {
            OperatorList.Newest => RunAsync(RedisScripts.History, cancellation,
                [Now(), _options.HistoryLimit, most, .. RedisKeys.History(_clock.GetUtcNow(), _options.Retention).Select(list => (RedisValue)list)]),
            OperatorList.Failed => RunAsync(RedisScripts.List, cancellation, Now(), "failed", most),
            OperatorList.Waiting => RunAsync(RedisScripts.List, cancellation, [Now(), "waiting", most, .. lanes]),
            OperatorList.Running => RunAsync(RedisScripts.List, cancellation, [Now(), "running", most, .. lanes]),
        });
        return [.. jobs!.Select(fields => RedisJob.Read((RedisResult[])fields!)).Where(job => !IsForgotten(job))];
    }

    /// <inheritdoc/>
    public async Task<MoveResult> MoveAsync(JobId id, string lane, Usd maxCost, CancellationToken cancellation) =>
        (MoveResult)(int)await RunAsync(RedisScripts.Move, cancellation, Now(), _grace, id.Value, lane, maxCost.Micros);
}
