using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Chat;

/// <summary>A finished picture that its asker can have instead of theirs, while theirs waits to be drawn.</summary>
internal static class NearHitOffer
{
    /// <summary>Whether a job waits for an answer.</summary>
    public static bool IsOpen(ImageJob job) => job is { State: JobState.Pending, CancelRequested: false, NearHit: not null };

    /// <summary>Where the offered picture can be seen; null where there is none, or none but this network can load it.</summary>
    public static Uri? Picture(ImageJob job, IImageStore store) => IsOpen(job) && store.IsPublic ? store.UrlOf(job.NearHit!.Picture) : null;

    /// <summary>Cancels a job for the picture that was offered in its place.</summary>
    /// <returns>The request that the cache answers with that picture; null where the job was not cancelled, and why.</returns>
    public static async Task<(CancelResult Result, ImageJob? Job, ImagineRequest? Request)> TakeAsync(IJobLedger ledger, TenantId tenant, JobId id, CancellationToken cancellation)
    {
        if (await ledger.FindAsync(tenant, id, cancellation) is not { NearHit: { } near } job || await ledger.FindAsync(tenant, near.Job, cancellation) is not { } drawn)
            return (CancelResult.NotFound, null, null);
        // Once it is being drawn it is paid for, and the other would come on top.
        if (!IsOpen(job))
            return (CancelResult.AlreadyFinished, job, null);
        var result = await ledger.CancelAsync(tenant, id, cancellation);
        return (result, job, result is CancelResult.Cancelled or CancelResult.Requested ? Repeat.Of(drawn) : null);
    }
}
