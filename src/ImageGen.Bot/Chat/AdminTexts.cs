using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>How a platform sets what admins read.</summary>
/// <param name="Escape">Shows people's words as they typed them.</param>
/// <param name="Role">Names a role or user group by its id, without pinging anybody.</param>
/// <param name="Person">Names a person by their id, likewise.</param>
/// <param name="When">Writes an instant so that each reader sees their own time.</param>
internal sealed record AdminMarkup(Func<string, string> Escape, Func<string, string> Role, Func<string, string> Person, Func<DateTimeOffset, string> When);

/// <summary>
/// What admins are told, in plain lines that every chat platform shows alike: names in <c>`code`</c>, channels as
/// <c>&lt;#id&gt;</c>. In English, as what <see cref="GuildAdministration"/> says itself is.
/// </summary>
internal static class AdminTexts
{
    private const int MaxValue = 200;
    private const int MaxList = 800;

    /// <summary>What a change came to.</summary>
    public static IReadOnlyList<string> Of(AdminResult result, AdminMarkup markup) => result switch
    {
        AdminResult.Done done => ["✅ Done.", .. done.Changes.Select(change => Of(change, markup)), .. done.Notes.Select(note => $"⚠️ {markup.Escape(note)}")],
        AdminResult.Unchanged => ["It was so already; nothing changed."],
        AdminResult.Invalid invalid => ["⚠️ Nothing was changed:", .. invalid.Faults.Select(fault => $"• {markup.Escape(fault.Message)}")],
        AdminResult.Conflict conflict => [$"⚠️ {markup.Escape(conflict.Message)}"],
        _ => throw new InvalidOperationException($"Administration answered {result.GetType().Name}."),
    };

    /// <summary>An entry of the audit log.</summary>
    public static IReadOnlyList<string> Of(AuditEntry entry, AdminMarkup markup) =>
        [$"{markup.When(entry.At)} · {markup.Escape(entry.UserName)} · `{entry.Action}` · {entry.Face}", .. entry.Changes.Select(change => Of(change, markup))];

    /// <summary>What is not what it was.</summary>
    public static string Of(AuditChange change, AdminMarkup markup) => (change.Before, change.After) switch
    {
        (null, null) => $"• {markup.Escape(change.What)}",
        var (before, after) => $"• {markup.Escape(change.What)}: {Value(before, markup)} → {Value(after, markup)}",
    };

    /// <summary>A limit or rule: what it is, what holds, and whether the guild decided it.</summary>
    /// <param name="field">Which.</param>
    /// <param name="decided">What the guild's admins decided.</param>
    /// <param name="settings">What holds.</param>
    /// <param name="markup">How the platform writes it.</param>
    public static string Of(AdminField field, GuildDocument decided, GuildSettings settings, AdminMarkup markup) =>
        (field.Read(decided), field.Read(InForce(settings))) switch
        {
            ({ } own, _) => $"• {field.Title} (`{field.Name}`): {Shown(field.Kind, own, markup)}",
            (null, { } inherited) => $"• {field.Title} (`{field.Name}`): {Shown(field.Kind, inherited, markup)}, as everywhere with this bot",
            _ => $"• {field.Title} (`{field.Name}`): –",
        };

    /// <summary>A style in a list.</summary>
    public static string Of(ListedStyle style, AdminMarkup markup)
    {
        var guide = style.Guide;
        var marks = new List<string> { style.IsOwn ? string.Create(CultureInfo.InvariantCulture, $"version {guide.Version}") : "built in" };
        if (style.IsHidden)
            marks.Add("hidden");
        if (guide.Provider is not null)
            marks.Add(guide.Provider);
        if (guide.Aspect is { } aspect)
            marks.Add(aspect.ToString());
        if (guide.Quality is { } quality)
            marks.Add(quality.ToString().ToLowerInvariant());
        return $"• `{guide.Name}` {markup.Escape(guide.Title)} ({string.Join(", ", marks)})";
    }

    /// <summary>As many of the lines as there is room for, and how many more there are.</summary>
    public static string Fit(IReadOnlyList<string> lines, int maxLength)
    {
        const int RoomForRest = 30;
        var all = string.Join('\n', lines);
        if (all.Length <= maxLength)
            return all;
        var shown = new List<string>();
        var length = 0;
        foreach (var line in lines)
        {
            if (length + line.Length + 1 > maxLength - RoomForRest)
                break;
            shown.Add(line);
            length += line.Length + 1;
        }

        return string.Join('\n', [.. shown, string.Create(CultureInfo.InvariantCulture, $"… and {lines.Count - shown.Count:N0} more")]);
    }

    private static GuildDocument InForce(GuildSettings settings) => new() { Quotas = settings.Quotas, Rules = settings.Rules };

    private static string Value(string? value, AdminMarkup markup) => value is null ? "–" : markup.Escape(Cut.To(value.Replace('\n', ' '), MaxValue));

    private static string Shown(AdminFieldKind kind, string value, AdminMarkup markup)
    {
        return kind switch
        {
            AdminFieldKind.Channel or AdminFieldKind.Channels => Each(Channel),
            AdminFieldKind.Roles => Each(markup.Role),
            AdminFieldKind.NumberByChannel => Each(pair => Pair(pair, Channel)),
            AdminFieldKind.NumberByRole => Each(pair => Pair(pair, markup.Role)),
            AdminFieldKind.Dollars => $"${value}",
            _ => Value(value, markup),
        };

        string Each(Func<string, string> show) => Cut.To(string.Join(", ", value.Split(", ").Select(show)), MaxList);

        static string Channel(string id) => $"<#{id}>";

        static string Pair(string pair, Func<string, string> name) => pair.Split('=') is [var id, var number] ? $"{name(id)} {number}" : pair;
    }
}
