using ImageGen.Core.Images;

namespace ImageGen.Core.Guilds;

/// <summary>What a field takes, so that a face can offer the fitting input.</summary>
public enum AdminFieldKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>An amount of US dollars.</summary>
    Dollars,

    /// <summary>A number with decimals.</summary>
    Share,

    /// <summary>One of <see cref="AdminField.Choices"/>.</summary>
    Choice,

    /// <summary><c>on</c> or <c>off</c>.</summary>
    Switch,

    /// <summary>A short text.</summary>
    Text,

    /// <summary>Words or phrases, with commas or a line each.</summary>
    Words,

    /// <summary>Expressions, a line each.</summary>
    Patterns,

    /// <summary>A configured provider's name.</summary>
    Provider,

    /// <summary>Names of configured providers.</summary>
    Providers,

    /// <summary>The id of a channel.</summary>
    Channel,

    /// <summary>Ids of channels.</summary>
    Channels,

    /// <summary>Ids of roles or user groups.</summary>
    Roles,

    /// <summary>Pairs <c>channel=number</c>.</summary>
    NumberByChannel,

    /// <summary>Pairs <c>role=number</c>.</summary>
    NumberByRole,
}

/// <summary>What a field is judged against.</summary>
/// <param name="Admin">Who sets it.</param>
/// <param name="Installation">The installation's defaults.</param>
/// <param name="Providers">The configured providers.</param>
internal sealed record AdminFieldContext(Admin Admin, GuildSettings Installation, ImageProviders Providers);

/// <summary>
/// One thing admins can set, read and written as text: every face shows the same fields, and adds none of its own. An
/// empty text goes back to the installation's default.
/// </summary>
public sealed class AdminField
{
    internal AdminField(
        string name,
        string title,
        string hint,
        AdminFieldKind kind,
        Func<GuildDocument, string?> read,
        Func<GuildDocument, GuildDocument> clear,
        Func<GuildDocument, string, AdminFieldContext, (GuildDocument? Document, string? Fault)> write)
    {
        (Name, Title, Hint, Kind) = (name, title, hint, kind);
        Read = read;
        Write = (document, text, context) => text.Length == 0 ? (clear(document), null) : write(document, text, context);
    }

    /// <summary>The field as the HTTP API spells it: <c>imagesPerUserPerDay</c>. Faults name it.</summary>
    public string Name { get; }

    /// <summary>What people read: "Pictures a member and day".</summary>
    public string Title { get; }

    /// <summary>What it takes, in a phrase: "0 to 1,000,000,000".</summary>
    public string Hint { get; }

    /// <summary>What kind of input fits.</summary>
    public AdminFieldKind Kind { get; }

    /// <summary>The choices; empty where there is no list of them.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The value as text that can be given again; null where it is the installation's default.</summary>
    public Func<GuildDocument, string?> Read { get; }

    internal Func<GuildDocument, string, AdminFieldContext, (GuildDocument? Document, string? Fault)> Write { get; }
}
