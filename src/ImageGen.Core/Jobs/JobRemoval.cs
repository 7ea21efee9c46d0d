using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

/// <summary>Deletes finished jobs with all that is kept of them: pictures, cache entry, what their prompt was refined to, the job itself.</summary>
/// <param name="ledger">Keeps jobs and cache.</param>
/// <param name="store">Keeps pictures.</param>
/// <param name="refinements">Keeps what prompts were refined to; null where nobody does.</param>
public sealed class JobRemoval(IJobLedger ledger, IImageStore store, IRefinementMemory? refinements = null)
{
    /// <summary>Deletes a finished job.</summary>
    /// <returns>The deleted job; null where the tenant has no finished job of this id.</returns>
    /// <exception cref="GenerationException">The store is away. The job is still there; delete it again.</exception>
    public async Task<ImageJob?> DeleteAsync(TenantId tenant, JobId id, CancellationToken cancellation)
    {
        if (await ledger.FindAsync(tenant, id, cancellation) is not { } job || !job.State.IsFinal())
            return null;

        // The pictures go first: should this be interrupted, the job is still there to find them by. Those of a cached job,
        // or of one that took another's place, belong to the job that had them drawn.
        var own = job.Progress.Assets.Concat(job.Outcome!.Assets).Append(job.Progress.Reference).OfType<ImageAsset>()
            .Where(picture => picture.Key.StartsWith($"{job.Id}/", StringComparison.Ordinal)).DistinctBy(picture => picture.Key).ToList();
        await store.DeleteAsync(own, cancellation);
        if (refinements is not null && job.Progress.Prompt?.MemoryKey is { } key)
            await refinements.ForgetAsync(key, cancellation);
        return await ledger.DeleteAsync(tenant, id, cancellation);
    }
}
