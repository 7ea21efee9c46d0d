using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Bfl;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Bot.Tests.Fakes.R2;
using ImageGen.Bot.Tests.Providers.OpenAI;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>What the bot calls to have a picture drawn and kept.</summary>
internal static class ServiceCalls
{
    public static IReadOnlyList<OutsideCall> All { get; } =
    [
        Call("openai.generate", "gpt", bed => bed.OpenAI, Is("POST", "/v1/images/generations")),
        Call("openai.edit", "gpt", bed => bed.OpenAI, Is("POST", "/v1/images/edits"), Reference.Linked),
        Call("flux.order", "flux", bed => bed.Bfl, Is("POST", "/v1/flux-2-pro")),
        Call("flux.ask", "flux", bed => bed.Bfl, Is("GET", "/v1/get_result")),
        Call("flux.load", "flux", bed => bed.Bfl, Is("GET", "/sample/")),
        Call("refine", "gpt", bed => bed.Language, Is("POST", "/v1/chat/completions"), service: "Refiner"),
        Call("moderate", "gpt", bed => bed.Language, Is("POST", "/v1/moderations"), service: "Moderation"),
        Call("embed", "gpt", bed => bed.Language, Is("POST", "/v1/embeddings"), service: "Embeddings"),
        Call("r2.put", "gpt", bed => bed.R2, Is("PUT", "/"), onR2: true),
        Call("r2.get", "gpt", bed => bed.R2, Is("GET", "/"), Reference.Stored, onR2: true),
        Call("reference", "gpt", bed => bed.Files, Is("GET", "/"), Reference.Linked),
        Call("otlp", "gpt", bed => bed.Files, Is("POST", "/v1/"), service: "Telemetry"),
    ];

    private enum Reference
    {
        None,
        Linked,
        Stored,
    }

    private static Func<HttpRequest, bool> Is(string method, string path) =>
        request => request.Method == method && request.Path.Value!.StartsWith(path, StringComparison.Ordinal);

    private static OutsideCall Call(
        string name, string provider, Func<Bed, FakeProvider> fake, Func<HttpRequest, bool> calls, Reference reference = Reference.None, string? service = null, bool onR2 = false) =>
        new(name, async () =>
        {
            var bed = new Bed(provider, fake, calls, reference);
            await bed.StartAsync(service, onR2);
            return bed;
        });

    private sealed class Bed(string provider, Func<Bed, FakeProvider> faulty, Func<HttpRequest, bool> calls, Reference reference) : OutsideBed(calls)
    {
        private readonly TempFolder _folder = new();
        private R2ImageStore? _store;
        private TcpRelay _relay = null!;
        private LocalBot _bot = null!;
        private string? _reference;
        private int _number;
        private decimal _cost;

        public FakeOpenAI OpenAI { get; } = new();

        public FakeOpenAI Language { get; } = new();

        public FakeBfl Bfl { get; } = new();

        public FakeR2 R2 { get; } = new();

        public FakeFiles Files { get; } = new();

        public override RecordedLog Log { get; } = new();

        private FakeProvider[] Fakes => [OpenAI, Language, Bfl, R2, Files];

