using ImageGen.Core.Chat;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>What holds in a guild: what its admins decided, and the installation's defaults for the rest.</summary>
public sealed record GuildSettings
{
    /// <summary>The styles its people can use.</summary>
    public required StyleLibrary Styles { get; init; }

    /// <summary>How much they may use.</summary>
    public QuotaPolicy Quotas { get; init; } = new();

    /// <summary>What they may do.</summary>
    public GuildRules Rules { get; init; } = new();

    /// <summary>Words refused here besides those of the installation.</summary>
    public IReadOnlyList<string> BlockedWords => Rules.BlockedWords;

    /// <summary>Where pictures appear.</summary>
    public ReplyPlace ReplyIn => Rules.ReplyIn ?? ReplyPlace.Message;

    /// <summary>What moderation is told of a place.</summary>
    public ModerationContext Moderation(ChatContext? context) =>
        new(Rules.BlockedWords, IsAgeRestricted(context)) { BlockedPatterns = Rules.BlockedPatterns };

    /// <summary>Whether moderation is the milder in a place.</summary>
    public bool IsAgeRestricted(ChatContext? context) => context is { IsAgeRestricted: true } && Rules.Moderation != Strictness.Strict;
}

/// <summary>Knows each guild's settings.</summary>
public interface IGuildSettingsStore
{
    /// <summary>The guild's settings, or the installation's defaults. Answers from memory in the common case.</summary>
    ValueTask<GuildSettings> GetAsync(TenantId tenant, CancellationToken cancellation);
}
