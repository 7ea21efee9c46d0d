using System.Diagnostics;
using System.Text.Json;

namespace ImageGen.Benchmarks;

/// <summary>BullMQ under Node, installed for the occasion and gone afterwards.</summary>
internal sealed class BullMqPeer : IAsyncDisposable
{
    private const string Package = "bullmq@5.81.5";

    private readonly string _folder;
    private readonly int _port;

    private BullMqPeer(string folder, int port) => (_folder, _port) = (folder, port);

    public static async Task<BullMqPeer> InstallAsync(int port)
    {
        var peer = new BullMqPeer(Directory.CreateTempSubdirectory("imagegen-bullmq-").FullName, port);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Peers", "bullmq.mjs"), Path.Combine(peer._folder, "bullmq.mjs"));
        using var npm = peer.Start("npm", "install", Package, "--no-audit", "--no-fund", "--silent");
        await npm.WaitForExitAsync();
        return npm.ExitCode == 0 ? peer : throw new InvalidOperationException($"npm could not install {Package}.");
    }

    public async Task<Measurement> MeasureAsync(ServerMeter meter, int jobs)
    {
        using var node = Start("node", "bullmq.mjs", $"{_port}", $"{jobs}", LedgerLoad.Prompt);
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

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = _folder,
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    }) ?? throw new InvalidOperationException($"{program} did not start.");

    private static async Task<(double Seconds, double Cpu)> NextAsync(Process node)
    {
        var line = await node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peer ended early.");
        using var said = JsonDocument.Parse(line);
        return (said.RootElement.GetProperty("seconds").GetDouble(), said.RootElement.GetProperty("cpu").GetDouble());
    }
}
