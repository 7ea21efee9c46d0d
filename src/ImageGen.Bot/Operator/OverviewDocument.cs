using System.Text.Json.Serialization;
using ImageGen.Bot.Web;

namespace ImageGen.Bot.Operator;

/// <summary>All that the page shows, at one moment.</summary>
internal sealed record OverviewDocument
{
    public required DateTimeOffset Now { get; init; }
    public required string Version { get; init; }
    public required bool HasPassword { get; init; }
    public required bool ShowsPrompts { get; init; }
    public required IReadOnlyList<LaneDocument> Lanes { get; init; }
    public required IReadOnlyList<ProcessReport> Processes { get; init; }
    public required IReadOnlyList<OperatorJobDocument> Running { get; init; }
    public required IReadOnlyList<OperatorJobDocument> Waiting { get; init; }
    public required IReadOnlyList<OperatorJobDocument> Failed { get; init; }
    public required CacheDocument Cache { get; init; }
    public required IReadOnlyList<GuildUsageDocument> Guilds { get; init; }
    public required IReadOnlyList<AuditEntry> Audit { get; init; }
}

/// <summary>A lane: a provider's, or one of replies.</summary>
internal sealed record LaneDocument
{
    public required string Name { get; init; }

    /// <summary>What kind of provider it is; null for replies.</summary>
    public string? Kind { get; init; }

    /// <summary>The provider's model; null for replies.</summary>
    public string? Model { get; init; }

    public required long Waiting { get; init; }
    public required long Delayed { get; init; }
    public required long Running { get; init; }
    public int? MaxConcurrent { get; init; }
    public int? RequestsPerMinute { get; init; }
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Whose jobs wait, among the next that are looked at; those of most jobs first.</summary>
    public required IReadOnlyList<LaneGuildDocument> Guilds { get; init; }

    /// <summary>Processes that work on it.</summary>
    public required int Workers { get; init; }

    /// <summary>Those of them that hold back calls to its provider.</summary>
    public required IReadOnlyList<OpenCircuit> OpenCircuits { get; init; }
}

/// <summary>A guild's share of a lane.</summary>
internal sealed record LaneGuildDocument(string Tenant, int Waiting, DateTimeOffset OldestAt);

/// <summary>A job, without what its author said unless that is to be shown.</summary>
internal sealed record OperatorJobDocument
{
    public required string Id { get; init; }
    public required string State { get; init; }
    public required string Stage { get; init; }
    public required string Lane { get; init; }
    public required string Tenant { get; init; }
    public required string User { get; init; }
    public required int Count { get; init; }
    public required string Style { get; init; }
    public required string Quality { get; init; }
    public required int Attempts { get; init; }
    public required int Rescues { get; init; }
    public int? Position { get; init; }
    public required bool CancelRequested { get; init; }
    public required bool Cached { get; init; }
    public decimal? CostUsd { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public ErrorDocument? Error { get; init; }
    public string? Prompt { get; init; }

    /// <summary>What can be done with it: <c>retry</c>, <c>reroute</c>, <c>cancel</c>, <c>delete</c>.</summary>
    public required IReadOnlyList<string> Actions { get; init; }
}

/// <summary>How often the cache answered.</summary>
/// <param name="Completed">Completed jobs among the newest.</param>
/// <param name="Cached">Those of them that were answered with an earlier picture.</param>
internal sealed record CacheDocument(int Completed, int Cached);

/// <summary>What a guild used.</summary>
internal sealed record GuildUsageDocument(string Tenant, decimal CostThisMonthUsd, IReadOnlyList<UsageOfDayDocument> Days);

/// <summary>What a guild used on one day.</summary>
internal sealed record UsageOfDayDocument(DateOnly Day, long Images, decimal CostUsd);

/// <summary>What a change says it did.</summary>
/// <param name="Message">For the operator.</param>
/// <param name="Job">The job it came to, where that is a new one.</param>
internal sealed record ActionDocument(string Message, string? Job = null);

/// <summary>What a change is told.</summary>
/// <param name="Password">To sign in.</param>
/// <param name="Provider">Whom to move a job to; null for the one it was ordered from.</param>
/// <param name="Minutes">How long to pause a lane; null until it is resumed.</param>
internal sealed record OperatorBody(string? Password = null, string? Provider = null, int? Minutes = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OverviewDocument))]
[JsonSerializable(typeof(OperatorJobDocument))]
[JsonSerializable(typeof(ActionDocument))]
[JsonSerializable(typeof(OperatorBody))]
[JsonSerializable(typeof(ProcessReport))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
internal sealed partial class OperatorJson : JsonSerializerContext;
