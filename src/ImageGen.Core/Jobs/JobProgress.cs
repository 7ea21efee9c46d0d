using System.Text.Json.Serialization;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

/// <summary>
/// What a job has achieved so far, checkpointed as soon as it is: whoever runs the job next starts from here, and pays
/// for nothing again.
/// </summary>
public sealed record JobProgress
{
    /// <summary>Nothing yet.</summary>
    public static JobProgress None { get; } = new();

    /// <summary>What is being done.</summary>
    public JobStage Stage { get; init; }

    /// <summary>The seed of the first picture, once chosen.</summary>
    public uint? Seed { get; init; }

    /// <summary>The refined prompt, once there is one.</summary>
    public RefinedPrompt? Prompt { get; init; }

    /// <summary>What the provider is, or was, told: the refined prompt once it has passed moderation.</summary>
    [JsonIgnore]
    public RefinedPrompt? Told => Stage >= JobStage.Generating ? Prompt : null;

    /// <summary>A finished picture that is nearly what was asked for, where one was found.</summary>
    public NearHit? NearHit { get; init; }

    /// <summary>The provider was called and has not answered. Found set by the next attempt, that call is uncertain.</summary>
    public bool CallOpen { get; init; }

    /// <summary>The provider's own task, where it has such: the next attempt goes on with it.</summary>
    public string? ProviderTask { get; init; }

    /// <summary>Our copy of the attached reference image, once there is one.</summary>
    public ImageAsset? Reference { get; init; }

    /// <summary>Pictures stored so far, in order.</summary>
    public IReadOnlyList<ImageAsset> Assets { get; init; } = [];

    /// <summary>How many of <see cref="Assets"/> were drawn, and paid, for a cancelled job whose place this one took.</summary>
    public int Inherited { get; init; }

    /// <summary>What the calls answered so far cost, and is not yet <see cref="Spent"/>.</summary>
    public Usd Cost { get; init; }

    /// <summary>What was spent of the budget before the job's end: uncertain calls at their upper bound, and providers that gave up.</summary>
    public Usd Spent { get; init; }

    /// <summary>Calls whose outcome cannot be known.</summary>
    public int UncertainAttempts { get; init; }

    /// <summary>Providers that gave up on the job, first to last.</summary>
    public IReadOnlyList<string> GaveUp { get; init; } = [];

    /// <summary>How many of <see cref="Assets"/> are by providers that gave up.</summary>
    public int DrawnBefore { get; init; }
}
