using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>Tells two documents of one guild apart, in the words of an audit log.</summary>
internal static class AuditDiff
{
    private static readonly (string Name, Func<StyleGuide, string?> Read)[] StyleFields =
    [
        ("title", style => style.Title),
        ("kind", style => AdminValues.Name<StyleKind>(style.Kind)),
        ("keywords", style => AdminValues.Join(style.Keywords)),
        ("guidance", style => style.Guidance),
        ("negative", style => style.Negative.Length > 0 ? style.Negative : null),
        ("provider", style => style.Provider),
        ("aspect", style => style.Aspect?.ToString()),
        ("quality", style => AdminValues.Name(style.Quality)),
    ];

    public static IReadOnlyList<AuditChange> Of(GuildDocument before, GuildDocument after) =>
    [
        .. Styles(before, after),
        .. Hidden(before, after),
        .. Fields("quotas", AdminFields.Quotas, before, after),
        .. Fields("rules", AdminFields.Rules, before, after),
    ];

    private static IEnumerable<AuditChange> Styles(GuildDocument before, GuildDocument after)
    {
        var was = before.Styles.ToDictionary(style => style.Name);
        var now = after.Styles.ToDictionary(style => style.Name);
        foreach (var name in was.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            if (!now.TryGetValue(name, out var style))
                yield return new AuditChange($"style {name}", was[name].Guidance, null);
            else if (!was.TryGetValue(name, out var old))
                yield return new AuditChange($"style {name}", null, style.Guidance);
            else
                foreach (var (field, read) in StyleFields.Where(field => field.Read(old) != field.Read(style)))
                    yield return new AuditChange($"style {name} {field}", read(old), read(style));
        }
    }

    private static IEnumerable<AuditChange> Hidden(GuildDocument before, GuildDocument after) =>
        from name in before.Hidden.Union(after.Hidden).Order(StringComparer.Ordinal)
        let was = before.Hidden.Contains(name, StringComparer.Ordinal)
        let now = after.Hidden.Contains(name, StringComparer.Ordinal)
        where was != now
        select new AuditChange($"style {name}", was ? "hidden" : "shown", now ? "hidden" : "shown");

    private static IEnumerable<AuditChange> Fields(string part, IReadOnlyList<AdminField> fields, GuildDocument before, GuildDocument after) =>
        from field in fields
        let was = field.Read(before)
        let now = field.Read(after)
        where was != now
        select new AuditChange($"{part} {field.Name}", was, now);
}
