using System.Net;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>
/// The one connection of this process, made at the first call. Once made it mends itself, subscriptions included; until
/// then every call tries anew and says what is wrong.
/// </summary>
internal sealed class RedisConnection(RedisOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RedisKey[] _prefix = [options.KeyPrefix];
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile ConnectionMultiplexer? _multiplexer;

    /// <summary>Subscriptions work again after an outage, during which messages were lost.</summary>
    public event EventHandler? Resubscribed;

    /// <summary>Runs a script: one round trip.</summary>
    /// <exception cref="LedgerUnavailableException">Redis cannot be reached, or takes no writes.</exception>
    public async Task<RedisResult> RunAsync(RedisScript script, RedisValue[] arguments)
    {
        var database = (_multiplexer ?? await ConnectAsync()).GetDatabase();
        try
        {
            try
            {
                return await database.ScriptEvaluateAsync(script.Hash, _prefix, arguments).WaitAsync(Patience);
            }
            catch (RedisServerException fault) when (fault.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                // Redis was restarted or flushed: EVAL runs the script and has it remembered.
                object[] whole = [script.Text, 1, _prefix[0], .. arguments.Select(argument => (object)argument)];
                return await database.ExecuteAsync("EVAL", whole).WaitAsync(Patience);
            }
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            throw Explained(fault);
        }
    }

    /// <summary>The fault, as a caller of the ledger is to see it.</summary>
    public Exception Explained(Exception fault) => IsOutage(fault)
        ? new LedgerUnavailableException($"Redis at {Where()} does not answer or takes no writes at the moment: {Kind(fault)}.", fault)
        : fault;

    /// <summary>Asks the server about itself.</summary>
    /// <exception cref="LedgerUnavailableException">Redis cannot be reached.</exception>
    public async Task<RedisResult> AskAsync(string command)
    {
        var database = (_multiplexer ?? await ConnectAsync()).GetDatabase();
        try
        {
            return await database.ExecuteAsync(command).WaitAsync(Patience);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            throw new LedgerUnavailableException($"Redis at {Where()} does not answer {command}: {Kind(fault)}.", fault);
        }
    }

    /// <summary>Subscribes for the life of the process.</summary>
    public async Task SubscribeAsync(string channel, Action<string> handle)
    {
        var subscriber = (_multiplexer ?? await ConnectAsync()).GetSubscriber();
        try
        {
            await subscriber.SubscribeAsync(
                new RedisChannel(options.KeyPrefix + channel, RedisChannel.PatternMode.Literal),
                (_, message) => handle((string?)message ?? "")).WaitAsync(Patience);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            throw new LedgerUnavailableException($"Redis at {Where()} takes no subscription at the moment: {Kind(fault)}.", fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is { } opened)
        {
            await opened.CloseAsync();
            opened.Dispose();
        }

        _connecting.Dispose();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            if (_multiplexer is { } connected)
                return connected;

            var opened = await OpenAsync();
            // The first time a subscription connection stands is not a recovery, though it is announced as one.
            var lost = false;
            opened.ConnectionFailed += (_, failed) => lost |= failed.ConnectionType == ConnectionType.Subscription;
            opened.ConnectionRestored += (_, restored) =>
            {
                if (lost && restored.ConnectionType == ConnectionType.Subscription)
                    Resubscribed?.Invoke(this, EventArgs.Empty);
            };
            return _multiplexer = opened;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        // With true, a multiplexer that lost its server would give up instead of mending itself.
        var opened = await ConnectionMultiplexer.ConnectAsync(Configuration(abort: false));
        // In order, an answer is handed out only when whoever got the one before is done with it; who blocks then, as Data
        // Protection does for its keys, would wait for an answer that stays behind their own.
        opened.PreserveAsyncOrder = false;
        try
        {
            await opened.GetDatabase().PingAsync().WaitAsync(Patience);
            return opened;
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            opened.Dispose();
            throw new LedgerUnavailableException(await AdviceAsync(), fault);
        }
    }

    private ConfigurationOptions Configuration(bool abort)
    {
        var configuration = ConfigurationOptions.Parse(options.ConnectionString);
        configuration.AbortOnConnectFail = abort;
        configuration.ConnectTimeout = configuration.SyncTimeout = (int)Patience.TotalMilliseconds;
        configuration.ConnectRetry = 1;
        return configuration;
    }

    /// <summary>Only a connection that aborts says why it could not be made, so one is tried for the asking.</summary>
    private async Task<string> AdviceAsync()
    {
        try
        {
            (await ConnectionMultiplexer.ConnectAsync(Configuration(abort: true))).Dispose();
            return $"Redis at {Where()} did not answer at first, but does now: try again.";
        }
        catch (RedisConnectionException fault) when (Refusals.Any(words => fault.Message.Contains(words, StringComparison.Ordinal)))
        {
            return $"Redis at {Where()} refuses the password: set password=… in State:Redis:ConnectionString to the server's requirepass.";
        }
        catch (RedisConnectionException)
        {
            return $"Redis at {Where()} cannot be reached: start it, or set State:Redis:ConnectionString to where it is.";
        }
    }

    /// <summary>Never the connection string itself: it may hold a password.</summary>
    private string Where() => string.Join(", ", ConfigurationOptions.Parse(options.ConnectionString).EndPoints.Select(endpoint => endpoint switch
    {
        DnsEndPoint name => $"{name.Host}:{(name.Port == 0 ? 6379 : name.Port)}",
        IPEndPoint address => $"{address.Address}:{(address.Port == 0 ? 6379 : address.Port)}",
        _ => $"{endpoint}",
    }));

    /// <summary>Whether the fault is the store's and may pass, rather than ours.</summary>
    private static bool IsOutage(Exception fault) => fault switch
    {
        RedisConnectionException or TimeoutException => true,
        RedisServerException server => Outages.Any(kind => server.Message.StartsWith(kind, StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>How a refused password is worded, by the library's 1.2 and by its later versions.</summary>
    private static readonly string[] Refusals = ["AuthenticationFailure", "authentication failure"];

    /// <summary>What a server answers that is starting, full, demoted or not ours.</summary>
    private static readonly string[] Outages = ["LOADING", "BUSY", "OOM", "MISCONF", "READONLY", "MASTERDOWN", "NOREPLICAS", "CLUSTERDOWN", "NOAUTH", "WRONGPASS"];

    private static string Kind(Exception fault) => fault switch
    {
        RedisConnectionException connection => connection.FailureType.ToString(),
        RedisServerException server => server.Message.Split(' ')[0],
        _ => "timeout",
    };
}
