using ImageGen.Core.Chat;
using ImageGen.Core.Images;

namespace ImageGen.Core.Jobs;

/// <summary>What was forgotten of a person.</summary>
/// <param name="Jobs">Jobs that are gone, with their pictures.</param>
/// <param name="Unfinished">Jobs that are still ending, because a worker has them and has not let go; forget the person again.</param>
public sealed record Forgotten(int Jobs, int Unfinished);

/// <summary>Deletes everything that is kept of a person, and stops what they have running. What they spent stays counted.</summary>
public sealed class UserRemoval(IJobLedger ledger, JobRemoval removal, TimeProvider clock)
{
    /// <summary>How long running jobs are waited for, which takes a worker a moment to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Deletes everything; may be repeated where it was interrupted.</summary>
    /// <exception cref="GenerationException">The picture store is away.</exception>
    public async Task<Forgotten> ForgetAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        var gone = 0;
        var giveUp = clock.GetUtcNow() + Patience;
        while (true)
        {
            var jobs = await ledger.HistoryAsync(new HistoryQuery(tenant, user, Limit: 200), cancellation);
            foreach (var job in jobs.Where(job => !job.State.IsFinal() && !job.CancelRequested))
                await ledger.CancelAsync(tenant, job.Id, cancellation);
            var deleted = 0;
            foreach (var job in jobs)
                deleted += await removal.DeleteAsync(tenant, job.Id, cancellation) is null ? 0 : 1;
            gone += deleted;
            if (jobs.Count == 0)
            {
                await ledger.ForgetUsageAsync(tenant, user, cancellation);
                return new Forgotten(gone, 0);
            }

            // What is left has workers, which stop at their next heartbeat.
            if (deleted > 0)
                continue;
            if (clock.GetUtcNow() >= giveUp)
                return new Forgotten(gone, jobs.Count);
            await Task.Delay(Pause, clock, cancellation);
        }
    }
}
