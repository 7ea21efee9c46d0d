using ImageGen.Core.Jobs;

namespace ImageGen.Core.Guilds;

/// <summary>
/// Deletes jobs older than their guild's <see cref="GuildRules.RetentionDays"/>, pictures and cache entries included. Any
/// number of processes may do so at once: what one has deleted the others do not find.
/// </summary>
public sealed class RetentionSweep(IGuildDocumentStore store, IJobLedger ledger, JobRemoval removal, TimeProvider clock)
{
    /// <summary>Jobs looked at together.</summary>
    private const int Batch = 100;

    /// <summary>Sweeps once.</summary>
    /// <returns>How many jobs were deleted.</returns>
    /// <exception cref="Images.GenerationException">The picture store is away; the next sweep goes on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var tenant in await store.TenantsAsync(cancellation))
        {
            if (await store.ReadAsync(tenant, null, cancellation) is not { Document.Rules.RetentionDays: { } days })
                continue;
            var before = clock.GetUtcNow().AddDays(-days);
            int found, removed;
            do
            {
                var old = await ledger.FinishedBeforeAsync(tenant, before, Batch, cancellation);
                (found, removed) = (old.Count, 0);
                foreach (var job in old)
                    removed += await removal.DeleteAsync(tenant, job.Id, cancellation) is null ? 0 : 1;
                deleted += removed;
            }
            while (found == Batch && removed > 0);
        }

        return deleted;
    }
}
