using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>The whole bot with a provider that counts what it draws, while something around it is at fault.</summary>
internal sealed class FaultBed : IAsyncDisposable
{
    /// <summary>What each picture costs.</summary>
    public static readonly Usd Price = new(40_000);

    private readonly List<LocalBot> _bots = [];
    private readonly (string, string)[] _settings;

    private FaultBed((string, string)[] settings) => _settings = settings;

    public TempFolder Folder { get; } = new();

    public ShiftedClock Clock { get; } = ShiftedClock.AtNoon();

    public RecordedLog Log { get; } = new();

    /// <summary>A provider that charges, so that a call nobody saw the end of counts.</summary>
    public ScriptedGenerator Generator { get; } = new("scripted")
    {
        Price = Price,
        Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, MaxPricePerImage = static _ => Price },
    };

    public LocalBot Bot => _bots[0];

    /// <summary>What is logged that somebody should look at.</summary>
    private string Told => string.Join('\n', Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)).TakeLast(30));

    public static async Task<FaultBed> StartAsync(params (string, string)[] settings)
    {
        var bed = new FaultBed(settings);
        await bed.AddBotAsync(bed.Clock);
        return bed;
    }

    /// <summary>A bed on a Redis.</summary>
    public static Task<FaultBed> OnRedisAsync(string connection, params (string, string)[] settings) =>
        StartAsync([("State:Provider", "Redis"), ("State:Redis:ConnectionString", connection), ("Worker:LeaseSeconds", "6"), .. settings]);

    /// <summary>Starts one more bot, with the same data and a clock of its own.</summary>
    public async Task<LocalBot> AddBotAsync(TimeProvider clock, params (string, string)[] settings)
    {
        var bot = await LocalBot.StartAsync(Folder, [.. _settings, .. settings], Generator, clock, services => services.AddSingleton(Log.Provider));
        _bots.Add(bot);
        return bot;
    }

    public Task<HttpResponseMessage> OrderAsync(string prompt) => Bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt });

    /// <summary>Orders a picture that must be accepted.</summary>
    public async Task<string> AdmitAsync(string prompt)
    {
        using var response = await OrderAsync(prompt);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Text("id")!;
    }

    /// <summary>Orders pictures until one is accepted.</summary>
    /// <returns>Its id, and how many were refused before it, each with 503 and a time to come back.</returns>
    public async Task<(string Id, int Refused)> InsistAsync(string prompt, int seconds = 30)
    {
        var giveUp = Stopwatch.StartNew();
        for (var refused = 0; ; refused++)
        {
            using var response = await OrderAsync(prompt);
            if (response.IsSuccessStatusCode)
                return ((await response.Content.ReadFromJsonAsync<JsonElement>()).Text("id")!, refused);
            await AssertUnavailableAsync(response);
            Assert.True(giveUp.Elapsed.TotalSeconds < seconds, "The bot takes no orders.\n" + Told);
            await Task.Delay(100);
        }
    }

    /// <summary>An order is refused, with the reason and a time to come back.</summary>
    public async Task AssertRefusedAsync(string prompt)
    {
        using var response = await OrderAsync(prompt);
        await AssertUnavailableAsync(response);
    }

    /// <summary>Waits until the job has its outcome, however often it cannot be asked for.</summary>
    public async Task<JsonElement> FinishAsync(string id, int seconds = 60)
    {
        var giveUp = Stopwatch.StartNew();
        while (true)
        {
            using var response = await Bot.Http.GetAsync($"/api/v1/images/{id}");
            if (response.IsSuccessStatusCode && await response.Content.ReadFromJsonAsync<JsonElement>() is var job && job.Text("stage") == "done")
                return job;
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode} for job {id}");
            Assert.True(giveUp.Elapsed.TotalSeconds < seconds, $"Job {id} has no outcome: {await response.Content.ReadAsStringAsync()}\n" + Told);
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the jobs are drawn.</summary>
    public async Task CompleteAsync(params IEnumerable<string> ids)
    {
        foreach (var id in ids)
            Assert.Equal("completed", (await FinishAsync(id)).Text("state"));
    }

    /// <summary>Waits until the bot says that it is ready, or that it is not.</summary>
    public async Task UntilReadyAsync(bool ready, int seconds = 30)
    {
        for (var giveUp = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            using var response = await Bot.Http.GetAsync("/healthz/ready");
            if (response.IsSuccessStatusCode == ready)
                return;
            Assert.True(giveUp.Elapsed.TotalSeconds < seconds, await response.Content.ReadAsStringAsync() + Told);
        }
    }

    /// <summary>All that was drawn is counted and charged, nothing is held, and no bug was logged.</summary>
    /// <param name="drawn">Pictures that were settled.</param>
    /// <param name="elsewhere">Pictures of another day of this month.</param>
    public async Task AssertSoundAsync(int drawn, int elsewhere = 0)
    {
        var now = Clock.GetUtcNow();
        string[] counters = [QuotaClaims.GuildImages(TenantId.Local, now), QuotaClaims.GuildCost(TenantId.Local, now), QuotaClaims.UserOpen(TenantId.Local, "local")];
        Assert.Equal(
            [new CounterState(0, drawn), new CounterState(0, (drawn + elsewhere) * Price.Micros), new CounterState(0, 0)],
            await Bot.Ledger.CountersAsync(counters, CancellationToken.None));
        Assert.DoesNotContain(Log.Lines, line => line.Contains(" a bug", StringComparison.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in Enumerable.Reverse(_bots))
            await bot.DisposeAsync();
        Folder.Dispose();
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}: {text}");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("Try again", text, StringComparison.Ordinal);
    }
}
