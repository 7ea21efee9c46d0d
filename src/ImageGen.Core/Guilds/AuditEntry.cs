using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Core.Guilds;

/// <summary>One thing that is not what it was.</summary>
/// <param name="What">What, as admins name it: <c>style neon-cat guidance</c>, <c>quota per-user</c>.</param>
/// <param name="Before">What it was; null where it was not set.</param>
/// <param name="After">What it is; null where it is not set any more.</param>
public sealed record AuditChange(string What, string? Before, string? After);

/// <summary>What an admin did, or the bot told admins of.</summary>
public sealed record AuditEntry
{
    /// <summary>Most characters of a value as the log shows it.</summary>
    public const int MaxValueLength = 200;

    /// <summary>Most changes an entry names one by one.</summary>
    public const int MaxChanges = 50;

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who, as the platform's id; <c>system</c> for the bot itself.</summary>
    public required string User { get; init; }

    /// <summary>Who, as people read it.</summary>
    public required string UserName { get; init; }

    /// <summary>Where it was done: <c>discord</c>, <c>slack</c>, <c>api</c>, <c>system</c>.</summary>
    public required string Face { get; init; }

    /// <summary>What was done: <c>style.add</c>, <c>quotas.set</c>, <c>user.forget</c>, <c>warning</c>, …</summary>
    public required string Action { get; init; }

    /// <summary>What is not what it was.</summary>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static AuditEntry Parse(string json) =>
        JsonSerializer.Deserialize(json, AuditEntryJson.Default.AuditEntry) ?? throw new JsonException("An audit entry is null.");

    /// <summary>The entry as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AuditEntryJson.Default.AuditEntry);

    /// <summary>Makes an entry of an admin's doing, its values cut to what a log shows.</summary>
    public static AuditEntry Of(Admin admin, string action, IReadOnlyList<AuditChange> changes, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(admin);
        ArgumentNullException.ThrowIfNull(changes);
        return new AuditEntry
        {
            At = at,
            User = admin.User,
            UserName = admin.Name,
            Face = admin.Face,
            Action = action,
            Changes = [.. changes.Take(MaxChanges).Select(change => new AuditChange(change.What, Cut(change.Before), Cut(change.After)))],
        };
    }

    private static string? Cut(string? value) => value is { Length: > MaxValueLength } ? Prompts.PromptText.Truncate(value, MaxValueLength - 1) + "…" : value;
}

[JsonSerializable(typeof(AuditEntry))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class AuditEntryJson : JsonSerializerContext;
