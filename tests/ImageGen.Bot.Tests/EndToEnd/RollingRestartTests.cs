using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>An upgrade under load: each process is replaced by its successor while people go on ordering.</summary>
[Collection(Alone.Name)]
public sealed class RollingRestartTests
{
    private const int Clients = 4;

    [Fact]
    public async Task Redis_WebAndWorkerReplacedTwiceUnderLoad_LosesNothingAndDrawsNothingTwice()
    {
        await BeginWithinADayAsync(TimeSpan.FromMinutes(3));
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        (string, string)[] settings = [("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString), ("Worker__LeaseSeconds", "600"), ("Worker__ShutdownSeconds", "8")];
        var (web, worker) = (await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "web")]), await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "worker")]));

        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => OrderAsync(client, () => Volatile.Read(ref web), stop.Token)));
        for (var round = 0; round < 2; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            var (oldWeb, oldWorker) = (web, worker);
            Volatile.Write(ref web, await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "web")]));
            worker = await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "worker")]);
            // The lease is of ten minutes: what the old worker does not finish in time it must hand back.
            var exits = await Task.WhenAll(oldWeb.TerminateAsync(TimeSpan.FromSeconds(20)), oldWorker.TerminateAsync(TimeSpan.FromSeconds(20)));
            Assert.Equal([0, 0], exits);
            await oldWeb.DisposeAsync();
            await oldWorker.DisposeAsync();
        }

        await stop.CancelAsync();
        var ids = (await load).SelectMany(orders => orders).ToList();
        await using var lastWeb = web;
        await using var lastWorker = worker;
        Assert.True(ids.Count > 2 * Clients, $"Only {ids.Count} orders were taken.");
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var jobs = new List<JsonElement>();
        foreach (var id in ids)
            jobs.Add(await lastWeb.FinishAsync(id, seconds: 120));
        Assert.All(jobs, job => Assert.Equal("completed", job.Text("state")));
        Assert.Equal(ids.Count, jobs.Select(job => job.Items("assets")[0].Text("url")).Distinct().Count());
        var usage = await lastWeb.Http.GetFromJsonAsync<JsonElement>("/api/v1/usage", TestContext.Current.CancellationToken);
        Assert.Equal(ids.Count, usage.GetProperty("imagesToday").GetInt64());
    }

    /// <summary>Waits for midnight where it is so near that what is drawn today would be of two days.</summary>
    private static Task BeginWithinADayAsync(TimeSpan duration)
    {
        var left = TimeSpan.FromDays(1) - TimeProvider.System.GetUtcNow().TimeOfDay;
        return left < duration ? Task.Delay(left + TimeSpan.FromSeconds(1)) : Task.CompletedTask;
    }

    /// <summary>One who orders all the time, and again under the same key where no answer comes.</summary>
    private static async Task<List<string>> OrderAsync(int client, Func<BotProcess> web, CancellationToken stop)
    {
        var ids = new List<string>();
        for (var order = 0; !stop.IsCancellationRequested; order++)
        {
            ids.Add(await OrderAsync($"{client}-{order}", web));
            await Task.Delay(50, CancellationToken.None);
        }

        return ids;
    }

    private static async Task<string> OrderAsync(string key, Func<BotProcess> web)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web().Address, "/api/v1/images"))
                {
                    Headers = { { "Idempotency-Key", key } },
                    Content = JsonContent.Create(new { prompt = $"a small red boat, number {key}", aspect = "3:1" }),
                };
                using var response = await web().Http.SendAsync(request);
                if (response.IsSuccessStatusCode)
                    return (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("id")!;
            }
            catch (Exception fault) when (fault is HttpRequestException or ObjectDisposedException or TaskCanceledException)
            {
                // It stops just now; its successor takes the order.
            }

            Assert.True(patience.Elapsed.TotalSeconds < 30, $"Order {key} was never taken.");
            await Task.Delay(20);
        }
    }
}
