using ImageGen.Core.Chat;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>How much a guild and each of its people may use. A null limit is no limit.</summary>
public sealed record QuotaPolicy
{
    /// <summary>Pictures a user may have drawn a day (UTC). Cached pictures are free.</summary>
    public long? ImagesPerUserPerDay { get; init; }

    /// <summary>Pictures the guild may have drawn a day (UTC).</summary>
    public long? ImagesPerGuildPerDay { get; init; }

    /// <summary>What the guild's pictures may cost a month (UTC).</summary>
    public Usd? BudgetPerGuildPerMonth { get; init; }

    /// <summary>Unfinished jobs a user may have at once, waiting or being drawn.</summary>
    public long? QueuedPerUser { get; init; }
}

/// <summary>Where the picture to a command given in a channel appears. One given in a thread is answered there in any case.</summary>
public enum ReplyPlace
{
    /// <summary>As the reply to the command itself.</summary>
    Message,

    /// <summary>In a thread opened on the reply.</summary>
    Thread,
}

/// <summary>What a guild's admins decide.</summary>
public sealed record GuildSettings
{
    /// <summary>The styles its people can use.</summary>
    public required StyleLibrary Styles { get; init; }

    /// <summary>How much they may use.</summary>
    public QuotaPolicy Quotas { get; init; } = new();

    /// <summary>Words refused here besides those of the installation.</summary>
    public IReadOnlyList<string> BlockedWords { get; init; } = [];

    /// <summary>Expressions refused here.</summary>
    public IReadOnlyList<BlockedPattern> BlockedPatterns { get; init; } = [];

    /// <summary>Where pictures appear.</summary>
    public ReplyPlace ReplyIn { get; init; }

    /// <summary>Share of a busy lane relative to other guilds; 2 is served twice as often as 1.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>Knows each guild's settings.</summary>
public interface IGuildSettingsStore
{
    /// <summary>The guild's settings, or the installation's defaults. Answers from memory in the common case.</summary>
    ValueTask<GuildSettings> GetAsync(TenantId tenant, CancellationToken cancellation);
}
