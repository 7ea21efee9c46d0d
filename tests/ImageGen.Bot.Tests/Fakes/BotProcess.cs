using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>
/// The real program in a process of its own, on a free port with a folder of its own: what a user starts, and what a
/// test can kill.
/// </summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ImageGen.Bot.dll");
    private static int _lastPort = RandomNumberGenerator.GetInt32(22_000);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private BotProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    public bool HasExited => _process.HasExited;

    /// <summary>Starts the bot and waits until it answers.</summary>
    /// <param name="folder">Its working folder; data is below it.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    public static Task<BotProcess> ServeAsync(TempFolder folder, params (string Key, string Value)[] settings) => AnsweringAsync(Start(folder, FreePort(), settings));

    /// <summary>Starts what is to serve at this address, and waits until it answers.</summary>
    public static Task<BotProcess> ServeAsync(ProcessStartInfo start, Uri address) => AnsweringAsync(new BotProcess(Process.Start(start)!, address));

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(TempFolder folder, string[] arguments, params (string Key, string Value)[] settings)
    {
        using var process = Process.Start(StartInfo(folder, arguments, settings))!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>
    /// A port that nobody listens at, below those that the kernel gives to outgoing connections: so none of them has taken
    /// it where a process that was killed starts again. Each is given once, to whoever is to listen there.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = 10_000 + (int)((uint)Interlocked.Increment(ref _lastPort) % 22_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an orchestrator stops it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan within)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Orders pictures that must be accepted.</summary>
    public async Task<JsonElement> SubmitAsync(object body)
    {
        using var response = await Http.PostAsJsonAsync("/api/v1/images", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> FindAsync(string id) => await Http.GetFromJsonAsync<JsonElement>($"/api/v1/images/{id}");

    /// <summary>Waits until the job has its outcome.</summary>
    public async Task<JsonElement> FinishAsync(string id, int seconds = 60)
    {
        var giveUp = Stopwatch.StartNew();
        while (true)
        {
            var job = await FindAsync(id);
            if (job.Text("stage") == "done")
                return job;
            Assert.True(giveUp.Elapsed.TotalSeconds < seconds, $"Job {id} is still {job}.\n{Output}");
            await Task.Delay(50);
        }
    }

    public async Task UntilReadyAsync(string path = "/healthz/ready", HttpStatusCode expected = HttpStatusCode.OK, int seconds = 30)
    {
        var giveUp = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await Http.GetAsync(path);
                if (response.StatusCode == expected)
                    return;
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited, $"The bot ended with {(_process.HasExited ? _process.ExitCode : 0)}:\n{Output}");
            }

            Assert.True(giveUp.Elapsed.TotalSeconds < seconds, $"{path} never answered {expected}.\n{Output}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private static async Task<BotProcess> AnsweringAsync(BotProcess bot)
    {
        try
        {
            await bot.UntilReadyAsync("/healthz/live");
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    private static BotProcess Start(TempFolder folder, int port, (string, string)[] settings)
    {
        var address = $"http://localhost:{port}";
        return new BotProcess(Process.Start(StartInfo(folder, [], [("ASPNETCORE_URLS", address), .. settings]))!, new Uri(address));
    }

    private static ProcessStartInfo StartInfo(TempFolder folder, string[] arguments, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return start;
    }

    private void Note(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imagegen-test-").FullName;

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class JsonReading
{
    public static string? Text(this JsonElement json, string property) => json.GetProperty(property).GetString();

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string property) => [.. json.GetProperty(property).EnumerateArray()];
}
