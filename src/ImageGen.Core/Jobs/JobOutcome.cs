using ImageGen.Core.Images;

namespace ImageGen.Core.Jobs;

/// <summary>Why a job brought no picture.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people; holds no secret and no prompt.</param>
public sealed record JobError(ErrorCode Code, string Message);

/// <summary>How a job ended: exactly once, and its author sees it.</summary>
public sealed record JobOutcome
{
    /// <summary>The final state.</summary>
    public required JobState State { get; init; }

    /// <summary>Why there is no picture; null where there is one.</summary>
    public JobError? Error { get; init; }

    /// <summary>The text the provider was told; null where it came to none.</summary>
    public string? RefinedPrompt { get; init; }

    /// <summary>Names of the style guides that shaped it.</summary>
    public IReadOnlyList<string> Guidelines { get; init; } = [];

    /// <summary>Who refined it: <c>template/1</c>, …; null where nobody came to.</summary>
    public string? Refiner { get; init; }

    /// <summary>The refiner that was asked and could not, so that <see cref="Refiner"/> did; null where none failed.</summary>
    public string? RefinedInsteadOf { get; init; }

    /// <summary>The pictures; empty unless completed.</summary>
    public IReadOnlyList<ImageAsset> Assets { get; init; } = [];

    /// <summary>Who drew them, which may be another provider than was asked for.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider that was to draw them and was not available; null where <see cref="Provider"/> is the one asked for.</summary>
    public string? FallbackFrom { get; init; }

    /// <summary>The seed of the first picture.</summary>
    public uint? Seed { get; init; }

    /// <summary>What drawing them cost, uncertain attempts included.</summary>
    public Usd Cost { get; init; }

    /// <summary>Attempts that may have been charged though no picture arrived.</summary>
    public int UncertainAttempts { get; init; }

    /// <summary>The span of the work that ended it, as <see cref="JobOrder.TraceParent"/>: jobs that share its pictures link to it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>An ending without pictures.</summary>
    public static JobOutcome Failure(ErrorCode code, string message) => new()
    {
        State = code == ErrorCode.Cancelled ? JobState.Cancelled : JobState.Failed,
        Error = new JobError(code, message),
    };
}
