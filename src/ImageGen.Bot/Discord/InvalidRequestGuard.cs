using System.Net;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Discord;

/// <summary>
/// Stops calling before Discord bans this address: it does so for 10,000 answers of 401, 403 and 429 in ten minutes,
/// whatever the cause, and other processes share the address.
/// </summary>
internal sealed partial class InvalidRequestGuard(TimeProvider clock, ILogger<InvalidRequestGuard> logger)
{
    /// <summary>Opens the circuit at this many.</summary>
    public const int OpensAt = 1_000;

    /// <summary>Closes it once no more than this many are left, so that it does not open again at the next.</summary>
    public const int ClosesAt = 900;

    /// <summary>What Discord counts in.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly SteadyClock _steady = new(clock);
    private readonly Queue<DateTimeOffset> _invalid = new();
    private bool _isOpen;

    /// <summary>How long no call may be made; null where it may.</summary>
    public TimeSpan? OpenFor()
    {
        lock (_gate)
        {
            var now = _steady.GetUtcNow();
            Forget(now);
            _isOpen &= _invalid.Count > ClosesAt;
            return _isOpen ? _invalid.ElementAt(_invalid.Count - ClosesAt - 1) + Window - now : null;
        }
    }

    /// <summary>Counts an answer, if it is of those that count.</summary>
    public void Count(HttpStatusCode status, RateLimitHeaders headers)
    {
        var counts = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            || status is HttpStatusCode.TooManyRequests && headers.Scope != RateLimitHeaders.Shared;
        if (counts && OpensNow())
            LogOpen(OpensAt, Window.TotalMinutes);
    }

    private bool OpensNow()
    {
        lock (_gate)
        {
            var now = _steady.GetUtcNow();
            Forget(now);
            _invalid.Enqueue(now);
            if (_isOpen || _invalid.Count < OpensAt)
                return false;
            return _isOpen = true;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_invalid.TryPeek(out var oldest) && oldest + Window <= now)
            _invalid.Dequeue();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Discord refused {Count} calls in {Minutes} minutes. No more are made until most of these have aged, lest it bans this address.")]
    private partial void LogOpen(int count, double minutes);
}
