using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImageGen.Bot.Tests.OperatorPage;

/// <summary>A bot with two scripted providers, and an operator who talks to it.</summary>
internal sealed class OperatorBed : IAsyncDisposable
{
    public const string Password = "a long pass phrase";

    private readonly TempFolder? _folder;

    private OperatorBed(LocalBot bot, TempFolder? folder, ShiftedClock clock, ScriptedGenerator main, ScriptedGenerator other) =>
        (Bot, _folder, Clock, Main, Other) = (bot, folder, clock, main, other);

    public LocalBot Bot { get; }

    public ShiftedClock Clock { get; }

    /// <summary>The default provider.</summary>
    public ScriptedGenerator Main { get; }

    public ScriptedGenerator Other { get; }

    public IJobLedger Ledger => Bot.Ledger;

    public static async Task<OperatorBed> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = new TempFolder();
        return await StartAsync(folder, owned: folder, settings);
    }

    public static async Task<OperatorBed> StartAsync(TempFolder folder, TempFolder? owned, params (string Key, string Value)[] settings)
    {
        var (clock, main, other) = (new ShiftedClock(), new ScriptedGenerator("main"), new ScriptedGenerator("other"));
        var bot = await LocalBot.StartAsync(
            folder,
            [("Worker:ShutdownSeconds", "1"), ("Providers:main:Kind", "Painter"), ("Providers:other:Kind", "Painter"), .. settings],
            clock: clock,
            change: services => services.AddSingleton(new ImageProviders([main, other], "main")));
        return new OperatorBed(bot, owned, clock, main, other);
    }

    /// <summary>Orders a picture as this machine's people do.</summary>
    public async Task<string> OrderAsync(string prompt, string? provider = null)
    {
        using var response = await Bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt, provider });
        var job = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, job.ToString());
        return job.Text("id")!;
    }

    /// <summary>Orders a picture that fails.</summary>
    public async Task<string> FailAsync(string prompt, ErrorCode code = ErrorCode.ProviderUnavailable)
    {
        Main.OnCall = (_, _, _) => throw new GenerationException(code, "The provider is away.");
        var id = await OrderAsync(prompt);
        await UntilAsync(id, JobState.Failed);
        Main.OnCall = (_, _, _) => Task.CompletedTask;
        return id;
    }

    public async Task<ImageJob> UntilAsync(string id, JobState state)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await Ledger.FindAsync(TenantId.Local, JobId.Parse(id), CancellationToken.None) is { } job && job.State == state)
                return job;
            await Task.Delay(25);
        }

        throw new TimeoutException($"Job {id} never was {state}.");
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/operator/api{path}");
        return await SendAsync(request, headers);
    }

    public async Task<JsonElement> OverviewAsync()
    {
        var (status, overview) = await GetAsync("/overview");
        Assert.Equal(HttpStatusCode.OK, status);
        return overview;
    }

    /// <summary>A change as the page makes it.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> ChangeAsync(string path, object? body = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"/operator/api{path}") { Content = JsonContent.Create(body ?? new { }) };
        return await SendAsync(request, ("X-Operator", "1"));
    }

    public Task<(HttpStatusCode Status, JsonElement Json)> SignInAsync(string password) => ChangeAsync("/session", new { password });

    public async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Bot.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        _folder?.Dispose();
    }
}
