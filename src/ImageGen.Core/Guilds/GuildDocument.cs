using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>What a guild's admins decided: only that, so that the installation's defaults hold for the rest, today's and tomorrow's.</summary>
public sealed record GuildDocument
{
    /// <summary>Most styles of a guild's own.</summary>
    public const int MaxStyles = 200;

    /// <summary>Nothing decided yet.</summary>
    public static GuildDocument Empty { get; } = new();

    /// <summary>The guild's own styles, in the order of their names.</summary>
    public IReadOnlyList<StyleGuide> Styles { get; init; } = [];

    /// <summary>Names of built-in styles nobody is offered.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Limits of the guild's own.</summary>
    public QuotaPolicy Quotas { get; init; } = new();

    /// <summary>Rules of the guild's own.</summary>
    public GuildRules Rules { get; init; } = new();

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static GuildDocument Parse(string json) =>
        JsonSerializer.Deserialize(json, GuildDocumentJson.Default.GuildDocument) ?? throw new JsonException("A guild's document is null.");

    /// <summary>The document as text. Equal documents are written alike.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GuildDocumentJson.Default.GuildDocument);

    /// <summary>The settings these decisions come to.</summary>
    public GuildSettings Over(GuildSettings installation)
    {
        ArgumentNullException.ThrowIfNull(installation);
        return new GuildSettings
        {
            Styles = Library(installation.Styles),
            Quotas = Quotas.Over(installation.Quotas),
            Rules = Rules with { ReplyIn = Rules.ReplyIn ?? installation.Rules.ReplyIn },
        };
    }

    /// <summary>
    /// The guild's styles and the built-in ones it shows. Where the default is hidden, the first medium that is left takes
    /// its place; at least one style always is.
    /// </summary>
    public StyleLibrary Library(StyleLibrary builtIn)
    {
        ArgumentNullException.ThrowIfNull(builtIn);
        if (Styles.Count == 0 && Hidden.Count == 0)
            return builtIn;
        var own = Styles.Select(style => style.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<StyleGuide> shown = [.. Styles, .. builtIn.Guides.Where(guide => !own.Contains(guide.Name) && !Hidden.Contains(guide.Name, StringComparer.OrdinalIgnoreCase))];
        if (shown.Count == 0)
            return builtIn;
        var fallback = shown.Find(guide => guide.Name == builtIn.Default.Name) ?? shown.Find(guide => guide.Kind == StyleKind.Medium) ?? shown[0];
        return new StyleLibrary(shown, fallback.Name);
    }
}

[JsonSerializable(typeof(GuildDocument))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
internal sealed partial class GuildDocumentJson : JsonSerializerContext;