        public async Task StartAsync(string? service, bool onR2)
        {
            foreach (var fake in Fakes)
                await fake.StartAsync();
            _relay = faulty(this).Relay();
            if (onR2)
                _store = new R2ImageStore(R2.Options() with { AttemptTimeout = TimeSpan.FromSeconds(0.8), MaxRetries = 0 }, new Spool(_folder.Combine("spool")), TimeProvider.System, new Random(1), NullLogger<R2ImageStore>.Instance);
            _bot = await LocalBot.StartAsync(
                _folder,
                [
                    ("Providers:gpt:Kind", "OpenAI"), ("Providers:gpt:Endpoint", OpenAI.Endpoint), ("Providers:gpt:ApiKey", OpenAI.Key),
                    ("Providers:gpt:Model", "gpt-image-2.6-flare"), ("Providers:gpt:TimeoutSeconds", "30"),
                    ("Providers:flux:Kind", "Flux"), ("Providers:flux:Endpoint", Bfl.Endpoint), ("Providers:flux:ApiKey", Bfl.Key),
                    ("Providers:flux:Model", "flux-2-pro"), ("Providers:flux:TimeoutSeconds", "20"), ("Providers:flux:SampleHosts", Bfl.Address.Authority),
                    ("References:AllowedHosts", new Uri(Files.Url).Authority), ("Worker:MaxAttempts", "2"),
                    .. service switch
                    {
                        null => [],
                        "Telemetry" =>
                        [
                            ("Telemetry:OtlpEndpoint", Files.Address.AbsoluteUri), ("Telemetry:OtlpProtocol", "http/protobuf"),
                            ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_BLRP_SCHEDULE_DELAY", "50"), ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
                        ],
                        _ => LanguageBed.All(Language, service),
                    },
                ],
                clock: TimeProvider.System,
                change: services =>
                {
                    Hurry(services, new HurriedClock(TimeProvider.System, TimeSpan.FromSeconds(4)), new ExecutionOptions { MaxAttempts = 2 });
                    services.AddSingleton(Log.Provider);
                    if (_store is not null)
                        services.AddSingleton<IImageStore>(_store);
                });
            if (reference == Reference.Linked)
                _reference = Files.Url;
            if (reference == Reference.Stored)
                _reference = await StoredAsync();
        }

        public override async Task<string> MeetAsync(string fault)
        {
            var gate = faulty(this).Gate;
            Break(fault, gate, _relay);
            var met = await DrawAsync(fault);
            await MetAsync(fault, gate);
            Mend(gate, _relay);
            var after = await DrawAsync($"no {fault}");
            Assert.Equal("completed", after.Text("state"));
            await AssertCountedAsync();
            return met.Text("state") == "completed" ? met.TryGetProperty("refinedInsteadOf", out var template) && template.ValueKind == JsonValueKind.String ? "template" : "picture" : met.GetProperty("error").Text("code")!;
        }

        public override async ValueTask DisposeAsync()
        {
            await _bot.DisposeAsync();
            await _relay.DisposeAsync();
            _store?.Dispose();
            foreach (var fake in Fakes)
                await fake.DisposeAsync();
            _folder.Dispose();
        }

        private async Task<string> StoredAsync()
        {
            var first = await DrawAsync("stored");
            var url = new Uri(first.Items("assets")[0].Text("url")!);
            return string.Concat(url.Segments[^2..]);
        }

        /// <summary>Orders a picture unlike all others, and waits until it has its outcome.</summary>
        private async Task<JsonElement> DrawAsync(string what)
        {
            using var response = await _bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt = $"a cat {what} {++_number}", provider, reference = _reference, quality = "low" });
            var job = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(response.IsSuccessStatusCode, job.ToString());
            for (var giveUp = Stopwatch.StartNew(); job.Text("stage") != "done"; await Task.Delay(20))
            {
                Assert.True(giveUp.Elapsed.TotalSeconds < 30, $"{job}");
                job = await _bot.Http.GetFromJsonAsync<JsonElement>($"/api/v1/images/{job.Text("id")}");
            }

            _cost += job.GetProperty("costUsd").GetDecimal();
            return job;
        }

        /// <summary>What was spent is what the jobs say that they cost, and nothing is held.</summary>
        private async Task AssertCountedAsync()
        {
            var now = TimeProvider.System.GetUtcNow();
            Assert.Equal(
                [new CounterState(0, Usd.FromDollars(_cost).Micros), new CounterState(0, 0)],
                await _bot.Ledger.CountersAsync([QuotaClaims.GuildCost(TenantId.Local, now), QuotaClaims.UserOpen(TenantId.Local, "local")], CancellationToken.None));
        }
    }
}
