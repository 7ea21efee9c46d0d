namespace ImageGen.Bot.Hosting;

/// <summary>
/// A clock that nobody sets: it began at the right time and goes on evenly, whatever becomes of the machine's. For what
/// lasts a while within one process, such as a limit's pause; not for what is told to others.
/// </summary>
internal sealed class SteadyClock(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _at = clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_at);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
