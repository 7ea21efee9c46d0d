using System.Diagnostics;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>What no crash may do: lose a job, draw it twice unmarked, or upset the sums.</summary>
[Collection(Alone.Name)]
public sealed class CrashTests
{
    private const int Jobs = 500;
    private const int Kills = 10;

    [Fact]
    public async Task Sqlite_ProcessKilledTenTimes_CompletesFiveHundredJobsOnce()
    {
        using var folder = new TempFolder();
        (string, string)[] settings = [("Worker__LeaseSeconds", "2"), ("Quotas__ImagesPerGuildPerDay", "500")];

        // One process is all there is on SQLite: it takes the orders, then is killed and started again and again.
        var bot = await BotProcess.ServeAsync(folder, settings);
        var ids = await SubmitAsync(bot);
        for (var kill = 0; kill < Kills; kill++)
        {
            await UntilDrawnAsync(bot, (kill + 1) * Jobs / (Kills + 2));
            await bot.KillAsync();
            await bot.DisposeAsync();
            bot = await BotProcess.ServeAsync(folder, settings);
        }

        await using (bot)
            await AssertAllDrawnOnceAsync(bot, ids);
    }

    [Fact]
    public async Task Redis_WorkerKilledTenTimes_CompletesFiveHundredJobsOnce()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        (string, string)[] settings =
        [
            ("Worker__LeaseSeconds", "2"), ("Quotas__ImagesPerGuildPerDay", "500"),
            ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString),
        ];
        await using var web = await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "web")]);
        var ids = await SubmitAsync(web);
        var worker = await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "worker")]);
        for (var kill = 0; kill < Kills; kill++)
        {
            await UntilDrawnAsync(web, (kill + 1) * Jobs / (Kills + 2));
            await worker.KillAsync();
            await worker.DisposeAsync();
            worker = await BotProcess.ServeAsync(folder, [.. settings, ("Roles", "worker")]);
        }

        await using (worker)
            await AssertAllDrawnOnceAsync(web, ids);
    }

    [Fact]
    public async Task Sigterm_WithJobsRunning_HandsThemBackWithoutWaitingForTheirLease()
    {
        using var folder = new TempFolder();
        (string, string)[] settings = [("Worker__LeaseSeconds", "3600"), ("Worker__ShutdownSeconds", "8"), ("Worker__Concurrency", "2")];
        var bot = await BotProcess.ServeAsync(folder, settings);
        var ids = new List<string>();
        for (var job = 0; job < 20; job++)
            ids.Add((await bot.SubmitAsync(new { prompt = $"a castle to be interrupted, number {job}" })).Text("id")!);
        await UntilDrawnAsync(bot, 2);

        Assert.Equal(0, await bot.TerminateAsync(within: TimeSpan.FromSeconds(11)));
        Assert.DoesNotContain(" a bug", bot.Output, StringComparison.Ordinal);
        await bot.DisposeAsync();

        await using var next = await BotProcess.ServeAsync(folder, settings);
        foreach (var id in ids)
            Assert.Equal("completed", (await next.FinishAsync(id, seconds: 120)).Text("state"));
    }

    [Fact]
    public async Task Redis_GoesAwayAndComesBack_RequestsWaitAndEverythingRecovers()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync(appendfsync: "always");
        await using var bot = await BotProcess.ServeAsync(folder, ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString));
        var before = await bot.SubmitAsync(new { prompt = "a boat before the storm", aspect = "3:1" });
        await bot.FinishAsync(before.Text("id")!);

        await redis.KillAsync();
        await bot.UntilReadyAsync(expected: System.Net.HttpStatusCode.ServiceUnavailable);
        using (var response = await bot.Http.PostAsync("/api/v1/images", new StringContent("""{"prompt":"a boat in the storm"}""", System.Text.Encoding.UTF8, "application/json")))
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }

        await bot.UntilReadyAsync("/healthz/live");
        await redis.RestartAsync();
        await bot.UntilReadyAsync();
        Assert.Equal("completed", (await bot.FindAsync(before.Text("id")!)).Text("state"));
        var after = await bot.SubmitAsync(new { prompt = "a boat after the storm", aspect = "3:1" });
        Assert.Equal("completed", (await bot.FinishAsync(after.Text("id")!)).Text("state"));
    }

    private static async Task<List<string>> SubmitAsync(BotProcess bot)
    {
        var ids = new List<string>();
        foreach (var batch in Enumerable.Range(0, Jobs).Chunk(25))
        {
            var tickets = await Task.WhenAll(batch.Select(job => bot.SubmitAsync(new { prompt = $"a small red boat, number {job}", aspect = "3:1" })));
            ids.AddRange(tickets.Select(ticket => ticket.Text("id")!));
        }

        return ids;
    }

    /// <summary>Waits until so many pictures are settled.</summary>
    private static async Task UntilDrawnAsync(BotProcess bot, int images)
    {
        var giveUp = Stopwatch.StartNew();
        while (await DrawnAsync(bot) < images)
        {
            Assert.True(giveUp.Elapsed.TotalMinutes < 3, $"Only {await DrawnAsync(bot)} of {images} are drawn.\n{bot.Output}");
            await Task.Delay(20);
        }
    }

    private static async Task<long> DrawnAsync(BotProcess bot) => (await UsageAsync(bot)).GetProperty("imagesToday").GetInt64();

    private static async Task<JsonElement> UsageAsync(BotProcess bot) =>
        JsonDocument.Parse(await bot.Http.GetStringAsync("/api/v1/usage")).RootElement;

    private static async Task AssertAllDrawnOnceAsync(BotProcess bot, List<string> ids)
    {
        Assert.Equal(Jobs, ids.Distinct().Count());
        var jobs = new List<JsonElement>();
        foreach (var id in ids)
            jobs.Add(await bot.FinishAsync(id, seconds: 240));

        Assert.All(jobs, job => Assert.Equal("completed", job.Text("state")));
        Assert.Equal(Jobs, jobs.Select(job => job.Items("assets")[0].Text("url")).Distinct().Count());

        // Everything reserved is spent: the quota of 500 is used exactly, by 500 settled pictures.
        var usage = await UsageAsync(bot);
        Assert.Equal(Jobs, usage.GetProperty("imagesToday").GetInt64());
        var limit = usage.Items("limits").Single(limit => limit.Text("name") == "Everyone's pictures today");
        Assert.Equal(Jobs, limit.GetProperty("used").GetInt64());
    }
}
