namespace ImageGen.Bot.Discord;

/// <summary>The calls that are left in one window of one bucket. Not thread-safe.</summary>
internal sealed class RateLimitBucket
{
    /// <summary>Answers to calls in one window differ by this much at most in when it ends: they take different times to arrive.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    private int? _limit;
    private int _remaining;
    private TimeSpan _window;

    /// <summary>When the window ends.</summary>
    public DateTimeOffset ResetAt { get; private set; }

    /// <summary>Takes one call; otherwise says how long until there is one.</summary>
    public TimeSpan? Take(DateTimeOffset now)
    {
        if (now >= ResetAt)
        {
            if (_limit is not { } limit)
                return null;
            // The next answer says it better. Until then, of all that waited for the reset no more than the limit go at once.
            _remaining = limit;
            ResetAt = now + _window;
        }

        if (_remaining <= 0)
            return ResetAt - now;
        _remaining--;
        return null;
    }

    /// <summary>Takes over what an answer says.</summary>
    public void Learn(DateTimeOffset now, int limit, int remaining, TimeSpan resetAfter)
    {
        var resetAt = now + resetAfter;
        // In a window that is known, this side has also counted the calls on their way, and answers come in any order.
        var isKnown = now < ResetAt && resetAt < ResetAt + Tolerance;
        _remaining = isKnown ? Math.Min(_remaining, remaining) : remaining;
        ResetAt = isKnown ? ResetAt : resetAt;
        _limit = limit;
        _window = resetAfter > _window ? resetAfter : _window;
    }

    /// <summary>Lets nothing through until then.</summary>
    public void Hold(DateTimeOffset until)
    {
        _remaining = 0;
        ResetAt = until > ResetAt ? until : ResetAt;
    }
}
