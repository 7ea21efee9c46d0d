using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Web;

/// <summary>
/// A job as a stream of documents: at once, then whenever it reads differently. A waiting job is looked at every second,
/// because its position changes with other jobs; a running one on a hint, or every few seconds in case one was lost. What
/// has not changed for a while is said again, so that neither side nor a proxy between them takes silence for the end.
/// </summary>
internal sealed class JobEvents(IJobLedger ledger, IJobSignals signals, IImageStore store, ImageProviders providers, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan WaitingInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RunningInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    /// <summary>Watches until the job is done or gone, the reader leaves or the process stops.</summary>
    public async IAsyncEnumerable<SseItem<string>> WatchAsync(TenantId tenant, JobId id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        using var watch = signals.Watch(id);
        string? last = null;
        var said = clock.GetTimestamp();
        while (!ended.IsCancellationRequested)
        {
            ImageJob? job;
            try
            {
                job = await ledger.FindAsync(tenant, id, ended.Token);
            }
            catch (Exception fault) when (fault is LedgerUnavailableException or OperationCanceledException)
            {
                // The reader connects again and is told by a status then.
                yield break;
            }

            if (job is null)
                yield break;
            var document = JsonSerializer.Serialize(JobDocument.From(job, store, providers), WebJson.Default.JobDocument);
            if (document != last || clock.GetElapsedTime(said) > LongestSilence)
            {
                said = clock.GetTimestamp();
                yield return new SseItem<string>(last = document, "job");
            }

            if (job.State.IsFinal())
                yield break;
            await watch.WaitAsync(job.State == JobState.Pending ? WaitingInterval : RunningInterval, ended.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
