using ImageGen.Bot.Hosting;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Keeps calls within Slack's limits: a method that was refused (429) rests in that workspace for as long as Slack said,
/// and a channel is given one message a second.
/// </summary>
internal sealed class SlackRateLimits(TimeProvider clock)
{
    /// <summary>A call waits this long at most; what would have to wait longer is the caller's to put off.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>From one message in a channel to the next.</summary>
    public static readonly TimeSpan ChannelInterval = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a refusal that does not say how long.</summary>
    public static readonly TimeSpan UnknownRetryAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SteadyClock _steady = new(clock);

    // When each may go on. A channel's entry has its name, a method's has none.
    private readonly Dictionary<(TenantId? Workspace, string Method, string? Channel), DateTimeOffset> _next = [];
    private DateTimeOffset _sweepAt;

    /// <summary>How many pauses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _next.Count;
        }
    }

    /// <summary>Waits for the call's turn in its channel where that comes soon. What was refused is not waited for.</summary>
    /// <returns>Null where the call is to be made now, otherwise how long it would have to wait.</returns>
    public async ValueTask<TimeSpan?> EnterAsync(SlackCall call, CancellationToken cancellation)
    {
        if (RestOf(call) is { } rest)
            return rest;
        if (call.Channel is not null && TakeTurn(call) is { Ticks: > 0 } wait)
        {
            if (wait > MaxWait)
                return wait;
            // Timers count whole milliseconds; one too few would wake the call before its time.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellation);
        }

        // Another call may have been refused while this one waited.
        return RestOf(call);
    }

    /// <summary>Notes a refusal.</summary>
    /// <param name="call">What was refused.</param>
    /// <param name="retryAfter">What Slack said; null where it did not.</param>
    /// <returns>How long such calls have to wait.</returns>
    public TimeSpan Hold(SlackCall call, TimeSpan? retryAfter)
    {
        var wait = retryAfter is { Ticks: > 0 } said ? said : UnknownRetryAfter;
        lock (_gate)
        {
            var until = _steady.GetUtcNow() + wait;
            if (until > _next.GetValueOrDefault(MethodOf(call)))
                _next[MethodOf(call)] = until;
        }

        return wait;
    }

    /// <summary>How long the method still rests; null where it does not.</summary>
    private TimeSpan? RestOf(SlackCall call)
    {
        lock (_gate)
            return _next.GetValueOrDefault(MethodOf(call)) - _steady.GetUtcNow() is { Ticks: > 0 } rest ? rest : null;
    }

    /// <summary>How long until the channel takes another message; the turn is kept for the call unless that is too long.</summary>
    private TimeSpan TakeTurn(SlackCall call)
    {
        lock (_gate)
        {
            var now = _steady.GetUtcNow();
            Sweep(now);
            var next = _next.GetValueOrDefault(ChannelOf(call));
            var turn = next > now ? next : now;
            if (turn - now <= MaxWait)
                _next[ChannelOf(call)] = turn + ChannelInterval;
            return turn - now;
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        if (now < _sweepAt)
            return;
        _sweepAt = now + SweepInterval;
        foreach (var (key, _) in _next.Where(pair => pair.Value <= now))
            _next.Remove(key);
    }

    private static (TenantId?, string, string?) MethodOf(SlackCall call) => (call.Workspace, call.Method, null);

    private static (TenantId?, string, string?) ChannelOf(SlackCall call) => (call.Workspace, call.Method, call.Channel);
}
