using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Discord;

/// <summary>
/// Keeps calls within Discord's limits. Which there are is learnt from its answers: every call counts against a bucket,
/// known by the hash Discord gives it and the channel, guild or token in the path.
/// </summary>
internal sealed class DiscordRateLimits(TimeProvider clock)
{
    /// <summary>A call waits this long at most; what would have to wait longer is the caller's to put off.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a refusal that does not say how long.</summary>
    public static readonly TimeSpan UnknownRetryAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SteadyClock _steady = new(clock);
    private readonly Dictionary<string, string> _hashes = [];
    private readonly Dictionary<(string Hash, string Resource), RateLimitBucket> _buckets = [];
    private DateTimeOffset _botPausedUntil;
    private DateTimeOffset _allPausedUntil;
    private DateTimeOffset _sweepAt;

    /// <summary>How many buckets are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _buckets.Count;
        }
    }

    /// <summary>Waits for the call's turn where that comes soon.</summary>
    /// <returns>Null where the call is to be made now, otherwise how long it would have to wait.</returns>
    public async ValueTask<TimeSpan?> EnterAsync(DiscordCall call, CancellationToken cancellation)
    {
        var latest = _steady.GetUtcNow() + MaxWait;
        while (Take(call) is { } wait)
        {
            if (_steady.GetUtcNow() + wait > latest)
                return wait;
            // Timers count whole milliseconds; one too few would wake the call before its time.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellation);
        }

        return null;
    }

    /// <summary>Notes what an answer says of its bucket.</summary>
    public void Learn(DiscordCall call, RateLimitHeaders headers)
    {
        if (headers is not { Bucket: { } hash, Limit: { } limit, Remaining: { } remaining, ResetAfter: { } resetAfter })
            return;
        lock (_gate)
        {
            _hashes[call.Name] = hash;
            BucketOf(call).Learn(_steady.GetUtcNow(), limit, remaining, resetAfter);
        }
    }

    /// <summary>Notes a refusal (429), after <see cref="Learn"/>.</summary>
    /// <returns>How long such calls have to wait.</returns>
    public TimeSpan Hold(DiscordCall call, RateLimitHeaders headers, ErrorDocument? error)
    {
        var wait = RateLimitHeaders.Seconds(error?.RetryAfter) ?? headers.RetryAfter ?? headers.ResetAfter ?? UnknownRetryAfter;
        // A refusal without anything of the API's own comes from the edge before it, and concerns this address.
        var isOfEdge = headers is { Bucket: null, Scope: null, IsGlobal: false } && error?.RetryAfter is null;
        lock (_gate)
        {
            var until = _steady.GetUtcNow() + wait;
            if (!isOfEdge && !headers.IsGlobal && error?.Global != true)
                BucketOf(call).Hold(until);
            else if (!isOfEdge && call.AsBot)
                _botPausedUntil = Later(_botPausedUntil, until);
            else
                _allPausedUntil = Later(_allPausedUntil, until);
        }

        return wait;
    }

    /// <summary>Counts the call against its bucket, or says how long it has to wait.</summary>
    private TimeSpan? Take(DiscordCall call)
    {
        lock (_gate)
        {
            var now = _steady.GetUtcNow();
            Sweep(now);
            // Answers to interactions do not count against the bot's own limit, so its pause does not concern them.
            var paused = call.AsBot ? Later(_botPausedUntil, _allPausedUntil) : _allPausedUntil;
            if (paused > now)
                return paused - now;
            return _buckets.TryGetValue(KeyOf(call), out var bucket) ? bucket.Take(now) : null;
        }
    }

    private RateLimitBucket BucketOf(DiscordCall call)
    {
        var key = KeyOf(call);
        if (!_buckets.TryGetValue(key, out var bucket))
            _buckets.Add(key, bucket = new RateLimitBucket());
        return bucket;
    }

    private (string Hash, string Resource) KeyOf(DiscordCall call) => (_hashes.GetValueOrDefault(call.Name, call.Name), call.Resource);

    /// <summary>Forgets buckets that are full again; every interaction brings a token, and with it a bucket, of its own.</summary>
    private void Sweep(DateTimeOffset now)
    {
        if (now < _sweepAt)
            return;
        _sweepAt = now + SweepInterval;
        // Those that wait for a bucket still need it when it is reset: it lets through no more than its limit.
        foreach (var (key, _) in _buckets.Where(pair => pair.Value.ResetAt + MaxWait < now))
            _buckets.Remove(key);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
