using ImageGen.Core.Jobs;

namespace ImageGen.Core.Images;

/// <summary>A provider or the store said no, and why: the one kind of fault a job's author is told about in detail.</summary>
public sealed class GenerationException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="code">What the user reads.</param>
    /// <param name="message">A sentence for the user; holds no secret and no prompt.</param>
    /// <param name="inner">What caused it.</param>
    public GenerationException(ErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>What the user reads.</summary>
    public ErrorCode Code { get; }

    /// <summary>Whether trying again later may help.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the provider asked everyone to wait; the whole lane pauses.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the provider's own task came to its end without pictures, so that the next attempt orders anew. With
    /// <see cref="IsUncertain"/>, what the task cost is counted first.
    /// </summary>
    public bool IsTaskEnded { get; init; }

    /// <summary>Whether no call was made, because the provider is known to be away until <see cref="RetryAfter"/>.</summary>
    public bool IsHeldBack { get; init; }

    /// <summary>Whether the provider may have drawn, and charged for, pictures that never arrived.</summary>
    public bool IsUncertain { get; init; }
}
