using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Worker;

/// <summary>Deletes once an hour what guilds no longer want kept.</summary>
internal sealed partial class RetentionService(RetentionSweep sweep, TimeProvider clock, Random random, ILogger<RetentionService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Spread, so that processes started together do not do the same work at once; the first soon, for those that never run an hour.
        var wait = TimeSpan.FromSeconds(5 + (random.NextDouble() * 25));
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = TimeSpan.FromMinutes(45 + (random.NextDouble() * 30));
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                var deleted = await sweep.RunAsync(stoppingToken);
                if (deleted > 0)
                    LogSwept(deleted);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Jobs} jobs older than their guild keeps them were deleted, pictures included.")]
    private partial void LogSwept(int jobs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What guilds no longer keep could not be deleted; the next sweep tries again.")]
    private partial void LogFailed(Exception fault);
}
