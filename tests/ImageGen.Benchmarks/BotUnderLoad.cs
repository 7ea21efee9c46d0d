using System.Diagnostics;
using System.Globalization;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Benchmarks;

/// <summary>
/// The real program between a strict Discord and a provider of a known service time, on SQLite or on a redis-server of its
/// own. Limits are wide, and pictures have public addresses, as in a bucket.
/// </summary>
internal sealed class BotUnderLoad : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<BotProcess> _bots = [];
    private RedisServer? _redis;

    private BotUnderLoad(FakeDiscord discord) => Discord = discord;

    public FakeDiscord Discord { get; }

    public TimedPictures Provider { get; } = new();

    public IReadOnlyList<BotProcess> Bots => _bots;

    /// <summary>The bot's processes by name, and Redis where there is one.</summary>
    public IReadOnlyList<(string Name, int Id)> Processes =>
    [
        .. Bots.Select((bot, index) => (Bots.Count == 1 ? "bot" : index == 0 ? "web" : "worker", bot.Id)),
        .. _redis is null ? [] : new[] { ("Redis", _redis.Process.Id) },
    ];

    /// <summary>What each process has used of the processors; the last is this one, which plays everybody else.</summary>
    public IReadOnlyList<(string Name, TimeSpan Time)> ProcessorTimes => [.. Processes.Append(("load and fakes", Environment.ProcessId)).Select(process => (process.Item1, UsedBy(process.Item2)))];

    /// <summary>What the bot's processes and Redis have used.</summary>
    public TimeSpan BotTime => ProcessorTimes.SkipLast(1).Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Time);

    /// <summary>Runs since the first of the processes was started.</summary>
    public Stopwatch SinceStart { get; } = new();

    /// <param name="state">SQLite, or Redis.</param>
    /// <param name="concurrency">Pictures, and as many replies, at once.</param>
    /// <param name="apart">On Redis, whether one process is the web and another the worker.</param>
    public static async Task<BotUnderLoad> StartAsync(StateProvider state, int concurrency, bool apart = true)
    {
        var bot = new BotUnderLoad(await FakeDiscord.StartAsync());
        try
        {
            await bot.StartProcessesAsync(state, concurrency, apart);
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in _bots)
            await bot.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        await Provider.DisposeAsync();
        await Discord.DisposeAsync();
        _folder.Dispose();
    }

    private static TimeSpan UsedBy(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    private async Task StartProcessesAsync(StateProvider state, int concurrency, bool apart)
    {
        await Provider.StartAsync();
        (string, string)[] settings =
        [
            ("Discord__ApplicationId", Discord.ApplicationId), ("Discord__PublicKey", Discord.PublicKey),
            ("Discord__BotToken", Discord.BotToken), ("Discord__ApiBaseUrl", Discord.ApiBaseUrl.AbsoluteUri),
            .. ProviderSettings(Provider.Address, concurrency), ("PublicBaseUrl", "https://pictures.example.com"),
        ];
        if (state == StateProvider.Redis)
        {
            _redis = await RedisServer.StartAsync(appendfsync: "everysec");
            settings = [.. settings, ("State__Provider", "Redis"), ("State__Redis__ConnectionString", _redis.ConnectionString)];
        }

        SinceStart.Start();
        foreach (var roles in state == StateProvider.Redis && apart ? ["web", "worker"] : new[] { "web,worker" })
            _bots.Add(await BotProcess.ServeAsync(_folder, [.. settings, ("Roles", roles)]));
        Discord.BotAddress = _bots[0].Address;
    }

    /// <summary>How a bot is put on a provider, as environment variables.</summary>
    public static (string, string)[] ProviderSettings(Uri provider, int concurrency) =>
    [
        ("Providers__gpt__Kind", "OpenAI"), ("Providers__gpt__Endpoint", new Uri(provider, "/v1").AbsoluteUri), ("Providers__gpt__Model", "gpt-image-2.6-flare"),
        ("Quotas__BudgetUsdPerGuildPerMonth", "1000000"), ("Worker__Concurrency", concurrency.ToString(CultureInfo.InvariantCulture)),
    ];
}
