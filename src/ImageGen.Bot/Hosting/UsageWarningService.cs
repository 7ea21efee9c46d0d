using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Hosting;

/// <summary>Runs <see cref="UsageWarnings"/> with the host.</summary>
internal sealed class UsageWarningService(UsageWarnings warnings) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => warnings.RunAsync(stoppingToken);
}
