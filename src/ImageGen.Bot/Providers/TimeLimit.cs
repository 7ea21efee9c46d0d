namespace ImageGen.Bot.Providers;

/// <summary>Ends a call when it takes too long, or when the caller no longer wants it.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan limit, TimeProvider clock, CancellationToken cancellation)
    {
        _timer = new CancellationTokenSource(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellation);
        Token = _either.Token;
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
