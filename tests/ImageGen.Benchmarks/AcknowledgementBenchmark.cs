using System.Diagnostics;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Benchmarks;

/// <summary>
/// Signed commands over HTTP, to the real bot and to what people write under Node, in turn on the same redis-server, until
/// each is acknowledged and its job is queued. Nobody works on the jobs: both processes only take commands.
/// </summary>
internal static class AcknowledgementBenchmark
{
    private const int PerSecond = 200;

    /// <summary>More than either takes at so many connections.</summary>
    private const int MostPerSecond = 9_000;

    /// <summary>Long enough for both just-in-time compilers.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private static readonly (string Name, int Connections)[] Loads = [("1 connection", 1), ("16 connections", 16), ("64 connections", 64), ($"{PerSecond} a second", 0)];

    public static async Task<int> RunAsync(int runs, int seconds)
    {
        await using var redis = await RedisServer.StartAsync(appendfsync: "everysec");
        await using var meter = await ServerMeter.ConnectAsync(redis.ConnectionString);
        using var node = await NodePeer.InstallAsync(NodePeer.BullMq, "express@5.3.0", "discord-interactions@4.4.0", "@slack/bolt@5.1.0");
        Console.WriteLine($"medians of {runs} runs of {seconds} s a load; AOF everysec; {Environment.ProcessorCount} cores, shared with the load generator");
        foreach (var startAsync in new[] { DiscordCommandSource.StartAsync, SlackCommandSource.StartAsync })
        {
            await using var commands = await startAsync();
            var results = await MeasureAsync(commands, redis, meter, node, runs, TimeSpan.FromSeconds(seconds));
            AcknowledgementTable.Print(commands, results);
            await SignatureAsync(commands, node, redis);
        }

        return 0;
    }

    private static async Task<IReadOnlyList<(string Load, Acknowledgements Bot, Acknowledgements Peer)>> MeasureAsync(
        ICommandSource commands, RedisServer redis, ServerMeter meter, NodePeer node, int runs, TimeSpan time)
    {
        List<double>[] first = [[], []];
        for (var run = 0; run < runs; run++)
        {
            await meter.EmptyAsync();
            await using (var bot = await AcknowledgingServer.StartBotAsync(commands, redis))
                first[0].Add(await bot.FirstAsync());
            await using (var peer = await AcknowledgingServer.StartPeerAsync(commands, redis, node))
                first[1].Add(await peer.FirstAsync());
        }

        await using var subject = await AcknowledgingServer.StartBotAsync(commands, redis);
        await using var other = await AcknowledgingServer.StartPeerAsync(commands, redis, node);
        AcknowledgingServer[] servers = [subject, other];
        foreach (var server in servers)
        {
            await meter.EmptyAsync();
            await server.MeasureAsync(Loads[^2].Connections, MostPerSecond * (int)WarmUp.TotalSeconds, WarmUp);
        }

        var results = Loads.Select(_ => servers.Select(_ => new List<Acknowledgements>()).ToArray()).ToArray();
        for (var run = 1; run <= runs; run++)
        {
            for (var server = 0; server < servers.Length; server++)
            {
                await meter.EmptyAsync();
                for (var load = 0; load < Loads.Length; load++)
                {
                    var connections = Loads[load].Connections;
                    var most = (connections == 0 ? PerSecond : connections == 1 ? MostPerSecond / 3 : MostPerSecond) * (int)time.TotalSeconds;
                    results[load][server].Add(await servers[server].MeasureAsync(connections, most, time, PerSecond));
                    Console.WriteLine($"run {run}: {servers[server].Name,-14} {Loads[load].Name,-15} {results[load][server][^1]}");
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{commands.Name}: first acknowledgement after start, ms: {subject.Name} {Median(first[0]):N0}, {other.Name} {Median(first[1]):N0}");
        return [.. Loads.Select((load, index) => (load.Name, Acknowledgements.Median(results[index][0]), Acknowledgements.Median(results[index][1])))];
    }

    /// <summary>What no implementation can do without: the check of a signature, and a round trip to Redis.</summary>
    private static async Task SignatureAsync(ICommandSource commands, NodePeer node, RedisServer redis)
    {
        const int checks = 5_000;
        var signed = commands.Next();
        var check = commands.Checker();
        var own = await MicrosecondsAsync(checks, () => Task.FromResult(check(signed)));
        var peer = await node.CheckSignaturesAsync(commands, signed, checks);
        await using var connection = new RedisConnection(new RedisOptions { ConnectionString = redis.ConnectionString });
        var trip = await MicrosecondsAsync(checks, async () => (string?)await connection.AskAsync("PING") == "PONG");
        Console.WriteLine($"signature check alone, µs: ImageGen.Bot {own:N0}, {commands.PeerName} {peer.Time:N0} ({peer.Cpu:N0} of CPU); a round trip to Redis, µs: {trip:N0}");
        Console.WriteLine();
    }

    private static async Task<double> MicrosecondsAsync(int times, Func<Task<bool>> actAsync)
    {
        long began = 0;
        // The first half warms up.
        for (var at = 0; at < 2 * times; at++)
        {
            if (at == times)
                began = Stopwatch.GetTimestamp();
            if (!await actAsync())
                throw new InvalidOperationException("A right signature was refused, or Redis did not answer.");
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / times;
    }

    private static double Median(List<double> runs) => runs.Order().ElementAt(runs.Count / 2);
}
