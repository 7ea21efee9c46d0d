using System.Diagnostics;
using System.Net.Sockets;
using ImageGen.Bot.Storage;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>Somebody else's S3 server (npm's fauxqs) on a free port: proof that the store does not only please our own fake.</summary>
internal sealed class FauxqsServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly int _port = BotProcess.FreePort();

    private FauxqsServer()
    {
        var program = Repository.Combine("tests/conformance/node_modules/fauxqs/dist/cli.js");
        Assert.True(File.Exists(program), "Run 'npm ci' in tests/conformance, as tests/run.sh does.");
        File.WriteAllText(_folder.Combine("init.json"), """{"buckets":["imagegen"]}""");
        var start = new ProcessStartInfo("node", [program]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FAUXQS_PORT"] = $"{_port}";
        start.Environment["FAUXQS_INIT"] = _folder.Combine("init.json");
        _process = Process.Start(start)!;
        // Read, so that a full pipe never stops it.
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What a store needs to use it. It serves objects to everybody, below the bucket's name.</summary>
    public R2Options Options => new()
    {
        Endpoint = new Uri($"http://127.0.0.1:{_port}"),
        Bucket = "imagegen",
        AccessKeyId = "test",
        SecretAccessKey = "test",
        FirstBackoff = TimeSpan.FromMilliseconds(20),
    };

    public static async Task<FauxqsServer> StartAsync()
    {
        var server = new FauxqsServer();
        var giveUp = Stopwatch.StartNew();
        while (!await AnswersAsync(server._port))
        {
            Assert.True(!server._process.HasExited && giveUp.Elapsed.TotalSeconds < 20, "fauxqs did not start.");
            await Task.Delay(50);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
