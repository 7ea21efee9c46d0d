using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace ImageGen.Benchmarks;

/// <summary>
/// The resident memory of the real bot, in a process of its own, while a provider sends it many large pictures at once:
/// each passes through to the disk, so it must not grow by their size.
/// </summary>
internal static class MemoryBenchmark
{
    /// <summary>What 32 jobs with 8 MB each may take above idle.</summary>
    private const double MostMegabytes = 250;

    public static async Task<int> RunAsync(int jobs, int megabytes)
    {
        await using var provider = new LargePictures(jobs, megabytes);
        await provider.StartAsync();
        var folder = Directory.CreateTempSubdirectory("imagegen-memory-");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var bot = Process.Start(StartInfo(folder.FullName, address, provider.Address, jobs))!;
        // Its log is read and left: a full pipe would hold it up.
        bot.BeginOutputReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = address };
            await UntilReadyAsync(http, bot);
            await Task.Delay(TimeSpan.FromSeconds(3));
            var idle = Resident(bot, "VmRSS");

            var clock = Stopwatch.StartNew();
            var ids = await Task.WhenAll(Enumerable.Range(0, jobs).Select(job => SubmitAsync(http, job)));
            foreach (var id in ids)
                await FinishAsync(http, id);

            var (peak, above) = (Resident(bot, "VmHWM"), Resident(bot, "VmHWM") - idle);
            Console.WriteLine($"{jobs} jobs at once, {megabytes} MB each, in {clock.Elapsed.TotalSeconds:N1} s; {Environment.ProcessorCount} cores");
            Console.WriteLine($"idle        {idle,8:N0} MB");
            Console.WriteLine($"peak        {peak,8:N0} MB");
            Console.WriteLine($"difference  {above,8:N0} MB (at most {MostMegabytes:N0})");
            return above <= MostMegabytes ? 0 : 1;
        }
        finally
        {
            bot.Kill();
            await bot.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo StartInfo(string folder, Uri address, Uri provider, int jobs)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ImageGen.Bot.dll")]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        (string Key, string Value)[] settings =
        [
            ("ASPNETCORE_URLS", address.AbsoluteUri),
            ("Providers__gpt__Kind", "OpenAI"),
            ("Providers__gpt__Endpoint", new Uri(provider, "/v1").AbsoluteUri),
            ("Providers__gpt__Model", "gpt-image-2.6-flare"),
            ("Quotas__BudgetUsdPerGuildPerMonth", "1000"),
            ("Worker__Concurrency", jobs.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return start;
    }

    private static async Task<string> SubmitAsync(HttpClient http, int job)
    {
        using var response = await http.PostAsJsonAsync("/api/v1/images", new { prompt = $"a large picture, number {job}" });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task FinishAsync(HttpClient http, string id)
    {
        while (true)
        {
            var job = await http.GetFromJsonAsync<JsonElement>($"/api/v1/images/{id}");
            if (job.GetProperty("stage").GetString() != "done")
                await Task.Delay(50);
            else if (job.GetProperty("state").GetString() == "completed")
                return;
            else
                throw new InvalidOperationException($"A job failed: {job.GetProperty("error")}");
        }
    }

    private static async Task UntilReadyAsync(HttpClient http, Process bot)
    {
        while (!bot.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("The bot ended.");
    }

    /// <summary>Megabytes, as the kernel counts them: <c>VmRSS</c> is now, <c>VmHWM</c> the most there ever was.</summary>
    private static double Resident(Process process, string what)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(what + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
