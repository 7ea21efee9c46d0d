using System.Collections.Concurrent;
using System.Diagnostics;
using ImageGen.Core;

namespace ImageGen.Bot.Chat;

/// <summary>
/// What is left to do once a chat platform has its answer, such as uploading a page of pictures. It is lost with the
/// process, so nothing that must happen is done here: that is what the ledger and its lanes are for.
/// </summary>
internal sealed partial class Afterwork(ILogger<Afterwork> logger) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Starts some work and returns at once.</summary>
    public void Start(Func<CancellationToken, Task> work)
    {
        var request = Activity.Current is { Recorded: true } span ? span.Context : (ActivityContext?)null;
        var task = Task.Run(() => RunAsync(work, request));
        _running.TryAdd(task, true);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Func<CancellationToken, Task> work, ActivityContext? request)
    {
        // The request's span ends with its answer; what comes after has one of its own in the same trace.
        Activity.Current = null;
        using var span = request is { } parent ? Telemetry.Source.StartActivity("afterwork", ActivityKind.Internal, parent) : null;
        try
        {
            await work(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was to be done after an answer to chat failed.")]
    private partial void LogFault(Exception fault);
}
