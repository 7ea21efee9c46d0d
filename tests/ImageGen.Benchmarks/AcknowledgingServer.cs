using System.Diagnostics;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Benchmarks;

/// <summary>How commands come.</summary>
/// <param name="Name">For people.</param>
/// <param name="Connections">How many ask without pause, each again once it is answered; 0 where commands come on a schedule.</param>
/// <param name="PerSecond">How many come on a schedule; without one, more than anybody takes.</param>
internal sealed record CommandLoad(string Name, int Connections, int PerSecond);

/// <summary>A process that acknowledges commands: the bot, or its peer.</summary>
internal sealed class AcknowledgingServer : IAsyncDisposable
{
    private readonly ICommandSource _commands;
    private readonly Uri _address;
    private readonly Process _process;
    private readonly Process _redis;
    private readonly HttpLoad _load;
    private readonly IAsyncDisposable? _more;

    private AcknowledgingServer(string name, ICommandSource commands, Uri address, Process process, RedisServer redis, IAsyncDisposable? more = null)
    {
        (Name, _commands, _address, _process, _redis, _more) = (name, commands, address, process, redis.Process, more);
        _load = new HttpLoad(address, commands.IsAcknowledgement);
    }

    public string Name { get; }

    /// <summary>The real bot as a web process, with limits that nobody reaches.</summary>
    public static async Task<AcknowledgingServer> StartBotAsync(ICommandSource commands, RedisServer redis)
    {
        var folder = new TempFolder();
        BotProcess? bot = null;
        try
        {
            bot = await BotProcess.ServeAsync(
                folder,
                [
                    ("Roles", "web"), ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString),
                    ("Quotas__ImagesPerUserPerDay", "1000000000"), ("Quotas__ImagesPerGuildPerDay", "1000000000"), ("Quotas__QueuedPerUser", "1000000"),
                    .. commands.Settings,
                ]);
            await bot.UntilReadyAsync();
            return new AcknowledgingServer("ImageGen.Bot", commands, bot.Address, Process.GetProcessById(bot.Id), redis, new StartedBot(bot, folder));
        }
        catch
        {
            if (bot is not null)
                await bot.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The same in JavaScript, the usual way.</summary>
    public static async Task<AcknowledgingServer> StartPeerAsync(ICommandSource commands, RedisServer redis, NodePeer node)
    {
        var port = BotProcess.FreePort();
        var process = node.Start(commands.PeerScript, $"{port}", $"{redis.Port}", commands.Secret);
        var server = new AcknowledgingServer(commands.PeerName, commands, new Uri($"http://127.0.0.1:{port}"), process, redis);
        try
        {
            await NodePeer.NextAsync(process);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Milliseconds until the first command of its life is acknowledged.</summary>
    public async Task<double> FirstAsync() => (await _load.ClosedAsync([Next()], connections: 1, TimeSpan.MaxValue)).Percentile(1);

    /// <summary>Puts it under load for some time.</summary>
    public async Task<Acknowledgements> MeasureAsync(CommandLoad load, TimeSpan time)
    {
        var requests = ParallelEnumerable.Range(0, (int)(load.PerSecond * time.TotalSeconds)).Select(_ => Next()).ToArray();
        GC.Collect();
        var before = Cpu();
        var latencies = load.Connections == 0 ? await _load.OpenAsync(requests, load.PerSecond) : await _load.ClosedAsync(requests, load.Connections, time);
        var after = Cpu();
        var count = latencies.Sorted.Length;
        return new Acknowledgements(
            latencies.PerSecond, latencies.Percentile(0.5), latencies.Percentile(0.99), latencies.Percentile(0.999),
            (after.Own - before.Own).TotalMilliseconds / count, (after.Redis - before.Redis).TotalMilliseconds / count, (after.Load - before.Load).TotalMilliseconds / count);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_more is not null)
            await _more.DisposeAsync();
    }

    private byte[] Next() => _commands.Post(_address, _commands.Next());

    /// <summary>As the kernel counts it in <c>/proc/PID/stat</c>.</summary>
    private (TimeSpan Own, TimeSpan Redis, TimeSpan Load) Cpu()
    {
        _process.Refresh();
        _redis.Refresh();
        return (_process.TotalProcessorTime, _redis.TotalProcessorTime, Environment.CpuUsage.TotalTime);
    }

    private sealed class StartedBot(BotProcess bot, TempFolder folder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await bot.DisposeAsync();
            folder.Dispose();
        }
    }
}
