using System.Net.Http.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Bot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>
/// A bot's surroundings, and requests of every kind that were good ones: recorded while people used it. What they left
/// stays in its store, so that whoever starts the bot again finds the jobs, installations and sessions they speak of.
/// </summary>
internal sealed class FuzzScene : IAsyncDisposable
{
    public const int ImagesPerUserPerDay = 12;
    public const int ImagesPerGuildPerDay = 40;
    public const decimal BudgetUsdPerGuildPerMonth = 3;

    /// <summary>What callers of the API are to the ledger.</summary>
    public const string Caller = "ann";

    private const string ApiKey = "key-of-ann-0123456789";
    private const string AdminKey = "key-of-ops-0123456789";
    private const string Password = "a long pass phrase";

    private readonly (string Key, string Value)[] _state;

    private FuzzScene(TempFolder folder, FakeDiscord discord, FakeSlack slack, FakeOpenAI provider, (string Key, string Value)[] state) =>
        (Folder, Discord, Slack, Provider, _state) = (folder, discord, slack, provider, state);

    public TempFolder Folder { get; }

    public FakeDiscord Discord { get; }

    public FakeSlack Slack { get; }

    public FakeOpenAI Provider { get; }

    public IReadOnlyList<FuzzRequest> Recorded { get; private set; } = [];

    public FuzzKeys Keys { get; private set; } = null!;

    /// <summary>With colons in their keys.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings =>
    [
        ("Discord:ApplicationId", Discord.ApplicationId), ("Discord:PublicKey", Discord.PublicKey), ("Discord:BotToken", Discord.BotToken), ("Discord:ApiBaseUrl", Discord.ApiBaseUrl.AbsoluteUri),
        ("Slack:SigningSecret", Slack.SigningSecret), ("Slack:ApiBaseUrl", Slack.ApiBaseUrl.AbsoluteUri), ("Slack:ClientId", Slack.ClientId), ("Slack:ClientSecret", Slack.ClientSecret),
        ("Providers:gpt:Kind", "OpenAI"), ("Providers:gpt:Endpoint", Provider.Endpoint), ("Providers:gpt:ApiKey", Provider.Key), ("Providers:gpt:Model", "gpt-image-2.6-flare"), ("Providers:gpt:Prices:PerImage", "0.04"),
        ("Quotas:ImagesPerUserPerDay", $"{ImagesPerUserPerDay}"), ("Quotas:ImagesPerGuildPerDay", $"{ImagesPerGuildPerDay}"), ("Quotas:BudgetUsdPerGuildPerMonth", $"{BudgetUsdPerGuildPerMonth}"), ("Quotas:QueuedPerUser", "8"),
        ($"Api:Keys:{Caller}", ApiKey), ("Api:AdminKeys:ops", AdminKey), ("Operator:Password", Password), ("Worker:Concurrency", "4"), ("Worker:ShutdownSeconds", "2"),
        .. _state,
    ];

    /// <summary>Starts the surroundings and records.</summary>
    /// <param name="state">Where the bot keeps its state, as settings; none for SQLite in the folder.</param>
    public static async Task<FuzzScene> StartAsync(params (string Key, string Value)[] state)
    {
        var scene = new FuzzScene(new TempFolder(), await FakeDiscord.StartAsync(), await FakeSlack.StartAsync(), await FakeOpenAI.StartNewAsync(), state);
        try
        {
            await scene.RecordAsync();
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    private string? Redis => Array.Find(_state, setting => setting.Key == "State:Redis:ConnectionString").Value;

    /// <summary>What the store holds now.</summary>
    public Task<HashSet<string>> StateAsync() => Redis is { } redis ? StoredState.OfRedisAsync(redis) : StoredState.OfSqliteAsync(Folder.Combine("data", "imagegen.db"));

    /// <summary>The ids of all jobs.</summary>
    public async Task<IReadOnlyList<string>> JobsAsync() => [.. (await StateAsync()).Select(entry => Redis is null ? JobOfRow(entry) : JobOfKey(entry)).OfType<string>()];

    /// <summary>Starts the bot within this process.</summary>
    public async Task<LocalBot> StartBotAsync(ILoggerProvider? log = null, RequestRecorder? recorder = null)
    {
        var bot = await LocalBot.StartAsync(Folder, Settings, change: services =>
        {
            if (log is not null)
                services.AddSingleton(log);
            if (recorder is not null)
                services.AddSingleton<IStartupFilter>(recorder);
        });
        Discord.BotAddress = Slack.BotAddress = bot.Address;
        return bot;
    }

    public async ValueTask DisposeAsync()
    {
        Keys?.Dispose();
        await Provider.DisposeAsync();
        await Slack.DisposeAsync();
        await Discord.DisposeAsync();
        Folder.Dispose();
    }

    private static string? JobOfRow(string row) => row.Split('|') is ["jobs", _, var id, ..] ? id : null;

    private static string? JobOfKey(string key) => key.StartsWith("job:", StringComparison.Ordinal) ? key[4..].Split(' ')[0] : null;

    private async Task RecordAsync()
    {
        var recorder = new RequestRecorder();
        await using var bot = await StartBotAsync(recorder: recorder);
        await DiscordStory.PlayAsync(Discord);
        await SlackStory.PlayAsync(Slack);
        var job = await WebStory.PlayAsync(bot, ApiKey, AdminKey);
        var session = await SignInAsync(bot);
        await OperatorStory.PlayAsync(bot, session, job);
        Keys = new FuzzKeys(Discord, Slack, ApiKey, AdminKey, session);
        // Waiting for a picture asks for the same many times.
        Recorded = [.. recorder.Requests.DistinctBy(request => request.Method == "GET" ? request.Target : $"{request.Target} {Convert.ToBase64String(request.Body)}")];
    }

    private static async Task<string> SignInAsync(LocalBot bot)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/api/session") { Content = JsonContent.Create(new { password = Password }) };
        request.Headers.Add("X-Operator", "1");
        using var response = await bot.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];
    }
}
