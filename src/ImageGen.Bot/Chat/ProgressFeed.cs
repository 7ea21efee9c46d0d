using System.Collections.Concurrent;
using System.Diagnostics;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>How a platform shows where an unfinished job is.</summary>
internal interface IProgressDisplay
{
    /// <summary>The <see cref="ConversationRef.Platform"/> whose jobs it shows.</summary>
    string Platform { get; }

    /// <summary>The present state in words; it is shown again only when this changes.</summary>
    string Describe(ImageJob job);

    /// <summary>Whether there is still a way to show it.</summary>
    bool CanShow(ImageJob job);

    /// <summary>Shows it. Nothing hangs on its success.</summary>
    Task ShowAsync(ImageJob job, CancellationToken cancellation);

    /// <summary>
    /// Shows the outcome again: a show may have reached the platform after the reply did, and covered it.
    /// </summary>
    Task RestoreAsync(ImageJob job, CancellationToken cancellation);
}

/// <summary>
/// Shows people where their jobs are while they wait: position and stage, at a bounded rate. A courtesy and no more: it
/// lives in the process that took the command, follows so many jobs at once and no others, and dies with it, while the
/// outcome comes from the reply lane whatever happens here.
/// </summary>
internal sealed partial class ProgressFeed(
    IJobLedger ledger,
    IJobSignals signals,
    IEnumerable<IProgressDisplay> displays,
    TimeProvider clock,
    ILogger<ProgressFeed> logger) : IHostedService, IDisposable
{
    /// <summary>Most jobs followed at once: with an edit every three seconds each, well below any platform's limit.</summary>
    private const int MaxFollowed = 100;

    /// <summary>A picture that is there by then needs no progress.</summary>
    private static readonly TimeSpan FirstShow = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, IProgressDisplay> _byPlatform = displays.ToDictionary(display => display.Platform);
    private readonly ConcurrentDictionary<JobId, Task> _followed = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Follows a job to its end, unless there are too many already. Returns at once.</summary>
    public void Follow(ImageJob job)
    {
        if (job.State.IsFinal() || _followed.Count >= MaxFollowed || _stopping.IsCancellationRequested
            || !_byPlatform.TryGetValue(job.Order.Conversation.Platform, out var display))
            return;

        // There before it runs, so that the end of a short one finds itself there to be taken away.
        var follow = new Task<Task>(() => FollowAsync(job, display));
        if (_followed.TryAdd(job.Id, follow.Unwrap()))
            follow.Start(TaskScheduler.Default);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_followed.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task FollowAsync(ImageJob job, IProgressDisplay display)
    {
        // Its job's trace, not what happened to be going on where the following began.
        Activity.Current = null;
        using var span = Telemetry.Continue(job, $"progress {display.Platform}");
        try
        {
            using var watch = signals.Watch(job.Id);
            await UntilAsync(watch, job, FirstShow);
            string? shown = null;
            while (display.CanShow(job) && await FindAsync(job) is { } now && !now.State.IsFinal())
            {
                if (display.Describe(now) is var text && text != shown)
                {
                    await display.ShowAsync(now, _stopping.Token);
                    shown = text;
                    if (await FindAsync(job) is { } after && after.State.IsFinal())
                    {
                        await display.RestoreAsync(after, _stopping.Token);
                        return;
                    }
                }

                await Task.Delay(Interval, clock, _stopping.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or LedgerUnavailableException)
        {
            // The reply lane tells the outcome.
        }
        catch (Exception fault)
        {
            LogFault(fault, job.Id, display.Platform);
        }
        finally
        {
            _followed.TryRemove(job.Id, out _);
        }
    }

    /// <summary>Waits for the job to end, or for the time to pass.</summary>
    private async Task UntilAsync(IJobWatch watch, ImageJob job, TimeSpan patience)
    {
        var until = clock.GetUtcNow() + patience;
        while (until - clock.GetUtcNow() is { Ticks: > 0 } left && await FindAsync(job) is { } now && !now.State.IsFinal())
            await watch.WaitAsync(left, _stopping.Token);
    }

    private Task<ImageJob?> FindAsync(ImageJob job) => ledger.FindAsync(job.Order.Tenant, job.Id, _stopping.Token);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: its progress on {Platform} could not be shown.")]
    private partial void LogFault(Exception fault, JobId job, string platform);
}
