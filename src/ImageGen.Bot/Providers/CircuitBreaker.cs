using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers;

/// <summary>
/// Spares a provider that is away, or whose account is empty, calls that cannot succeed: after some outages in a row, or
/// one fault of the account, calls fail at once for a while. Then one of them is let through to see, and as long as it
/// fails, the while grows.
/// </summary>
internal sealed partial class CircuitBreaker(string provider, TimeProvider clock, ILogger logger)
{
    /// <summary>Outages in a row before calls are held back.</summary>
    public const int Threshold = 5;

    /// <summary>How long calls are held back at first.</summary>
    public static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(5);

    /// <summary>Until the one call that was let through has said how it went, another one is let through only this often.</summary>
    private static readonly TimeSpan Probing = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SteadyClock _steady = new(clock);
    private int _outages;
    private GenerationException? _cause;
    private DateTimeOffset _openUntil;
    private TimeSpan _break = FirstBreak;

    /// <summary>Whose calls.</summary>
    public string Provider => provider;

    /// <summary>Why calls are held back, and until when; null where they are not.</summary>
    public (ErrorCode Cause, DateTimeOffset Until)? Open
    {
        get
        {
            lock (_gate)
                return _cause is { } cause && _openUntil - _steady.GetUtcNow() is { Ticks: > 0 } left ? (cause.Code, clock.GetUtcNow() + left) : null;
        }
    }

    /// <summary>Throws where calls are held back.</summary>
    /// <exception cref="GenerationException">What held them back, and until when.</exception>
    public void Check()
    {
        lock (_gate)
        {
            if (_cause is not { } cause)
                return;
            var now = _steady.GetUtcNow();
            if (now >= _openUntil)
            {
                _openUntil = now + Probing;
                return;
            }

            // Whoever comes while the account is empty is told at once; waiting would not fill it.
            throw new GenerationException(cause.Code, cause.Message)
            {
                IsHeldBack = true,
                IsTransient = cause.IsTransient,
                RetryAfter = cause.IsTransient ? _openUntil - now : null,
            };
        }
    }

    /// <summary>A call did as it should.</summary>
    public void Succeeded()
    {
        lock (_gate)
        {
            if (_cause is not null)
                LogClosed(provider);
            (_outages, _cause, _break) = (0, null, FirstBreak);
        }
    }

    /// <summary>A call ended in a fault; refusals and bad requests say nothing about the provider's health.</summary>
    public void Failed(GenerationException fault)
    {
        lock (_gate)
        {
            var isAccount = fault.Code == ErrorCode.ProviderAccount;
            // Whoever names a time to wait is there; the lane's pause is the answer to that.
            var isOutage = fault is { Code: ErrorCode.ProviderUnavailable or ErrorCode.TimedOut, RetryAfter: null };
            if (!isAccount && (!isOutage || ++_outages < Threshold))
                return;
            if (_cause is not null && _steady.GetUtcNow() < _openUntil - Probing)
                return;
            if (_cause is not null)
                _break = _break * 2 < LongestBreak ? _break * 2 : LongestBreak;
            (_cause, _openUntil) = (fault, _steady.GetUtcNow() + _break);
            LogOpen(provider, fault.Code, _break.TotalSeconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Provider {Provider}: {Code}. Calls are held back for {Seconds} s; ImageGen.Bot doctor says what to mend.")]
    private partial void LogOpen(string provider, ErrorCode code, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Provider {Provider} answers again.")]
    private partial void LogClosed(string provider);
}
