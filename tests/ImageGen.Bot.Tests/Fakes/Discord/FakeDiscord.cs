using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>
/// What Discord is to a bot without a gateway: the API it calls, the CDN, and the signed interactions that come to it.
/// It refuses what Discord refuses, and keeps what a bot should not do, even where Discord would bear it, in
/// <see cref="Violations"/>: a test ends with <c>Assert.Empty(discord.Violations)</c>.
/// </summary>
internal sealed partial class FakeDiscord : IAsyncDisposable
{
    /// <summary>Discord's first second.</summary>
    private static readonly DateTimeOffset Epoch = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Ed25519Signer _signer = new();
    private readonly byte[] _cdnKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly Dictionary<string, FakeChannel> _channels = [];
    private readonly Dictionary<string, FakeGuild> _guilds = [];
    private readonly Dictionary<string, FakeUser> _users = [];
    private readonly Dictionary<string, FakeFile> _files = [];
    private readonly Dictionary<string, FakeInteraction> _interactions = [];
    private readonly WebApplication _host;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _ahead;
    private ulong _lastId;

    private FakeDiscord(TimeProvider clock)
    {
        _clock = clock;
        Limits = new RateLimiter();
        Bot = new FakeUser(this, "ImageGen", "en-US", isBot: true);
        ApplicationId = Bot.Id;
        BotToken = $"{Convert.ToBase64String(Encoding.ASCII.GetBytes(ApplicationId)).TrimEnd('=')}.Fake00.{Convert.ToHexString(RandomNumberGenerator.GetBytes(19))}";

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _host = builder.Build();
        Gate.Use(_host);
        Map(_host);
    }

    /// <summary>Where it listens; the CDN's address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What stands before it.</summary>
    public FaultGate Gate { get; } = new();

    /// <summary>What the bot is configured with.</summary>
    public Uri ApiBaseUrl => new(Address, "/api/v10");

    public string ApplicationId { get; }

    /// <summary>The bot's token; a test may change it, as an owner who resets it does.</summary>
    public string BotToken { get; set; }

    /// <summary>The key that the bot checks signatures with, in hex.</summary>
    public string PublicKey => Convert.ToHexStringLower(_signer.PublicKey);

    public FakeUser Bot { get; }

    /// <summary>Where the bot listens; interactions go to <c>/discord/interactions</c> below it.</summary>
    public Uri? BotAddress { get; set; }

    public RateLimiter Limits { get; }

    /// <summary>Discord's time, which <see cref="Advance"/> moves ahead of the clock.</summary>
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

    /// <summary>Every call of the API, the oldest first.</summary>
    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    /// <param name="clock">The clock it shares with a bot in the same process; the machine's where left out.</param>
    public static async Task<FakeDiscord> StartAsync(TimeProvider? clock = null)
    {
        var discord = new FakeDiscord(clock ?? TimeProvider.System);
        await discord._host.StartAsync();
        discord.Address = new Uri(discord._host.Urls.Single());
        return discord;
    }

    /// <summary>A way to it that can be closed. From now on it is where that begins.</summary>
    public TcpRelay Relay()
    {
        var relay = TcpRelay.To(Address.Port);
        Address = new UriBuilder(Address) { Port = relay.Port }.Uri;
        return relay;
    }

    /// <summary>How a bot is put on it, as environment variables.</summary>
    public (string Key, string Value)[] Settings() =>
    [
        ("Discord__ApplicationId", ApplicationId), ("Discord__PublicKey", PublicKey), ("Discord__BotToken", BotToken), ("Discord__ApiBaseUrl", ApiBaseUrl.AbsoluteUri),
    ];

    /// <summary>Lets time pass for Discord alone: tokens expire, limits reset.</summary>
    public void Advance(TimeSpan by) => Change(() => _ahead += by);

    /// <summary>Forgets what was said and called, lest a long run fills the memory. Commands that are still on their way are lost.</summary>
    public void Forget() => Change(() =>
    {
        foreach (var channel in _channels.Values)
            channel.Forget();
        _interactions.Clear();
        _files.Clear();
        _calls.Clear();
        return _channels.Count;
    });

    public FakeGuild AddGuild(string locale = "en-US") => Change(() =>
    {
        var guild = new FakeGuild(this, locale);
        return _guilds[guild.Id] = guild;
    });

    public FakeUser AddUser(string name = "Ada", string locale = "en-US", ulong permissions = Permissions.OfAMember) => Change(() =>
    {
        var user = new FakeUser(this, name, locale) { Permissions = permissions };
        return _users[user.Id] = user;
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
        _signer.Dispose();
    }

    internal static string Timestamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>A snowflake: Discord's time in milliseconds, and a number that makes it unique.</summary>
    internal string NewId()
    {
        lock (_gate)
        {
            var time = (ulong)(Now - Epoch).TotalMilliseconds << 22;
            _lastId = Math.Max(_lastId + 1, time);
            return _lastId.ToString(CultureInfo.InvariantCulture);
        }
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

    internal FakeChannel Add(FakeChannel channel) => Change(() => _channels[channel.Id] = channel);

    internal IReadOnlyList<FakeChannel> ThreadsOf(FakeChannel parent) => Read(() => _channels.Values.Where(channel => channel.Parent == parent).ToArray());

    internal FakeFile Add(FakeFile file) => Change(() => _files[file.Id] = file);

    internal FakeChannel DirectMessages(FakeUser user) => Change(() =>
        _channels.Values.FirstOrDefault(channel => channel.Recipient == user) ?? Add(new FakeChannel(this, null, ChannelType.DirectMessage) { Recipient = user }));

    /// <summary>The commands a user finds in a guild, or outside of any.</summary>
    internal IReadOnlyList<JsonObject> CommandsIn(FakeGuild? guild) => Read(() => new[] { "", guild?.Id ?? "" }.Distinct()
        .SelectMany(scope => _commands.GetValueOrDefault(scope, [])).ToArray());

    private void Violate(string what) => _violations.Enqueue(what);
}
