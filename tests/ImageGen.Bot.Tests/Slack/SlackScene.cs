using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>A workspace with a channel, Ada in it, and the whole bot beside a strict Slack.</summary>
internal sealed class SlackScene : IAsyncDisposable
{
    /// <summary>An address that Slack could load pictures from.</summary>
    public static readonly (string, string) Public = ("PublicBaseUrl", "https://pictures.example.com");

    private readonly TempFolder _folder = new();
    private readonly (string Key, string Value)[] _settings;
    private readonly IImageGenerator? _generator;
    private readonly bool _isDistributed;
    private LocalBot? _bot;

    private SlackScene(FakeSlack slack, IImageGenerator? generator, ShiftedClock clock, bool isDistributed, (string, string)[] settings)
    {
        (Slack, _generator, Clock) = (slack, generator, clock);
        Workspace = slack.AddWorkspace(isInstalled: !isDistributed);
        Channel = Workspace.AddChannel();
        Ada = Workspace.AddUser("Ada");
        (_settings, _isDistributed) = (settings, isDistributed);
    }

    /// <summary>The settings of a real process.</summary>
    /// <param name="slack">Where it is.</param>
    /// <param name="workspace">The one it has a token of; null where workspaces install the app themselves.</param>
    public static (string Key, string Value)[] Settings(FakeSlack slack, FakeWorkspace? workspace) =>
    [
        ("Slack__SigningSecret", slack.SigningSecret), ("Slack__ApiBaseUrl", slack.ApiBaseUrl.AbsoluteUri),
        .. workspace is null
            ? new[] { ("Slack__ClientId", slack.ClientId), ("Slack__ClientSecret", slack.ClientSecret) }
            : [("Slack__BotToken", workspace.BotToken)],
    ];

    public FakeSlack Slack { get; }

    /// <summary>What time the bot and Slack think it is.</summary>
    public ShiftedClock Clock { get; }

    public FakeWorkspace Workspace { get; }

    public FakeChannel Channel { get; }

    public FakeUser Ada { get; }

    public LocalBot Bot => _bot!;

    /// <summary>What the bot logs.</summary>
    public RecordedLog Log { get; } = new();

    /// <summary>What the bot is made of otherwise, from its next start on.</summary>
    public Action<IServiceCollection>? Change { get; set; }

    /// <param name="generator">Who draws; null for the painter.</param>
    /// <param name="settings">Settings besides Slack's own.</param>
    public static Task<SlackScene> StartAsync(IImageGenerator? generator = null, params (string, string)[] settings) =>
        StartAsync(isDistributed: false, generator, settings);

    /// <summary>With an app that workspaces install themselves.</summary>
    public static Task<SlackScene> StartDistributedAsync(IImageGenerator? generator = null, params (string, string)[] settings) =>
        StartAsync(isDistributed: true, generator, settings);

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
        var own = Settings(Slack, _isDistributed ? null : Workspace).Select(static setting => (setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        _bot = await LocalBot.StartAsync(_folder, [.. own, .. _settings], _generator, Clock, services =>
        {
            services.AddSingleton(Log.Provider);
            Change?.Invoke(services);
        });
        Slack.BotAddress = _bot.Address;
    }

    public async Task RestartBotAsync()
    {
        await StopBotAsync();
        await StartBotAsync();
    }

    /// <summary><c>/imagine</c>.</summary>
    public Task<FakeDelivery> ImagineAsync(string text, FakeUser? user = null, FakeChannel? channel = null) =>
        (user ?? Ada).CommandAsync(channel ?? Channel, "/imagine", text);

    /// <summary>The message with a job's buttons: the picture's, in a thread.</summary>
    public Task<FakeMessage> UntilResultAsync(Func<FakeMessage, bool>? condition = null, FakeChannel? channel = null) =>
        (channel ?? Channel).UntilMessageAsync(message => message.Buttons.Any(button => button.ActionId.StartsWith("reroll:", StringComparison.Ordinal)) && condition?.Invoke(message) != false);

    /// <summary>A workspace's jobs, newest first.</summary>
    public Task<IReadOnlyList<ImageJob>> HistoryAsync(FakeWorkspace? workspace = null) =>
        Bot.Ledger.HistoryAsync(new HistoryQuery(new TenantId("slack", (workspace ?? Workspace).Id)), CancellationToken.None);

    /// <summary>What everything that goes well ends with.</summary>
    public void AssertNoViolations() => Assert.True(Slack.Violations.Count == 0, string.Join('\n', Slack.Violations));

    public async ValueTask DisposeAsync()
    {
        await StopBotAsync();
        await Slack.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<SlackScene> StartAsync(bool isDistributed, IImageGenerator? generator, (string, string)[] settings)
    {
        var clock = ShiftedClock.AtNoon();
        var scene = new SlackScene(await FakeSlack.StartAsync(clock), generator, clock, isDistributed, settings);
        await scene.StartBotAsync();
        return scene;
    }
}
