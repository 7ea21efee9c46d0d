namespace ImageGen.Core.Jobs;

/// <summary>What the ledger needs to decide on a new job in one atomic step.</summary>
public sealed record AdmissionRequest
{
    /// <summary>What is asked for.</summary>
    public required JobOrder Order { get; init; }

    /// <summary>
    /// The delivery that brought it, unique in its platform: an interaction id, an event id, an idempotency key. A
    /// second request with it gets the first one's job. Null where a repeat cannot be told.
    /// </summary>
    public string? Delivery { get; init; }

    /// <summary>The lane to wait in: the provider's name.</summary>
    public required string Lane { get; init; }

    /// <summary>The lane its reply goes through once it has an outcome; null where nobody is told but those who look.</summary>
    public string? ReplyLane { get; init; }

    /// <summary>
    /// Whether a picture found in the cache is told through the reply lane as well; false where the caller answers at once
    /// with what it gets.
    /// </summary>
    public bool ReplyIfCached { get; init; }

    /// <summary>Draw even where the picture is cached or being drawn.</summary>
    public bool Fresh { get; init; }

    /// <summary>What it reserves. A job that is answered from the cache or follows another reserves only claims of kind <see cref="ClaimKind.Open"/> while it waits.</summary>
    public IReadOnlyList<QuotaClaim> Claims { get; init; } = [];

    /// <summary>The guild's date, under which <see cref="IJobLedger.UsageByDayAsync"/> tells of it; null where nobody asks.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>How much of the lane it takes, in pictures divided by the tenant's weight. Greater than 0.</summary>
    public double Work { get; init; } = 1;
}

/// <summary>What became of a request for admission.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>There is a job.</summary>
    public abstract record Admitted : Admission
    {
        private protected Admitted(ImageJob job) => Job = job;

        /// <summary>The job as it is now.</summary>
        public ImageJob Job { get; }
    }

    /// <summary>It waits in its lane, or with <see cref="ImageJob.Position"/> null for the job it follows, and has reserved what it claimed.</summary>
    public sealed record Queued(ImageJob Waiting) : Admitted(Waiting);

    /// <summary>It waits for a job with the same key that is being drawn already, and costs nothing.</summary>
    public sealed record Following(ImageJob Follower) : Admitted(Follower);

    /// <summary>It is complete: the picture was there.</summary>
    public sealed record Cached(ImageJob Done) : Admitted(Done);

    /// <summary>The delivery was seen before; this is the job it made then.</summary>
    public sealed record Repeated(ImageJob First) : Admitted(First);

    /// <summary>There is no job: a limit would be overrun. Nothing was reserved.</summary>
    /// <param name="Claim">The first claim that did not fit.</param>
    /// <param name="Counter">Its counter at that moment.</param>
    public sealed record OverLimit(QuotaClaim Claim, CounterState Counter) : Admission;
}
