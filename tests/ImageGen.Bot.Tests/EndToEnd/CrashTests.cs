using System.Diagnostics;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>Stopped while it works, and without its ledger for a while. <c>Faults/SoakTests</c> has what holds where processes are killed.</summary>
[Collection(Alone.Name)]
public sealed class CrashTests
{
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
}
