namespace ImageGen.Core.Jobs;

/// <summary>
/// A clock that notices when it was put back: by the time that passed all the same. What a ledger keeps until a time would
/// wait that much longer, unless it is told. It looks whenever it is asked for the time, so a ledger that takes each time
/// it writes from here misses no step back, not even one after a step ahead.
/// </summary>
public sealed class WatchedClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _tolerance;
    private DateTimeOffset _then;
    private long _at;
    private TimeSpan _back;

    /// <param name="clock">The clock.</param>
    /// <param name="tolerance">Steps back by less are not told of.</param>
    public WatchedClock(TimeProvider clock, TimeSpan tolerance)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_clock, _tolerance) = (clock, tolerance);
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
        // In this order, so that a process that is held up between two of these sees less of a step, and never one that was not.
        var at = _clock.GetTimestamp();
        var now = _clock.GetUtcNow();
        if (_then + _clock.GetElapsedTime(_at, at) - now is var back && back > _tolerance)
            _back += back;
        (_then, _at) = (now, _clock.GetTimestamp());
        return now;
    }
}
