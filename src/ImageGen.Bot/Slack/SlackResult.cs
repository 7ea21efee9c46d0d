namespace ImageGen.Bot.Slack;

/// <summary>What came of a call.</summary>
internal abstract record SlackResult<T>
{
    private SlackResult()
    {
    }

    /// <summary>Slack did it.</summary>
    internal sealed record Ok(T Answer) : SlackResult<T>;

    /// <summary>Slack will not, however often it is asked.</summary>
    /// <param name="Error">See <see cref="SlackError"/>.</param>
    internal sealed record Failed(string Error) : SlackResult<T>;

    /// <summary>Too many calls, or a pause because of them; nothing was done.</summary>
    internal sealed record RateLimited(TimeSpan RetryAfter) : SlackResult<T>;

    /// <summary>No usable answer: the network, the time limit, or Slack itself. Whether the call was carried out is not known.</summary>
    internal sealed record Unreachable : SlackResult<T>;
}

/// <summary>The answer of calls that have none.</summary>
internal sealed record Nothing
{
    private Nothing()
    {
    }

    public static Nothing Value { get; } = new();
}

/// <summary>Handing results on.</summary>
internal static class SlackResults
{
    /// <summary>The result with its answer read otherwise.</summary>
    public static SlackResult<TTo> Select<TFrom, TTo>(this SlackResult<TFrom> result, Func<TFrom, TTo> to) => result switch
    {
        SlackResult<TFrom>.Ok ok => new SlackResult<TTo>.Ok(to(ok.Answer)),
        SlackResult<TFrom>.Failed failed => new SlackResult<TTo>.Failed(failed.Error),
        SlackResult<TFrom>.RateLimited limited => new SlackResult<TTo>.RateLimited(limited.RetryAfter),
        SlackResult<TFrom>.Unreachable => new SlackResult<TTo>.Unreachable(),
        _ => throw new InvalidOperationException($"There is no answer {result.GetType().Name}."),
    };

    /// <summary>What came of a call that needs the answer of another.</summary>
    public static async Task<SlackResult<TTo>> ThenAsync<TFrom, TTo>(this Task<SlackResult<TFrom>> first, Func<TFrom, Task<SlackResult<TTo>>> next) =>
        await first is var result && result is SlackResult<TFrom>.Ok ok
            ? await next(ok.Answer)
            : result.Select<TFrom, TTo>(static _ => throw new InvalidOperationException());
}
