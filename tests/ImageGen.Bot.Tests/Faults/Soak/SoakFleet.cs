using System.Globalization;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Bot.Tests.Fakes.R2;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http;
using Xunit.Sdk;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>A SIGKILL.</summary>
/// <param name="Victim">Which process.</param>
/// <param name="At">When.</param>
internal sealed record SoakKill(string Victim, DateTimeOffset At)
{
    /// <summary>When it answered again.</summary>
    public DateTimeOffset UpAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Whether jobs were being worked on by it or through it.</summary>
    public bool StopsWork => Victim is not ("web" or "S3");
}

/// <summary>
/// The real processes: a web process, two workers, redis-server; or one process on SQLite. And an S3 server, which is the
/// strict fake and is cut off instead: the real one that is there for tests (fauxqs) forgets its objects with its process.
/// </summary>
internal sealed class SoakFleet : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeDiscord _discord;
    private readonly RedisServer? _redis;
    private readonly LossyRelay? _relay;
    private readonly FakeR2? _r2;
    private readonly HashSet<HttpContext> _uploads = [];
    private readonly Dictionary<string, BotProcess> _bots = [];
    private readonly Dictionary<string, Task> _restarts = [];
    private readonly List<SoakKill> _kills = [];
    private readonly List<string> _bugs = [];
    private int _failedStarts;
    private bool _isCutOff;
    private readonly (string Key, string Value)[] _settings;

    private SoakFleet(SoakOptions options, FakeDiscord discord, RedisServer? redis, FakeR2? r2, IEnumerable<(string, string)> settings)
    {
        (_discord, _redis, _r2) = (discord, redis, r2);
        _relay = redis is null ? null : new LossyRelay(redis.Port);
        if (r2 is not null)
            r2.Around = StoreAsync;
        _settings =
        [
            .. settings, .. discord.Settings(), .. r2?.Settings() ?? [],
            .. redis is null ? Array.Empty<(string, string)>() : [("State__Provider", "Redis"), ("State__Redis__ConnectionString", $"127.0.0.1:{_relay!.Port}")],
            ("Worker__LeaseSeconds", options.Lease.TotalSeconds.ToString(CultureInfo.InvariantCulture)), ("Worker__MaxAttempts", "20"),
            ("Logging__LogLevel__Default", "Warning"),
        ];
        Victims = redis is null ? ["bot"] : ["web", "web", "web", "worker 1", "worker 1", "worker 2", "worker 2", "redis", "redis", "redis", "S3"];
    }

    /// <summary>Who can be killed; the more often here, the more often it is.</summary>
    public IReadOnlyList<string> Victims { get; }

    /// <summary>One that draws.</summary>
    public string Worker => _redis is null ? "bot" : "worker 1";

    public IReadOnlyList<SoakKill> Kills => _kills;

    /// <summary>When an answer of Redis was lost on its way.</summary>
    public IReadOnlyList<DateTimeOffset> LostAnswers => _relay?.Losses ?? [];

    /// <summary>Processes that ended by themselves, as they do where Redis is not there at their start, and were started once more.</summary>
    public int FailedStarts => _failedStarts;

    /// <summary>Where commands go.</summary>
    public Uri Address => _discord.BotAddress!;

    /// <summary>Done when commands can be sent.</summary>
    public Task WebIsUp
    {
        get
        {
            lock (_restarts)
                return _restarts.GetValueOrDefault(_redis is null ? "bot" : "web", Task.CompletedTask);
        }
    }

    public static async Task<SoakFleet> StartAsync(SoakOptions options, FakeDiscord discord, IEnumerable<(string, string)> settings)
    {
        var isRedis = options.Ledger != SoakLedger.Sqlite;
        var redis = isRedis ? await RedisServer.StartAsync(appendfsync: options.Ledger == SoakLedger.RedisAlways ? "always" : "everysec") : null;
        var r2 = isRedis ? await FakeR2.StartNewAsync() : null;
        var fleet = new SoakFleet(options, discord, redis, r2, settings);
        await Task.WhenAll(fleet.Victims.Distinct().Where(victim => victim is not ("redis" or "S3")).Select(fleet.StartAsync));
        return fleet;
    }

    /// <summary>Kills a process, and has it started again after a while; where it is still coming back from last time, waits for that first.</summary>
    public async Task KillAsync(string victim, TimeSpan absence)
    {
        await UpAsync(victim);
        var kill = new SoakKill(victim, TimeProvider.System.GetUtcNow());
        _kills.Add(kill);
        await (victim switch
        {
            "redis" => _redis!.KillAsync(),
            "S3" => CutOffAsync(isCutOff: true),
            _ => StopAsync(victim),
        });
        lock (_restarts)
            _restarts[victim] = Task.Run(() => RestartAsync(kill, absence));
    }

    /// <summary>Has the next answer of Redis be lost.</summary>
    public void LoseAnswer() => _relay?.Lose();

    /// <summary>Waits until everything is back.</summary>
    public async Task AllUpAsync()
    {
        foreach (var victim in Victims.Distinct())
            await UpAsync(victim);
    }

    /// <summary>The ledger, as a process of its own sees it.</summary>
    public (IJobLedger Ledger, IAsyncDisposable Connection) OpenLedger()
    {
        if (_redis is not null)
        {
            var connection = new RedisConnection(new RedisOptions { ConnectionString = _redis.ConnectionString });
            return (new RedisLedger(connection, new LedgerOptions(), TimeProvider.System), connection);
        }

        var signals = new SqliteSignals(TimeProvider.System);
        var file = new SqliteLedger(_folder.Combine("data", "imagegen.db"), new LedgerOptions(), TimeProvider.System, signals);
        return (file, new Closing(file));
    }

    /// <summary>How to connect to redis-server; null where there is none.</summary>
    public string? RedisConnectionString => _redis?.ConnectionString;

    /// <summary>A stored picture; null where there is no such.</summary>
    public byte[]? Picture(ImageAsset asset)
    {
        if (_r2 is not null)
            return _r2.Objects.GetValueOrDefault(asset.Key)?.Bytes;
        var path = _folder.Combine("data", "images", asset.Key);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>What processes wrote down as bugs of their own.</summary>
    public IReadOnlyList<string> Bugs
    {
        get
        {
            foreach (var bot in _bots.Values)
                NoteBugs(bot);
            return [.. _bugs.Distinct(StringComparer.Ordinal)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] restarts;
        lock (_restarts)
            restarts = [.. _restarts.Values];
        await Task.WhenAll(restarts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var bot in _bots.Values)
            await bot.DisposeAsync();
        if (_r2 is not null)
            await _r2.DisposeAsync();
        if (_relay is not null)
            await _relay.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _folder.Dispose();
    }

    private Task UpAsync(string victim)
    {
        lock (_restarts)
            return _restarts.GetValueOrDefault(victim, Task.CompletedTask);
    }

    private async Task StopAsync(string victim)
    {
        BotProcess bot;
        lock (_bots)
        {
            bot = _bots[victim];
            _bots.Remove(victim);
        }

        await bot.KillAsync();
        NoteBugs(bot);
        await bot.DisposeAsync();
    }

    private async Task RestartAsync(SoakKill kill, TimeSpan absence)
    {
        await Task.Delay(absence);
        await (kill.Victim switch
        {
            "redis" => _redis!.RestartAsync(),
            "S3" => CutOffAsync(isCutOff: false),
            _ => StartAsync(kill.Victim),
        });
        kill.UpAt = TimeProvider.System.GetUtcNow();
    }

    private async Task StartAsync(string victim)
    {
        var roles = victim switch { "web" => "web", "bot" => "web,worker", _ => "worker" };
        var bot = await ServeAsync([.. _settings, ("Roles", roles), ("DataPath", victim == "bot" ? "data" : victim)]);
        lock (_bots)
            _bots[victim] = bot;
        if (victim is "web" or "bot")
            _discord.BotAddress = bot.Address;
    }

    /// <summary>Starts it again where it does not come up, as whatever looks after processes does.</summary>
    private async Task<BotProcess> ServeAsync((string, string)[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await BotProcess.ServeAsync(_folder, settings);
            }
            catch (XunitException) when (attempt < 5)
            {
                Interlocked.Increment(ref _failedStarts);
            }
        }
    }

    /// <summary>Calls under way break, and further ones too until it is back. What it holds stays, as on a disk.</summary>
    private Task CutOffAsync(bool isCutOff)
    {
        lock (_uploads)
        {
            _isCutOff = isCutOff;
            foreach (var upload in isCutOff ? _uploads : [])
                upload.Abort();
        }

        return Task.CompletedTask;
    }

    private async Task StoreAsync(HttpContext context, Func<Task> answer)
    {
        lock (_uploads)
        {
            if (_isCutOff)
            {
                context.Abort();
                return;
            }

            _uploads.Add(context);
        }

        try
        {
            await answer();
        }
        finally
        {
            lock (_uploads)
                _uploads.Remove(context);
        }
    }

    private void NoteBugs(BotProcess bot)
    {
        lock (_bugs)
            _bugs.AddRange(bot.Output.Split('\n').Where(line => line.Contains(" a bug", StringComparison.OrdinalIgnoreCase)));
    }

    private sealed class Closing(IDisposable file) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
