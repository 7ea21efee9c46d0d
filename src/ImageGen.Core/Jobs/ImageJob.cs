using System.Text.Json.Serialization;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

/// <summary>What was asked for, by whom, and where the answer belongs. Written once, at admission.</summary>
public sealed record JobOrder
{
    /// <summary>The job's id.</summary>
    public required JobId Id { get; init; }

    /// <summary>Whose quotas, styles and cache it uses.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Who asked, as the platform names them.</summary>
    public required string User { get; init; }

    /// <summary>Where the answer belongs.</summary>
    public required ConversationRef Conversation { get; init; }

    /// <summary>What to draw.</summary>
    public required UserPrompt Prompt { get; init; }

    /// <summary>How to draw it.</summary>
    public required ImageSpec Spec { get; init; }

    /// <summary>What identifies the picture.</summary>
    public required PromptKey Key { get; init; }

    /// <summary>The text as typed after <c>/imagine</c>, where that is how it came.</summary>
    public string? Command { get; init; }

    /// <summary>Where the attached reference image is until the bot has its own copy; null where none was attached.</summary>
    public Uri? ReferenceUrl { get; init; }

    /// <summary>Whether another provider may draw it where the one of <see cref="Spec"/> cannot: nobody insisted on that one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MayFallBack { get; init; }

    /// <summary>The provider that was asked for and that the budget did not stand, so that a cheaper one draws; null where it is the one asked for.</summary>
    public string? InsteadOf { get; init; }

    /// <summary>Whether it is drawn even where there is such a picture.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFresh { get; init; }

    /// <summary>What the platform said of the place and the person; null for nothing.</summary>
    public ChatContext? Context { get; init; }

    /// <summary>The span that admitted it, in W3C's <c>traceparent</c> form, for whoever goes on with its trace; null where none was recorded.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When it was admitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A job as the ledger knows it at one moment.</summary>
public sealed record ImageJob
{
    /// <summary>Most characters of a <see cref="Message"/>.</summary>
    public const int LongestMessage = 200;

    /// <summary>What was asked for.</summary>
    public required JobOrder Order { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>The lane it waits or runs in: a provider's name, or a reply lane once it has its outcome.</summary>
    public required string Lane { get; init; }

    /// <summary>What it has achieved.</summary>
    public JobProgress Progress { get; init; } = JobProgress.None;

    /// <summary>How it ended; null until it has.</summary>
    public JobOutcome? Outcome { get; init; }

    /// <summary>Whether its pictures were drawn for an earlier or simultaneous job, so that it cost nothing.</summary>
    public bool Cached { get; init; }

    /// <summary>Leases that ended in a fault, in its present lane.</summary>
    public int Attempts { get; init; }

    /// <summary>Leases that ended in silence, because a worker died.</summary>
    public int Rescues { get; init; }

    /// <summary>Jobs to be leased before and with this one, so 1 is next; null unless it waits in its lane.</summary>
    public int? Position { get; init; }

    /// <summary>Somebody asked to cancel it while it runs.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>When it was first leased.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it got its outcome.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Where its chat platform finds the message that shows it, in the platform's own form; null while there is none.</summary>
    public string? Message { get; init; }

    /// <summary>The job's id.</summary>
    public JobId Id => Order.Id;

    /// <summary>
    /// What this job itself cost; nothing where cached. A job the ledger ended without a worker (cancelled while it waited
    /// to be tried again) cost what its last checkpoint says.
    /// </summary>
    public Usd? Cost => Outcome is null ? null : Cached ? Usd.Zero : Progress.Cost + Progress.Spent is var known && Outcome.Cost > known ? Outcome.Cost : known;

    /// <summary>A finished picture that its author can have instead; null where none is offered to them.</summary>
    public NearHit? NearHit => Progress.NearHit is { } near && near.For == Id ? near : null;

    /// <summary>What is being done, as people watch it.</summary>
    public JobStage Stage => State switch
    {
        JobState.Pending => JobStage.Queued,
        JobState.Processing => Progress.Stage == JobStage.Queued ? JobStage.Refining : Progress.Stage,
        JobState.Completed or JobState.Failed or JobState.Cancelled => JobStage.Done,
    };

    /// <summary>Refuses what cannot be a <see cref="Message"/>; null, which is none, can.</summary>
    /// <exception cref="ArgumentException">It is empty, or longer than <see cref="LongestMessage"/>.</exception>
    public static void CheckMessage(string? message)
    {
        if (message is { Length: 0 or > LongestMessage })
            throw new ArgumentException($"A message is named in 1 to {LongestMessage} characters.", nameof(message));
    }
}
