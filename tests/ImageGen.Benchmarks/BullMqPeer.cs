using System.Diagnostics;

namespace ImageGen.Benchmarks;

/// <summary>BullMQ's add and process, on the ledger's redis-server.</summary>
internal sealed class BullMqPeer : IAsyncDisposable
{
    private readonly NodePeer _node;
    private readonly int _port;

    private BullMqPeer(NodePeer node, int port) => (_node, _port) = (node, port);

    public static async Task<BullMqPeer> InstallAsync(int port) => new(await NodePeer.InstallAsync(NodePeer.BullMq), port);

    public async Task<Measurement> MeasureAsync(ServerMeter meter, int jobs, int workers)
    {
        using var node = Start(jobs, workers);
        var ready = await NextAsync(node);
        var before = await meter.ReadAsync();
        await node.StandardInput.WriteLineAsync("add");
        var added = await NextAsync(node);
        await node.StandardInput.WriteLineAsync("drain");
        var drained = await NextAsync(node);
        var use = ServerMeter.Between(before, await meter.ReadAsync(), jobs);
        await node.StandardInput.WriteLineAsync("end");
        await node.WaitForExitAsync();
        return new Measurement(jobs / added.Seconds, jobs / drained.Seconds, use, (drained.Cpu - ready.Cpu) * 1000 / jobs);
    }

    /// <summary>Milliseconds from the call that adds a job to its work, the worker waiting.</summary>
    public async Task<IReadOnlyList<double>> IdleStartsAsync(int jobs)
    {
        using var node = Start(jobs, workers: 16);
        await NodePeer.NextAsync(node);
        await node.StandardInput.WriteLineAsync("idle");
        var said = await NodePeer.NextAsync(node);
        await node.StandardInput.WriteLineAsync("end");
        await node.WaitForExitAsync();
        return [.. said.GetProperty("waits").EnumerateArray().Select(wait => wait.GetDouble())];
    }

    public ValueTask DisposeAsync()
    {
        _node.Dispose();
        return ValueTask.CompletedTask;
    }

    private Process Start(int jobs, int workers)
    {
        var (order, outcome) = LedgerLoad.Documents;
        return _node.Start("bullmq.mjs", $"{_port}", $"{jobs}", $"{workers}", order, outcome);
    }

    private static async Task<(double Seconds, double Cpu)> NextAsync(Process node)
    {
        var said = await NodePeer.NextAsync(node);
        return (said.GetProperty("seconds").GetDouble(), said.GetProperty("cpu").GetDouble());
    }
}
