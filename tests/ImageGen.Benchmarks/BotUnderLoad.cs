using System.Diagnostics;
using System.Globalization;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Benchmarks;

/// <summary>
/// The real program between a strict Discord and a provider of a known service time: one process on SQLite, or a web and a
/// worker process on a redis-server of its own. Limits are wide, and pictures have public addresses, as in a bucket.
/// </summary>
internal sealed class BotUnderLoad : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<BotProcess> _processes = [];
    private RedisServer? _redis;

    private BotUnderLoad(FakeDiscord discord) => Discord = discord;

    public FakeDiscord Discord { get; }

    public TimedPictures Provider { get; } = new();

    public IReadOnlyList<BotProcess> Processes => _processes;

    /// <summary>What all its processes, Redis included, have used.</summary>
    public TimeSpan ProcessorTime => TimeSpan.FromTicks(_processes.Select(bot => bot.Id).Concat(_redis is null ? [] : [_redis.Process.Id]).Sum(id =>
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.Ticks;
    }));

    /// <param name="state">SQLite for one process, Redis for two.</param>
    /// <param name="concurrency">Pictures, and as many replies, at once.</param>
    public static async Task<BotUnderLoad> StartAsync(StateProvider state, int concurrency)
    {
        var bot = new BotUnderLoad(await FakeDiscord.StartAsync());
        try
        {
            await bot.StartProcessesAsync(state, concurrency);
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
        foreach (var bot in _processes)
            await bot.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        await Provider.DisposeAsync();
        await Discord.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartProcessesAsync(StateProvider state, int concurrency)
    {
        await Provider.StartAsync();
        (string, string)[] settings =
        [
            ("Discord__ApplicationId", Discord.ApplicationId), ("Discord__PublicKey", Discord.PublicKey),
            ("Discord__BotToken", Discord.BotToken), ("Discord__ApiBaseUrl", Discord.ApiBaseUrl.AbsoluteUri),
            .. ProviderSettings(Provider.Address, concurrency), ("PublicBaseUrl", "https://pictures.example.com"),
        ];
        if (state == StateProvider.Sqlite)
        {
            _processes.Add(await BotProcess.ServeAsync(_folder, settings));
        }
        else
        {
            _redis = await RedisServer.StartAsync(appendfsync: "everysec");
            settings = [.. settings, ("State__Provider", "Redis"), ("State__Redis__ConnectionString", _redis.ConnectionString)];
            _processes.Add(await BotProcess.ServeAsync(_folder, [.. settings, ("Roles", "web")]));
            _processes.Add(await BotProcess.ServeAsync(_folder, [.. settings, ("Roles", "worker")]));
        }

        Discord.BotAddress = _processes[0].Address;
    }

    /// <summary>How a bot is put on a provider, as environment variables.</summary>
    public static (string, string)[] ProviderSettings(Uri provider, int concurrency) =>
    [
        ("Providers__gpt__Kind", "OpenAI"), ("Providers__gpt__Endpoint", new Uri(provider, "/v1").AbsoluteUri), ("Providers__gpt__Model", "gpt-image-2.6-flare"),
        ("Quotas__BudgetUsdPerGuildPerMonth", "1000000"), ("Worker__Concurrency", concurrency.ToString(CultureInfo.InvariantCulture)),
    ];
}
