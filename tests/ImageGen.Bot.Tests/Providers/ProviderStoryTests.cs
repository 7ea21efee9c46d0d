using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Bfl;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Providers;

/// <summary>The whole bot in front of a provider: what its author reads, what it cost, and what is left of quota and budget.</summary>
public sealed partial class ProviderStoryTests : IAsyncLifetime
{
    private static readonly Usd Bound = Usd.FromDollars(0.086m);
    private readonly TempFolder _folder = new();
    private FakeOpenAI _openAI = null!;
    private FakeBfl _bfl = null!;

    public async ValueTask InitializeAsync() => (_openAI, _bfl) = (await FakeOpenAI.StartNewAsync(), await FakeBfl.StartNewAsync());

    public async ValueTask DisposeAsync()
    {
        await _openAI.DisposeAsync();
        await _bfl.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Imagine_TwoPictures_AreStoredAndPaidByTheirUsage()
    {
        await using var bot = await StartAsync();
        var job = await ImagineAsync(bot, "gpt", count: 2);
        Assert.Equal(("completed", "openai", 2, 0.0305m), (Text(job, "state"), Text(job, "providerKind"), job.GetProperty("assets").GetArrayLength(), job.GetProperty("costUsd").GetDecimal()));
        await ExpectAsync(bot, images: 2, Usd.FromDollars(0.0305m));
    }

    public static TheoryData<string, string, decimal> OpenAIOutcomes => new()
    {
        { "refused", "refused", 0 },
        { "empty", "provider_account", 0 },
        { "wrong key", "provider_account", 0 },
        { "no model", "provider_account", 0 },
        { "bad field", "invalid_request", 0 },
        { "busy", "provider_unavailable", 0 },
        { "down", "provider_unavailable", 0 },
        { "redirect", "provider_unavailable", 0 },
        { "page", "provider_unavailable", 0.086m },
        { "garbage", "provider_unavailable", 0.086m },
        { "cut", "provider_unavailable", 0.086m },
        { "dropped", "provider_unavailable", 0.086m },
        { "pixel", "provider_unavailable", 0.086m },
        { "not whole", "provider_unavailable", 0.086m },
        { "hang", "timed_out", 0.086m },
        { "policy", "refused", 0 },
        { "hard limit", "provider_account", 0 },
        { "unpaid", "provider_account", 0 },
        { "forbidden", "provider_account", 0 },
        { "no such path", "provider_unavailable", 0 },
        { "unprocessable", "invalid_request", 0 },
        { "busy without a time", "provider_unavailable", 0 },
        { "closed", "provider_unavailable", 0 },
        { "huge", "provider_unavailable", 0.086m },
    };

    [Theory]
    [MemberData(nameof(OpenAIOutcomes))]
    public async Task Imagine_OpenAIFault_EndsInWhatItIsAndCostsWhatItMay(string fault, string code, decimal cost)
    {
        Arrange(fault);
        await using var bot = await StartAsync([("Worker:MaxAttempts", "1"), .. Hurried("gpt", fault)]);
        var job = await ImagineAsync(bot, "gpt");
        Assert.Equal(("failed", code), (Text(job, "state"), Text(job.GetProperty("error"), "code")));
        Assert.DoesNotContain("SECRET", job.GetRawText(), StringComparison.Ordinal);
        await ExpectAsync(bot, images: 0, Usd.FromDollars(cost));
    }

    public static TheoryData<string, string, decimal> FluxOutcomes => new()
    {
        { "Request Moderated", "refused", 0 },
        { "Content Moderated", "refused", 0.03m },
        { "Error", "provider_unavailable", 0 },
        { "Task not found", "provider_unavailable", 0.03m },
        { "400", "invalid_request", 0 },
        { "401", "provider_account", 0 },
        { "402", "provider_account", 0 },
        { "403", "provider_account", 0 },
        { "404", "provider_unavailable", 0 },
        { "422", "invalid_request", 0 },
        { "429", "provider_unavailable", 0 },
        { "500", "provider_unavailable", 0 },
        { "503", "provider_unavailable", 0 },
        { "hang", "timed_out", 0.03m },
        { "dropped", "provider_unavailable", 0.03m },
        { "garbage", "provider_unavailable", 0.03m },
        { "page", "provider_unavailable", 0.03m },
        { "redirect", "provider_unavailable", 0 },
        { "sample expired", "provider_unavailable", 0.03m },
        { "sample redirected", "provider_unavailable", 0.03m },
        { "sample elsewhere", "provider_unavailable", 0.03m },
        { "sample is a page", "provider_unavailable", 0.03m },
        { "sample cut", "provider_unavailable", 0.03m },
        { "sample of a pixel", "provider_unavailable", 0.03m },
        { "sample huge", "provider_unavailable", 0.03m },
        { "sample hangs", "timed_out", 0.03m },
        { "never ready", "timed_out", 0.03m },
    };

    [Theory]
    [MemberData(nameof(FluxOutcomes))]
    public async Task Imagine_FluxFault_EndsInWhatItIsAndCostsWhatItMay(string fault, string code, decimal cost)
    {
        ArrangeFlux(fault);
        await using var bot = await StartAsync([("Worker:MaxAttempts", "1"), .. Hurried("flux", fault)]);
        var job = await ImagineAsync(bot, "flux");
        Assert.Equal(("failed", code), (Text(job, "state"), Text(job.GetProperty("error"), "code")));
        Assert.DoesNotContain("SECRET", job.GetRawText(), StringComparison.Ordinal);
        await ExpectAsync(bot, images: 0, Usd.FromDollars(cost));
    }

    [Theory]
    [InlineData("down", 0)]
    [InlineData("empty", 0)]
    [InlineData("hang", 0.086)]
    public async Task Imagine_DefaultProviderAway_AnotherDrawsSaysSoAndIsPaid(string fault, double spent)
    {
        Arrange(fault);
        await using var bot = await StartAsync([("Worker:MaxAttempts", "1"), ("Generation:DefaultProvider", "gpt"), ("Generation:Fallback", "flux"), .. Hurried("gpt", fault)]);
        var job = await ImagineAsync(bot, null);
        Assert.Equal(("completed", "flux", "gpt"), (Text(job, "state"), Text(job, "provider"), Text(job, "fallbackFrom")));
        Assert.Equal((decimal)spent + 0.03m, job.GetProperty("costUsd").GetDecimal());
        await ExpectAsync(bot, images: 1, Usd.FromDollars((decimal)spent + 0.03m));

        var usage = await bot.Http.GetFromJsonAsync<JsonElement>("/api/v1/usage");
        Assert.Equal((1, (decimal)spent + 0.03m, (decimal)spent + 0.03m), (usage.GetProperty("imagesToday").GetInt32(), usage.GetProperty("costThisMonthUsd").GetDecimal(), usage.GetProperty("yourCostThisMonthUsd").GetDecimal()));
    }

    [Fact]
    public async Task Imagine_OutageThatOpensTheCircuit_TheNextGoesElsewhereWithoutACall()
    {
        _openAI.Next([.. Enumerable.Repeat(FakeOpenAI.Error(500, null), 50)]);
        await using var bot = await StartAsync(("Worker:MaxAttempts", "1"), ("Generation:DefaultProvider", "gpt"), ("Generation:Fallback", "flux"));
        for (var job = 0; job < ImageGen.Bot.Providers.CircuitBreaker.Threshold; job++)
            Assert.Equal("flux", Text(await ImagineAsync(bot, null, prompt: $"a cool cat, number {job}"), "provider"));
        var calls = _openAI.Orders.Count;
        Assert.Equal(("flux", calls), (Text(await ImagineAsync(bot, null, prompt: "a cool dog"), "provider"), _openAI.Orders.Count));
    }

    [Fact]
    public async Task Imagine_RefusedByTheDefaultProvider_IsNotTakenToAnother()
    {
        Arrange("refused");
        await using var bot = await StartAsync(("Generation:DefaultProvider", "gpt"), ("Generation:Fallback", "flux"));
        Assert.Equal("refused", Text((await ImagineAsync(bot, null)).GetProperty("error"), "code"));
        Assert.Empty(_bfl.Orders);
    }

    [Fact]
    public async Task Imagine_OutageThatPasses_IsTriedAgainAndPaidOnce()
    {
        _openAI.Next(FakeOpenAI.Error(503, null));
        await using var bot = await StartAsync();
        var job = await ImagineAsync(bot, "gpt");
        Assert.Equal(("completed", 2), (Text(job, "state"), _openAI.Orders.Count));
        await ExpectAsync(bot, images: 1, Usd.FromDollars(0.0305m));
    }

    [Fact]
    public async Task Imagine_DroppedCallThatIsTriedAgain_CountsBoth()
    {
        _openAI.Next(Trouble.Drop);
        await using var bot = await StartAsync();
        var job = await ImagineAsync(bot, "gpt");
        Assert.Equal("completed", Text(job, "state"));
        await ExpectAsync(bot, images: 1, Usd.FromDollars(0.0305m) + Bound);
    }

    [Fact]
    public async Task Imagine_SampleExpired_CountsTheLostOneAndOrdersAnew()
    {
        _bfl.SampleFaults.Enqueue(Trouble.Answer(403, "expired", "text/plain"));
        await using var bot = await StartAsync();
        var job = await ImagineAsync(bot, "flux");
        Assert.Equal(("completed", 2), (Text(job, "state"), _bfl.Paid));
        await ExpectAsync(bot, images: 1, Usd.FromDollars(0.06m));
    }

    [Fact]
    public async Task Imagine_SampleBrokenOnce_IsLoadedAgainAndPaidOnce()
    {
        _bfl.SampleFaults.Enqueue(Trouble.Drop);
        await using var bot = await StartAsync();
        var job = await ImagineAsync(bot, "flux");
        Assert.Equal(("completed", 1), (Text(job, "state"), _bfl.Paid));
        await ExpectAsync(bot, images: 1, Usd.FromDollars(0.03m));
    }

    [Fact]
    public async Task Imagine_WorkerKilledBetweenOrderAndResult_PaysOnce()
    {
        _bfl.PendingPolls = int.MaxValue;
        string id;
        await using (var killed = await BotProcess.ServeAsync(_folder, [.. Settings().Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)), ("Worker__LeaseSeconds", "2")]))
        {
            using var response = await killed.Http.PostAsJsonAsync("/api/v1/images", new { prompt = "a cool cat", provider = "flux" });
            id = Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "id");
            while (!_bfl.Calls.Contains("GET /v1/get_result"))
                await Task.Delay(20);
            await killed.KillAsync();
        }

        _bfl.PendingPolls = 0;
        await using var next = await BotProcess.ServeAsync(_folder, [.. Settings().Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)), ("Worker__LeaseSeconds", "2")]);
        var job = await next.FinishAsync(id);
        Assert.Equal(("completed", 1, 0.03m), (Text(job, "state"), _bfl.Paid, job.GetProperty("costUsd").GetDecimal()));
    }

    private (string Key, string Value)[] Settings(params (string Key, string Value)[] more) =>
    [
        ("Providers:gpt:Kind", "OpenAI"), ("Providers:gpt:Endpoint", _openAI.Endpoint), ("Providers:gpt:ApiKey", _openAI.Key), ("Providers:gpt:Model", "gpt-image-2.6-flare"),
        ("Providers:flux:Kind", "Flux"), ("Providers:flux:Endpoint", _bfl.Endpoint), ("Providers:flux:ApiKey", _bfl.Key), ("Providers:flux:Model", "flux-2-pro"),
        .. more,
    ];

    /// <summary>A limit that is short where it is to be reached, and nowhere else.</summary>
    private static (string Key, string Value)[] Hurried(string provider, string fault) =>
        fault is "hang" or "sample hangs" or "never ready" ? [($"Providers:{provider}:TimeoutSeconds", "3")] : [];

    private Task<LocalBot> StartAsync(params (string Key, string Value)[] more) => LocalBot.StartAsync(_folder, Settings(more));

    private static async Task<JsonElement> ImagineAsync(LocalBot bot, string? provider, int count = 1, string prompt = "a cool cat")
    {
        using var response = await bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt, provider, count });
        var id = Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "id");
        for (var look = 0; look < 600; look++)
        {
            var job = await bot.Http.GetFromJsonAsync<JsonElement>($"/api/v1/images/{id}");
            if (Text(job, "stage") == "done")
                return job;
            await Task.Delay(50);
        }

        throw new TimeoutException("The job has no outcome.");
    }

    /// <summary>Nothing is reserved any more, and so much is spent.</summary>
    private static async Task ExpectAsync(LocalBot bot, int images, Usd cost)
    {
        var now = TimeProvider.System.GetUtcNow();
        var counters = await bot.Ledger.CountersAsync([QuotaClaims.GuildImages(TenantId.Local, now), QuotaClaims.GuildCost(TenantId.Local, now)], CancellationToken.None);
        Assert.Equal([new CounterState(0, images), new CounterState(0, cost.Micros)], counters);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
