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
    private static readonly CommandLoad[] Loads =
        [new("1 connection", 1, 4_000), new("16 connections", 16, 8_000), new("64 connections", 64, 8_000), new("200 a second", 0, 200)];

    /// <summary>Long enough for both just-in-time compilers, at connections that leave them something of a core.</summary>
    private static readonly (CommandLoad Load, TimeSpan Time) WarmUp = (new("warm-up", 4, 5_000), TimeSpan.FromSeconds(8));

    public static async Task<int> RunAsync(int runs, int seconds)
    {
        await using var redis = await RedisServer.StartAsync(appendfsync: "everysec");
        await using var meter = await ServerMeter.ConnectAsync(redis.ConnectionString);
        using var node = await NodePeer.InstallAsync(NodePeer.BullMq, "express@5.3.0", "discord-interactions@4.4.0", "@slack/bolt@5.1.0");
        Console.WriteLine($"medians of {runs} runs of {seconds} s a load; AOF everysec; {Environment.ProcessorCount} cores, shared with the load generator");
        try
        {
            foreach (var startAsync in new[] { DiscordCommandSource.StartAsync, SlackCommandSource.StartAsync })
            {
                await using var commands = await startAsync();
                AcknowledgementTable.Print(commands, await MeasureAsync(commands, redis, meter, node, runs, TimeSpan.FromSeconds(seconds)));
                await PrintFloorAsync(commands, node, redis);
            }

            return 0;
        }
        catch (InvalidDataException wrong)
        {
            Console.WriteLine(wrong.Message);
            return 1;
        }
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
            await server.MeasureAsync(WarmUp.Load, WarmUp.Time);
        }

        var results = Loads.Select(_ => servers.Select(_ => new List<Acknowledgements>()).ToArray()).ToArray();
        for (var run = 1; run <= runs; run++)
        {
            for (var server = 0; server < servers.Length; server++)
            {
                await meter.EmptyAsync();
                for (var load = 0; load < Loads.Length; load++)
                {
                    results[load][server].Add(await servers[server].MeasureAsync(Loads[load], time));
                    Console.WriteLine($"run {run}: {servers[server].Name,-14} {Loads[load].Name,-15} {results[load][server][^1]}");
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{commands.Name}: first acknowledgement after start, ms: {subject.Name} {Median(first[0]):N0}, {other.Name} {Median(first[1]):N0}");
        return [.. Loads.Select((load, index) => (load.Name, Acknowledgements.Median(results[index][0]), Acknowledgements.Median(results[index][1])))];
    }

    /// <summary>What no implementation can do without: the check of a signature, and a round trip to Redis.</summary>
    private static async Task PrintFloorAsync(ICommandSource commands, NodePeer node, RedisServer redis)
    {
        const int times = 5_000;
        var signed = commands.Next();
        var check = commands.Checker();
        var own = await MicrosecondsAsync(times, () => Task.FromResult(check(signed)));
        var peers = await node.CheckSignaturesAsync(commands, signed, times);
        await using var connection = new RedisConnection(new RedisOptions { ConnectionString = redis.ConnectionString });
        var trip = await MicrosecondsAsync(times, async () => (string?)await connection.AskAsync("PING") == "PONG");
        Console.WriteLine($"the signature's check alone, µs of CPU: ImageGen.Bot {own.Cpu:N0}, {commands.PeerName} {peers.Cpu:N0}; a round trip to Redis, µs: {trip.Time:N0}");
        Console.WriteLine();
    }

    private static async Task<(double Time, double Cpu)> MicrosecondsAsync(int times, Func<Task<bool>> succeedsAsync)
    {
        await RepeatAsync();
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await RepeatAsync();
        return (Stopwatch.GetElapsedTime(began).TotalMicroseconds / times, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / times);

        async Task RepeatAsync()
        {
            for (var at = 0; at < times; at++)
            {
                if (!await succeedsAsync())
                    throw new InvalidDataException("A right signature was refused, or Redis did not answer.");
            }
        }
    }

    private static double Median(List<double> runs) => runs.Order().ElementAt(runs.Count / 2);
}
