using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>
/// What Slack is to a bot that is reached over HTTP: the Web API, uploads, response URLs, the page that installs an app,
/// and the signed requests that come to the bot. It refuses what Slack refuses, and keeps what a bot should not do, even
/// where Slack would bear it, in <see cref="Violations"/>: a test ends with <c>Assert.Empty(slack.Violations)</c>.
/// </summary>
internal sealed partial class FakeSlack : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly Dictionary<string, FakeChannel> _channels = [];
    private readonly Dictionary<string, FakeUser> _users = [];
    private readonly Dictionary<string, FakeFile> _files = [];
    private readonly Dictionary<string, FakeToken> _tokens = [];
    private readonly Dictionary<string, FakeView> _views = [];
    private readonly Dictionary<string, FakeDelivery> _deliveries = [];
    private readonly WebApplication _host;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _ahead;
    private long _lastId;

    private FakeSlack(TimeProvider clock)
    {
        _clock = clock;
        AppId = NewId("A");
        ClientId = $"{NewNumber()}.{NewNumber()}";

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _host = builder.Build();
        Gate.Use(_host);
        Map(_host);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What stands before it.</summary>
    public FaultGate Gate { get; } = new();

    /// <summary>What the bot is configured with; slack.com's ends with <c>/api/</c> too.</summary>
    public Uri ApiBaseUrl => new(Address, "/api/");

    public string AppId { get; }

    public string ClientId { get; }

    public string ClientSecret { get; } = Secret(16);

    /// <summary>What requests to the bot are signed with.</summary>
    public string SigningSecret { get; } = Secret(16);

    /// <summary>Where the bot listens.</summary>
    public Uri? BotAddress { get; set; }

    /// <summary>Whether tokens live for twelve hours and are exchanged for new ones.</summary>
    public bool RotatesTokens { get; set; }

    /// <summary>Whether Slack cannot download any picture that a message shows by its address.</summary>
    public bool PicturesCannotBeDownloaded { get; set; }

    /// <summary>Whether Slack can download from this machine, as slack.com cannot.</summary>
    public bool ReachesLoopback { get; set; }

    public SlackLimits Limits { get; } = new();

    /// <summary>Slack's time, which <see cref="Advance"/> moves ahead of the clock.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _clock.GetUtcNow() + _ahead;
        }
    }

    /// <summary>What the bot did that a careful bot does not do.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Every call of the bot's, the oldest first.</summary>
    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    /// <param name="clock">The clock it shares with a bot in the same process; the machine's where left out.</param>
    public static async Task<FakeSlack> StartAsync(TimeProvider? clock = null)
    {
        var slack = new FakeSlack(clock ?? TimeProvider.System);
        await slack._host.StartAsync();
        slack.Address = new Uri(slack._host.Urls.Single());
        return slack;
    }

    /// <summary>A way to it that can be closed. From now on it is where that begins.</summary>
    public TcpRelay Relay()
    {
        var relay = TcpRelay.To(Address.Port);
        Address = new UriBuilder(Address) { Port = relay.Port }.Uri;
        return relay;
    }

    /// <summary>Lets time pass for Slack alone: tokens, codes and response URLs expire, limits reset.</summary>
    public void Advance(TimeSpan by) => Change(() => _ahead += by);

    public FakeEnterprise AddEnterprise(string name = "Pictures Inc") => new(this, name);

    /// <param name="name">What people call it.</param>
    /// <param name="enterprise">The organization it belongs to.</param>
    /// <param name="isInstalled">Whether the app is installed from the start; otherwise <see cref="InstallAsync"/> does it.</param>
    public FakeWorkspace AddWorkspace(string name = "Pictures", FakeEnterprise? enterprise = null, bool isInstalled = true) => Change(() =>
    {
        var workspace = new FakeWorkspace(this, name, enterprise);
        if (isInstalled && workspace.Installation is null)
            workspace.Installation = new FakeInstallation(this, workspace, enterprise: null, FakeInstallation.AllScopes);
        return workspace;
    });

    /// <summary>Waits until the probe finds what it looks for; it is asked again after every change.</summary>
    public async Task<T> UntilAsync<T>(Func<T?> probe, Func<string> otherwise, TimeSpan? within = null)
        where T : class
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (probe() is { } found)
                    return found;
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException tooLong)
            {
                throw new TimeoutException($"{otherwise()}\nViolations: {string.Join("\n  ", Violations)}\nCalls: {string.Join("\n  ", Calls)}", tooLong);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _http.Dispose();
    }

    internal static string Secret(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>An id: a letter that says of what, and ten digits and letters.</summary>
    internal string NewId(string kind)
    {
        lock (_gate)
        {
            var (id, number) = ("", NextNumber());
            for (; id.Length < 10; number /= 36)
                id = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(int)(number % 36)] + id;
            return kind + id;
        }
    }

    internal string NewNumber()
    {
        lock (_gate)
            return NextNumber().ToString(CultureInfo.InvariantCulture);
    }

    internal T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    /// <summary>Changes the state and wakes those who wait for a change.</summary>
    internal T Change<T>(Func<T> change)
    {
        lock (_gate)
        {
            try
            {
                return change();
            }
            finally
            {
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    internal void Violate(string what) => _violations.Enqueue(what);

    internal IReadOnlyList<FakeChannel> ChannelsOf(FakeWorkspace workspace) => Read(() => _channels.Values.Where(channel => channel.Workspace == workspace && channel.Name is not null).ToArray());

    internal FakeChannel Add(FakeChannel channel) => Change(() => _channels[channel.Id] = channel);

    internal FakeUser Add(FakeUser user) => Change(() => _users[user.Id] = user);

    internal FakeFile Add(FakeFile file) => Change(() => _files[file.Id] = file);

    internal FakeToken Add(FakeToken token) => Change(() => _tokens[token.Value] = token);

    internal FakeChannel DirectMessages(FakeUser user) => Change(() =>
        _channels.Values.FirstOrDefault(channel => channel is { Kind: ChannelKind.Direct, HasBot: true } && channel.People.Contains(user))
        ?? Add(new FakeChannel(user.Workspace, ChannelKind.Direct) { People = [user], HasBot = true }));

    private long NextNumber() => _lastId = Math.Max(_lastId + 1, Now.ToUnixTimeMilliseconds());
}
