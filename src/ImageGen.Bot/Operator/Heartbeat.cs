using System.Reflection;
using System.Security.Cryptography;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Providers;
using ImageGen.Bot.Worker;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Operator;

/// <summary>Says every few seconds that this process lives and what it works on. Nothing depends on it but the operator's page.</summary>
internal sealed partial class Heartbeat(
    ProcessRegistry registry, RunningJobs running, IEnumerable<CircuitBreaker> circuits, ReplyExecutor replies, Settings settings, TimeProvider clock, ILogger<Heartbeat> logger)
    : BackgroundService
{
    private const int MostListed = 20;

    /// <summary>The list of processes is seen to with every so manieth beat.</summary>
    private const int BeatsPerJoin = 12;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    /// <summary>The program's version.</summary>
    public static string Version { get; } =
        typeof(Heartbeat).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            for (var beat = 0; ; beat++)
            {
                await BeatAsync(isJoining: beat % BeatsPerJoin == 0, stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LeaveAsync();
        }
    }

    private async Task BeatAsync(bool isJoining, CancellationToken cancellation)
    {
        try
        {
            await registry.WriteAsync(Report(), cancellation);
            if (isJoining)
                await registry.JoinAsync(_id, cancellation);
        }
        catch (LedgerUnavailableException)
        {
            // The lane workers report the outage.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(fault);
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await registry.LeaveAsync(_id, CancellationToken.None).WaitAsync(Farewell, clock);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or TimeoutException or ObjectDisposedException)
        {
            // Its record ends by itself.
        }
    }

    private ProcessReport Report()
    {
        var isWorker = settings.Roles.HasFlag(Roles.Worker);
        var now = running.Now;
        return new ProcessReport
        {
            Id = _id,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Version = Version,
            Roles = settings.Roles.ToString().ToLowerInvariant().Split(", "),
            StartedAt = _startedAt,
            SeenAt = clock.GetUtcNow(),
            Lanes = isWorker ? [.. settings.Providers.Select(provider => provider.Name), .. replies.Lanes.Select(lane => lane.Name)] : [],
            Concurrency = isWorker ? settings.WorkerConcurrency : 0,
            RunningCount = now.Count,
            Running = [.. now.Take(MostListed).Select(id => id.Value)],
            OpenCircuits = [.. circuits.Select(Open).OfType<OpenCircuit>()],
        };
    }

    private static OpenCircuit? Open(CircuitBreaker circuit) =>
        circuit.Open is { } open ? new OpenCircuit(circuit.Provider, open.Cause.Text(), open.Until) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The operator's page is not told that this process lives.")]
    private partial void LogFailed(Exception fault);
}
