namespace ImageGen.Core.Jobs;

/// <summary>
/// A clock that notices when it was put back: by the time that passed all the same. What a ledger keeps until a time would
/// wait that much longer, unless it is told. It looks whenever it is asked for the time, so a ledger that takes each time
/// it writes from here misses no step back, not even one after a step ahead.
/// </summary>
public sealed class WatchedClock : TimeProvider
{
    /// <summary>Less than this is how clocks are kept right all the time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private DateTimeOffset _then;
    private long _at;
    private TimeSpan _back;

    /// <param name="clock">The clock.</param>
    public WatchedClock(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        (_then, _at) = (clock.GetUtcNow(), clock.GetTimestamp());
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return Look();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>By how much it was put back, all in all, that <see cref="Heeded"/> has not been told of.</summary>
    /// <returns>Zero where it was not.</returns>
    public TimeSpan PutBack()
    {
        lock (_gate)
        {
            Look();
            return _back;
        }
    }

    /// <summary>What waited for a time has been told.</summary>
    public void Heeded(TimeSpan back)
    {
        lock (_gate)
            _back -= back;
    }

    private DateTimeOffset Look()
    {
        var (now, at) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        if (_then + _clock.GetElapsedTime(_at, at) - now is var back && back > Tolerance)
            _back += back;
        (_then, _at) = (now, at);
        return now;
    }
}
