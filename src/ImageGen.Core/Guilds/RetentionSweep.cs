using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Guilds;

/// <summary>
/// Deletes jobs older than their guild's <see cref="GuildRules.RetentionDays"/>, pictures and cache entries included. Any
/// number of processes may do so at once: what one has deleted the others do not find. One job or guild that makes trouble
/// does not keep the others from their turn.
/// </summary>
public sealed partial class RetentionSweep(IGuildDocumentStore store, IJobLedger ledger, JobRemoval removal, TimeProvider clock, ILogger<RetentionSweep> logger)
{
    /// <summary>Jobs looked at together.</summary>
    private const int Batch = 100;

    /// <summary>Sweeps once.</summary>
    /// <returns>How many jobs were deleted.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger is away.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var tenant in await store.TenantsAsync(cancellation))
        {
            try
            {
                if (await store.ReadAsync(tenant, null, cancellation) is { Document.Rules.RetentionDays: { } days })
                    deleted += await DeleteAsync(tenant, clock.GetUtcNow().AddDays(-days), cancellation);
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or LedgerUnavailableException))
            {
                LogGuildFailed(fault, tenant);
            }
        }

        return deleted;
    }

    private async Task<int> DeleteAsync(TenantId tenant, DateTimeOffset before, CancellationToken cancellation)
    {
        var (deleted, removed, found) = (0, 0, 0);
        do
        {
            var old = await ledger.FinishedBeforeAsync(tenant, before, Batch, cancellation);
            (found, removed) = (old.Count, 0);
            foreach (var job in old)
                removed += await TryDeleteAsync(tenant, job.Id, cancellation) ? 1 : 0;
            deleted += removed;
        }
        while (found == Batch && removed > 0);
        return deleted;
    }

    private async Task<bool> TryDeleteAsync(TenantId tenant, JobId job, CancellationToken cancellation)
    {
        try
        {
            return await removal.DeleteAsync(tenant, job, cancellation) is not null;
        }
        catch (GenerationException fault)
        {
            LogJobFailed(fault, job);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guild {Tenant}: what it no longer keeps cannot be deleted now; the next sweep tries again.")]
    private partial void LogGuildFailed(Exception fault, TenantId tenant);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} cannot be deleted now; the next sweep tries again.")]
    private partial void LogJobFailed(Exception fault, JobId job);
}
