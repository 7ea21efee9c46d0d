namespace ImageGen.Core.Jobs;

/// <summary>
/// Notices that the clock was put back: by the time that passed all the same. What a ledger keeps until a time would wait
/// that much longer, unless it is told.
/// </summary>
public sealed class ClockWatch
{
    /// <summary>Less than this is how clocks are kept right all the time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private DateTimeOffset _then;
    private long _at;
    private TimeSpan _back;

    /// <param name="clock">The clock.</param>
    public ClockWatch(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        (_then, _at) = (clock.GetUtcNow(), clock.GetTimestamp());
    }

    /// <summary>By how much it was put back, all in all, that <see cref="Heeded"/> has not been told of.</summary>
    /// <returns>Zero where it was not.</returns>
    public TimeSpan PutBack()
    {
        lock (_gate)
        {
            var (now, at) = (_clock.GetUtcNow(), _clock.GetTimestamp());
            if (_then + _clock.GetElapsedTime(_at, at) - now is var back && back > Tolerance)
                _back += back;
            (_then, _at) = (now, at);
            return _back;
        }
    }

    /// <summary>What waited for a time has been told.</summary>
    public void Heeded(TimeSpan back)
    {
        lock (_gate)
            _back -= back;
    }
}
