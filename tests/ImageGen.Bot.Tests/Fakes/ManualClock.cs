namespace ImageGen.Bot.Tests.Fakes;

/// <summary>Time that moves only when told to. Timers fire, in order of their time, while it moves.</summary>
public sealed class ManualClock : TimeProvider
{
    /// <summary>Far ahead, so that no store's own clock lets anything of a test expire.</summary>
    public static readonly DateTimeOffset Start = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = Start;
    private TimeSpan _putBack;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Of time that passed, however the clock was set.</summary>
    public override long GetTimestamp()
    {
        lock (_gate)
            return (_now + _putBack).UtcTicks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = end > _now ? end : _now;
    }

    /// <summary>Sets the clock back. Timers fire when they would have.</summary>
    public void PutBack(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Set(-by);
    }

    /// <summary>Sets the clock ahead. Timers fire when they would have.</summary>
    public void PutAhead(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Set(by);
    }

    private void Set(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _putBack -= by;
            _timers.ForEach(timer => timer.Set(by));
        }
    }

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > end)
                return null;
            _now = next.Due > _now ? next.Due : _now;
            next.Schedule();
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public void Set(TimeSpan by) => Due += by;

        /// <summary>Sets the time after this one; the caller holds the clock's lock.</summary>
        public void Schedule()
        {
            if (_period > TimeSpan.Zero)
                Due += _period;
            else
                clock._timers.Remove(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                clock._timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            if (dueTime == TimeSpan.Zero)
                clock.Advance(TimeSpan.Zero);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
