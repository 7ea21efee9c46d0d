using System.Text.Json.Serialization;

namespace ImageGen.Core.Chat;

/// <summary>
/// Whoever shares quotas, styles, cache and history: a Discord guild, a Slack workspace, an API key. Tenants never see
/// each other's work.
/// </summary>
/// <param name="Platform">Where it lives: <c>discord</c>, <c>slack</c>, <c>api</c>, <c>local</c>. No colon in it.</param>
/// <param name="Id">The platform's own id.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct TenantId(string Platform, string Id)
{
    private const string PersonPrefix = "user-";

    /// <summary>People at this machine: the page, the command line, the API without keys.</summary>
    public static TenantId Local => new("local", "local");

    /// <summary>One person, where no guild or workspace pays: direct messages, and an app somebody has for themselves.</summary>
    public static TenantId OfPerson(string platform, string user) => new(platform, PersonPrefix + user);

    /// <summary>Whether it is <see cref="OfPerson"/>.</summary>
    public bool IsPerson => Id.StartsWith(PersonPrefix, StringComparison.Ordinal);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static TenantId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? new TenantId(text[..colon], text[(colon + 1)..])
            : throw new FormatException("A tenant is written platform:id.");
    }

    /// <summary><c>platform:id</c>.</summary>
    public override string ToString() => $"{Platform}:{Id}";

    internal sealed class Converter() : TextJsonConverter<TenantId>(Parse, static value => value.ToString());
}
