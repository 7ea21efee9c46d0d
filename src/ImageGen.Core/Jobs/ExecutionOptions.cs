namespace ImageGen.Core.Jobs;

/// <summary>How jobs are worked on.</summary>
public sealed record ExecutionOptions
{
    /// <summary>How long a lease lasts without a heartbeat: a killed worker's job runs again after it.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts at a job before its fault is its outcome.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Attempts at a reply. With the backoff below they reach over about an hour.</summary>
    public int MaxReplyAttempts { get; init; } = 12;

    /// <summary>
    /// How long after its job ended a reply is still tried again. Bounds the waits a platform asks everyone for, which
    /// are no attempts.
    /// </summary>
    public TimeSpan MaxReplyAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How often a job whose worker died is tried again. High, because a worker's death is seldom its job's fault; a limit,
    /// because sometimes it is.
    /// </summary>
    public int MaxRescues { get; init; } = 20;

    /// <summary>Longest that moderation, guidelines, refinement and the reference image may take together in an attempt.</summary>
    public TimeSpan PreparationLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Longest that a picture may take into the store, which includes its way from the provider; how long a call to one may
    /// take is for each provider to say.
    /// </summary>
    public TimeSpan StoreLimit { get; init; } = TimeSpan.FromMinutes(70);

    /// <summary>The first wait between attempts; each further one is twice as long.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between attempts.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait after the given attempt: doubling, with full jitter in its upper half so that jobs that failed together do not return together.</summary>
    public TimeSpan Backoff(int attempt, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var whole = Math.Min(LongestBackoff.TotalSeconds, FirstBackoff.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30)));
        return TimeSpan.FromSeconds(whole * (0.5 + (random.NextDouble() / 2)));
    }
}
