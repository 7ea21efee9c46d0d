using System.Text.Json.Serialization;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>Where the picture to a command given in a channel appears. One given in a thread is answered there in any case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplyPlace>))]
public enum ReplyPlace
{
    /// <summary>As the reply to the command itself.</summary>
    Message,

    /// <summary>In a thread opened on the reply.</summary>
    Thread,
}

/// <summary>How moderation judges.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Strictness>))]
public enum Strictness
{
    /// <summary>Milder in places for adults only, as the platform marks them.</summary>
    Standard,

    /// <summary>The same everywhere.</summary>
    Strict,
}

/// <summary>Who may give a reference image along.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReferenceUse>))]
public enum ReferenceUse
{
    /// <summary>Whoever may ask for pictures.</summary>
    Everyone,

    /// <summary>Members with one of <see cref="GuildRules.ReferenceRoles"/>.</summary>
    Roles,

    /// <summary>Nobody.</summary>
    Nobody,
}

/// <summary>Who may delete a picture or cancel a job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeletionRight>))]
public enum DeletionRight
{
    /// <summary>Who asked for it, and the guild's admins.</summary>
    AuthorAndAdmins,

    /// <summary>Only who asked for it.</summary>
    Author,

    /// <summary>Only the guild's admins.</summary>
    Admins,
}

/// <summary>What a guild's admins allow. Null and empty leave it to the installation.</summary>
public sealed record GuildRules
{
    /// <summary>The channels, by the platform's id, where pictures are made; a thread belongs to its channel. Empty for everywhere.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The providers that may draw. Empty for all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Who draws where a command names no provider.</summary>
    public string? DefaultProvider { get; init; }

    /// <summary>Where pictures appear.</summary>
    public ReplyPlace? ReplyIn { get; init; }

    /// <summary>How moderation judges; null is <see cref="Strictness.Standard"/>.</summary>
    public Strictness? Moderation { get; init; }

    /// <summary>Words and phrases refused here besides those of the installation.</summary>
    public IReadOnlyList<string> BlockedWords { get; init; } = [];

    /// <summary>Expressions refused here.</summary>
    public IReadOnlyList<BlockedPattern> BlockedPatterns { get; init; } = [];

    /// <summary>Who may use reference images; null is everyone.</summary>
    public ReferenceUse? References { get; init; }

    /// <summary>Whose members may, where <see cref="References"/> is <see cref="ReferenceUse.Roles"/>.</summary>
    public IReadOnlyList<string> ReferenceRoles { get; init; } = [];

    /// <summary>Who may delete and cancel; null is <see cref="DeletionRight.AuthorAndAdmins"/>.</summary>
    public DeletionRight? Deletion { get; init; }

    /// <summary>Whether prompts are refined where a command does not say; null is yes.</summary>
    public bool? Refine { get; init; }

    /// <summary>Whether a picture drawn for a nearly equal prompt may be offered; null is the installation's.</summary>
    public bool? NearHits { get; init; }

    /// <summary>Days after which prompts and pictures are deleted; null keeps them as long as the installation does.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>The channel, by the platform's id, where admins are warned of used-up limits; null for nowhere but the audit log.</summary>
    public string? WarnChannel { get; init; }

    /// <summary>Whether somebody may delete or cancel what the author asked for.</summary>
    /// <param name="isAuthor">It is the author.</param>
    /// <param name="isAdmin">It is an admin of the guild.</param>
    public bool MayDelete(bool isAuthor, bool isAdmin) => Deletion switch
    {
        DeletionRight.Author => isAuthor,
        DeletionRight.Admins => isAdmin,
        DeletionRight.AuthorAndAdmins or null => isAuthor || isAdmin,
    };

    /// <summary>Whether a provider may draw here.</summary>
    public bool MayDraw(string provider) => Providers.Count == 0 || Providers.Contains(provider, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a member with these roles may use a reference image.</summary>
    public bool MayUseReference(IReadOnlyCollection<string> roles) => References switch
    {
        ReferenceUse.Nobody => false,
        ReferenceUse.Roles => roles.Any(role => ReferenceRoles.Contains(role, StringComparer.Ordinal)),
        ReferenceUse.Everyone or null => true,
    };
}
