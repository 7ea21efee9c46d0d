using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>
/// A real redis-server of the test's own, on a free port and an empty directory, that can be killed and started again.
/// Where redis-server is not installed the test fails: nothing is skipped.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("imagegen-redis-").FullName;
    private readonly string? _password;
    private readonly string? _appendfsync;
    private Process? _process;

    private RedisServer(int port, string? password, string? appendfsync)
    {
        Port = port;
        _password = password;
        _appendfsync = appendfsync;
    }

    /// <summary>The port, the same after a restart.</summary>
    public int Port { get; }

    /// <summary>What to connect with, the password included.</summary>
    public string ConnectionString => _password is null ? $"127.0.0.1:{Port}" : $"127.0.0.1:{Port},password={_password}";

    /// <summary>The server's process while it runs; measured by the benchmarks.</summary>
    public Process Process => _process ?? throw new InvalidOperationException("redis-server is not running.");

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="password">What clients must know; null for no password.</param>
    /// <param name="appendfsync"><c>always</c> where a test kills the server and counts what survives; null where it keeps nothing.</param>
    public static async Task<RedisServer> StartAsync(string? password = null, string? appendfsync = "everysec")
    {
        // Another process may take the port between finding it and using it, so try a few.
        for (var attempt = 1; ; attempt++)
        {
            var server = new RedisServer(BotProcess.FreePort(), password, appendfsync);
            try
            {
                await server.RunAsync();
                return server;
            }
            catch (Exception fault)
            {
                await server.DisposeAsync();
                if (attempt == 3 || fault is not InvalidOperationException)
                    throw;
            }
        }
    }

    /// <summary>Has the server do something, such as <c>CONFIG SET maxmemory 1</c>, and expects that it does.</summary>
    /// <returns>The first line of its answer.</returns>
    public async Task<string> TellAsync(string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), patience.Token);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadLineAsync(patience.Token) ?? "";
        return answer is ['-', ..] or "" ? throw new InvalidOperationException($"redis-server answers {command} with '{answer}'.") : answer;
    }

    /// <summary>Makes this server a replica, and waits until it has what the other has.</summary>
    public async Task FollowAsync(RedisServer primary)
    {
        await TellAsync($"REPLICAOF 127.0.0.1 {primary.Port}");
        await primary.TellAsync("CONFIG SET repl-diskless-sync-delay 0");
        while (await primary.TellAsync("WAIT 1 1000") != ":1")
            await Task.Delay(10);
    }

    /// <summary>Kills the server as a power failure would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is not { } running)
            return;
        _process = null;
        using (running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    /// <summary>Starts it again, killing it first where it runs, on the same port and with what is on its disk.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await RunAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync()
    {
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory, "--logfile", Path.Combine(_directory, "redis.log"),
            "--save", "",
            .. _appendfsync is null ? Array.Empty<string>() : ["--appendonly", "yes", "--appendfsync", _appendfsync],
            .. _password is null ? Array.Empty<string>() : ["--requirepass", _password],
        ];
        try
        {
            _process = Process.Start(new ProcessStartInfo("redis-server", arguments)
            {
                // Not ours to inherit: a server that outlives a killed test run would hold the run's output open.
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception fault)
        {
            throw new FileNotFoundException("These tests need redis-server on the PATH: apt-get install redis-server.", fault);
        }

        using var patience = new CancellationTokenSource(Patience);
        while (!await AnswersAsync(patience.Token))
        {
            if (Process.HasExited || patience.IsCancellationRequested)
                throw new InvalidOperationException($"redis-server did not start on port {Port}: {await LogAsync()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Speaks the protocol by hand, so that no client library's retries hide when the server is up.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellation);
            await using var stream = client.GetStream();
            var hello = _password is null ? "PING\r\n" : $"AUTH {_password}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(hello), cancellation);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, cancellation) == 1 && answer[0] == '+' && !Process.HasExited;
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<string> LogAsync()
    {
        var log = Path.Combine(_directory, "redis.log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "it wrote no log.";
    }
}
