namespace ImageGen.Core.Jobs;

/// <summary>
/// Where a job is in its life.
/// <code>
///            lease              settle
/// Pending ─────────▸ Processing ──────▸ Completed | Failed | Cancelled
///    ▴  │  release, rescue,  │
///    │  │  reroute           │
///    └──┼────────────────────┘
///       └─ cancel ▸ Cancelled
/// </code>
/// </summary>
public enum JobState
{
    /// <summary>Waiting: for a worker, for its backoff to pass, or for the job it follows.</summary>
    Pending,

    /// <summary>A worker holds its lease.</summary>
    Processing,

    /// <summary>Ended with pictures.</summary>
    Completed,

    /// <summary>Ended with an error: refused, over a limit, or broken.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it.</summary>
    Cancelled,
}

/// <summary>What is being done for a job right now, as people watch it.</summary>
public enum JobStage
{
    /// <summary>Waiting its turn.</summary>
    Queued,

    /// <summary>Moderating, choosing guidelines, refining the prompt.</summary>
    Refining,

    /// <summary>The provider is drawing.</summary>
    Generating,

    /// <summary>Pictures are streaming into the store.</summary>
    Storing,

    /// <summary>It has its outcome.</summary>
    Done,
}

/// <summary>States in a sentence.</summary>
public static class JobStates
{
    /// <summary>Whether the job has its one outcome.</summary>
    public static bool IsFinal(this JobState state) => state is JobState.Completed or JobState.Failed or JobState.Cancelled;
}
