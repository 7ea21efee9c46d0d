using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ImageGen.Benchmarks;

/// <summary>The programs of <c>Peers</c> under Node, with packages installed from npm for the occasion and gone afterwards.</summary>
internal sealed class NodePeer : IDisposable
{
    public const string BullMq = "bullmq@5.81.5";

    private readonly string _folder = Directory.CreateTempSubdirectory("imagegen-peer-").FullName;

    private NodePeer()
    {
    }

    /// <param name="packages">With their exact versions.</param>
    public static async Task<NodePeer> InstallAsync(params string[] packages)
    {
        var peer = new NodePeer();
        try
        {
            foreach (var script in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Peers")))
                File.Copy(script, Path.Combine(peer._folder, Path.GetFileName(script)));
            using var npm = peer.Run("npm", ["install", .. packages, "--no-audit", "--no-fund", "--silent"]);
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? peer : throw new InvalidOperationException($"npm could not install {string.Join(", ", packages)}.");
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Starts one of the programs.</summary>
    public Process Start(string script, params string[] arguments) => Run("node", [script, .. arguments]);

    /// <summary>The next line of JSON that a program says.</summary>
    public static async Task<JsonElement> NextAsync(Process node)
    {
        var line = await node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peer ended early.");
        using var said = JsonDocument.Parse(line);
        return said.RootElement.Clone();
    }

    /// <summary>Microseconds of time and of CPU that a peer's check of a signature takes.</summary>
    public async Task<(double Time, double Cpu)> CheckSignaturesAsync(ICommandSource commands, SignedBody signed, int checks)
    {
        using var node = Start("signature.mjs", commands.PeerScript, $"{checks}");
        var request = new { body = Encoding.UTF8.GetString(signed.Body), signature = signed.Signature, timestamp = signed.Timestamp, secret = commands.Secret };
        await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        var said = await NextAsync(node);
        await node.WaitForExitAsync();
        return (said.GetProperty("time").GetDouble(), said.GetProperty("cpu").GetDouble());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Process Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NODE_ENV"] = "production";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
