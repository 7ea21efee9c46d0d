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
public sealed class ProviderStoryTests : IAsyncLifetime
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
    };

    [Theory]
    [MemberData(nameof(OpenAIOutcomes))]
    public async Task Imagine_OpenAIFault_EndsInWhatItIsAndCostsWhatItMay(string fault, string code, decimal cost)
    {
        Arrange(fault);
        await using var bot = await StartAsync(("Worker:MaxAttempts", "1"));
        var job = await ImagineAsync(bot, "gpt");
        Assert.Equal(("failed", code), (Text(job, "state"), Text(job.GetProperty("error"), "code")));
        Assert.DoesNotContain("SECRET", job.GetRawText(), StringComparison.Ordinal);
        await ExpectAsync(bot, images: 0, Usd.FromDollars(cost));
    }

    [Theory]
    [InlineData("Request Moderated", "refused", 0)]
    [InlineData("Content Moderated", "refused", 0.03)]
    [InlineData("Error", "provider_unavailable", 0)]
    [InlineData("Task not found", "provider_unavailable", 0.03)]
    public async Task Imagine_FluxFault_EndsInWhatItIsAndCostsWhatItMay(string ending, string code, decimal cost)
    {
        _bfl.Ending = ending;
        await using var bot = await StartAsync(("Worker:MaxAttempts", "1"));
        var job = await ImagineAsync(bot, "flux");
        Assert.Equal(code, Text(job.GetProperty("error"), "code"));
        await ExpectAsync(bot, images: 0, Usd.FromDollars(cost));
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

    private void Arrange(string fault)
    {
        switch (fault)
        {
            case "cut":
                _openAI.CutAfter = 1000;
                break;
            case "pixel":
                _openAI.Picture = static (_, _) => TinyPng.Bytes;
                break;
            case "not whole":
                _openAI.Picture = static (width, height) => FakePicture.Png(width, height)[..2000];
                break;
            case "wrong key":
                _openAI.Next(FakeOpenAI.Error(401, "invalid_api_key"));
                break;
            default:
                _openAI.Next(fault switch
                {
                    "refused" => FakeOpenAI.Error(400, "moderation_blocked"),
                    "empty" => FakeOpenAI.Error(429, "insufficient_quota"),
                    "no model" => FakeOpenAI.Error(404, "model_not_found"),
                    "bad field" => FakeOpenAI.Error(400, "invalid_value", param: "size"),
                    "busy" => FakeOpenAI.Error(429, "rate_limit_exceeded", headers: [("Retry-After", "1")]),
                    "down" => FakeOpenAI.Error(500, null),
                    "redirect" => Trouble.Redirect("https://example.com"),
                    "page" => Trouble.Html(200),
                    "garbage" => Trouble.Answer(200, "}{"),
                    "dropped" => Trouble.Drop,
                    "hang" => Trouble.Hang,
                    _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
                });
                break;
        }
    }

    private (string Key, string Value)[] Settings(params (string Key, string Value)[] more) =>
    [
        ("Providers:gpt:Kind", "OpenAI"), ("Providers:gpt:Endpoint", _openAI.Endpoint), ("Providers:gpt:ApiKey", _openAI.Key), ("Providers:gpt:Model", "gpt-image-2.6-flare"), ("Providers:gpt:TimeoutSeconds", "2"),
        ("Providers:flux:Kind", "Flux"), ("Providers:flux:Endpoint", _bfl.Endpoint), ("Providers:flux:ApiKey", _bfl.Key), ("Providers:flux:Model", "flux-2-pro"),
        .. more,
    ];

    private Task<LocalBot> StartAsync(params (string Key, string Value)[] more) => LocalBot.StartAsync(_folder, Settings(more));

    private static async Task<JsonElement> ImagineAsync(LocalBot bot, string provider, int count = 1)
    {
        using var response = await bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt = "a cool cat", provider, count });
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
