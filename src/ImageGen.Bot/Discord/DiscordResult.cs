namespace ImageGen.Bot.Discord;

/// <summary>What came of a call.</summary>
internal abstract record DiscordResult<T>
{
    private DiscordResult()
    {
    }

    /// <summary>Discord did it.</summary>
    internal sealed record Ok(T Answer) : DiscordResult<T>;

    /// <summary>Discord will not, however often it is asked.</summary>
    /// <param name="Status">Of HTTP.</param>
    /// <param name="Code">See <see cref="DiscordError"/>; 0 where Discord gave none.</param>
    internal sealed record Failed(int Status, int Code) : DiscordResult<T>;

    /// <summary>Too many calls, or a pause because of them; nothing was done.</summary>
    internal sealed record RateLimited(TimeSpan RetryAfter) : DiscordResult<T>;

    /// <summary>No usable answer: the network, the time limit, or Discord itself. Whether the call was carried out is not known.</summary>
    internal sealed record Unreachable : DiscordResult<T>;
}

/// <summary>The answer of calls that have none.</summary>
internal sealed record Nothing
{
    private Nothing()
    {
    }

    public static Nothing Value { get; } = new();
}
