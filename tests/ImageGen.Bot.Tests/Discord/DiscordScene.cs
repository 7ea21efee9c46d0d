using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>A guild with a channel, Ada in it, and the whole bot beside a strict Discord.</summary>
internal sealed class DiscordScene : IAsyncDisposable
{
    /// <summary>An address that chat platforms could load pictures from.</summary>
    public static readonly (string, string) Public = ("PublicBaseUrl", "https://pictures.example.com");

    private readonly TempFolder _folder = new();
    private readonly (string Key, string Value)[] _settings;
    private readonly IImageGenerator? _generator;
    private LocalBot? _bot;

    private DiscordScene(FakeDiscord discord, IImageGenerator? generator, ShiftedClock clock, (string, string)[] settings)
    {
        (Discord, _generator, Clock) = (discord, generator, clock);
        _settings = settings;
        Guild = discord.AddGuild();
        Channel = Guild.AddChannel();
        Ada = discord.AddUser("Ada");
    }

    public FakeDiscord Discord { get; }

    /// <summary>What time the bot thinks it is.</summary>
    public ShiftedClock Clock { get; }

    public FakeGuild Guild { get; }

    public FakeChannel Channel { get; }

    public FakeUser Ada { get; }

    public LocalBot Bot => _bot!;

    /// <summary>What the bot logs.</summary>
    public RecordedLog Log { get; } = new();

    /// <summary>What the bot is made of otherwise, from its next start on.</summary>
    public Action<IServiceCollection>? Change { get; set; }

    /// <param name="generator">Who draws; null for the painter.</param>
    /// <param name="settings">Settings besides Discord's own.</param>
    public static async Task<DiscordScene> StartAsync(IImageGenerator? generator = null, params (string, string)[] settings)
    {
        var clock = ShiftedClock.AtNoon();
        var scene = new DiscordScene(await FakeDiscord.StartAsync(ShiftedClock.AtNoon()), generator, clock, settings);
        await scene.StartBotAsync();
        return scene;
    }

    /// <summary>How a bot is put on this Discord, as environment variables.</summary>
    public static (string Key, string Value)[] Settings(FakeDiscord discord) => discord.Settings();

    /// <summary>Stops the bot, as its operator does.</summary>
    public async Task StopBotAsync()
    {
        if (_bot is not null)
            await _bot.DisposeAsync();
        _bot = null;
    }

    /// <summary>Starts a bot on the same data.</summary>
    public async Task StartBotAsync()
    {
        var own = Settings(Discord).Select(static setting => (setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        _bot = await LocalBot.StartAsync(_folder, [.. own, .. _settings], _generator, Clock, services =>
        {
            services.AddSingleton(Log.Provider);
            Change?.Invoke(services);
        });
        Discord.BotAddress = _bot.Address;
    }

    public async Task RestartBotAsync()
    {
        await StopBotAsync();
        await StartBotAsync();
    }

    /// <summary>Lets time pass for everyone.</summary>
    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        Discord.Advance(by);
    }

    /// <summary>Waits until every job has ended and been told, or given up; what waits to be tried again is hurried.</summary>
    public async Task UntilToldAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var jobs = await HistoryAsync();
            var lane = await Bot.Ledger.LaneAsync(LaneLimits.ReplyLane("discord"), patience.Token);
            if (jobs.Count > 0 && jobs.All(job => job.State.IsFinal()) && lane is { Waiting: 0, Delayed: 0, Leased: 0 })
                return;
            if (lane.Delayed > 0)
            {
                Advance(TimeSpan.FromSeconds(5));
                // A lane that is resumed, though it never paused, is looked at anew.
                await Bot.Ledger.PauseLaneAsync(LaneLimits.ReplyLane("discord"), DateTimeOffset.UnixEpoch, patience.Token);
            }

            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>What Ada sees of how her commands ended.</summary>
    public IReadOnlyList<FakeMessage> Outcomes()
    {
        FakeMessage[] seen = [.. Channel.History, .. Channel.Threads.SelectMany(thread => thread.History), .. Ada.DirectMessages.History];
        return [.. seen.Where(message => !message.IsDeleted && (message.Pictures.Count > 0 || message.Embeds.Count > 0 || message.Content.Contains("/images/", StringComparison.Ordinal)))];
    }

    /// <summary>Waits until nothing is left to tell.</summary>
    /// <returns>The one outcome that Ada sees.</returns>
    public async Task<FakeMessage> OutcomeAsync()
    {
        await UntilToldAsync();
        return Assert.Single(Outcomes());
    }

    /// <summary>The guild's jobs, newest first.</summary>
    public Task<IReadOnlyList<ImageJob>> HistoryAsync() =>
        Bot.Ledger.HistoryAsync(new HistoryQuery(new TenantId("discord", Guild.Id)), CancellationToken.None);

    /// <summary>What everything that goes well ends with.</summary>
    public void AssertNoViolations() => Assert.True(Discord.Violations.Count == 0, string.Join('\n', Discord.Violations));

    public async ValueTask DisposeAsync()
    {
        await StopBotAsync();
        await Discord.DisposeAsync();
        _folder.Dispose();
    }
}
