using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

internal sealed partial class RedisLedger
{
    /// <inheritdoc/>
    public async Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settlement);
        var (outcome, images, cost, isCached) = settlement;
        cancellation.ThrowIfCancellationRequested();
        var answer = await _settlements.RunAsync(
            lease.Job.Value, lease.Token, (int)outcome.State, LedgerJson.Write(outcome), images, cost.Micros, isCached);
        return (int)answer[0] == 1;
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(Lease lease, Release release, CancellationToken cancellation) => DoneAsync(EndAsync(
        RedisScripts.Release,
        cancellation,
        lease.Job.Value,
        lease.Token,
        Milliseconds(release.Delay),
        release.CountsAsAttempt ? 0 : 1));

    /// <inheritdoc/>
    public Task<LeaseStatus> RerouteAsync(Lease lease, Reroute reroute, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reroute);
        return StatusAsync(EndAsync(
            RedisScripts.Reroute,
            cancellation,
            lease.Job.Value,
            lease.Token,
            reroute.Lane,
            LedgerJson.Write(reroute.Progress),
            reroute.Spent.Micros,
            reroute.MaxCost.Micros,
            reroute.Progress.Assets.Count - reroute.Progress.Inherited));
    }

    /// <inheritdoc/>
    public Task<bool> FinishReplyAsync(Lease lease, string? message, CancellationToken cancellation)
    {
        ImageJob.CheckMessage(message);
        return DoneAsync(RunAsync(RedisScripts.FinishReply, cancellation, Now(), lease.Job.Value, lease.Token, message ?? ""));
    }

    /// <inheritdoc/>
    public Task<bool> NoteMessageAsync(TenantId tenant, JobId id, string message, CancellationToken cancellation)
    {
        ImageJob.CheckMessage(message);
        return DoneAsync(RunAsync(RedisScripts.NoteMessage, cancellation, Now(), id.Value, tenant.ToString(), message));
    }

    /// <inheritdoc/>
    public async Task<CancelResult> CancelAsync(TenantId tenant, JobId id, CancellationToken cancellation) =>
        (CancelResult)(int)await EndAsync(RedisScripts.Cancel, cancellation, id.Value, tenant.ToString());

    private static async Task<bool> DoneAsync(Task<RedisResult> answer) => (int)await answer == 1;
}
