using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Web;

/// <summary>A style as admins see it.</summary>
internal sealed record AdminStyleDocument(
    string Name, string Title, string Kind, IReadOnlyList<string> Keywords, string Guidance, string Negative, string? Provider, string? Aspect, string? Quality, int Version, bool Own, bool Hidden)
{
    public static AdminStyleDocument From(ListedStyle style) => new(
        style.Guide.Name, style.Guide.Title, style.Guide.Kind.ToString().ToLowerInvariant(), style.Guide.Keywords, style.Guide.Guidance, style.Guide.Negative,
        style.Guide.Provider, style.Guide.Aspect?.ToString(), style.Guide.Quality?.ToString().ToLowerInvariant(), style.Guide.Version, style.IsOwn, style.IsHidden);
}

/// <summary>Every style, the guild's own first.</summary>
internal sealed record AdminStyleListDocument(IReadOnlyList<AdminStyleDocument> Styles);

/// <summary>A limit or rule.</summary>
/// <param name="Name">What it is called in a PATCH.</param>
/// <param name="Title">What people read.</param>
/// <param name="Hint">What it takes.</param>
/// <param name="Choices">The choices, where there are any.</param>
/// <param name="Value">What the guild decided; null where it left it to the installation.</param>
/// <param name="InForce">What holds; null for no limit or no rule.</param>
internal sealed record AdminFieldDocument(string Name, string Title, string Hint, IReadOnlyList<string> Choices, string? Value, string? InForce);

/// <summary>A guild's limits or rules.</summary>
internal sealed record AdminFieldListDocument(long Revision, IReadOnlyList<AdminFieldDocument> Fields);

/// <summary>What a change came to.</summary>
/// <param name="Revision">The guild's revision now, also in the ETag.</param>
/// <param name="Changes">What is not what it was; empty where nothing was different.</param>
/// <param name="Notes">What there is to know of it.</param>
internal sealed record AdminChangeDocument(long Revision, IReadOnlyList<AuditChange> Changes, IReadOnlyList<string> Notes);

/// <summary>An audit log, newest first.</summary>
internal sealed record AuditDocument(IReadOnlyList<AuditEntry> Entries);

/// <summary>What was used, in pictures and US dollars.</summary>
internal sealed record UsageSumsDocument(string? Name, long Images, decimal CostUsd, long Refused, long Cached, decimal SavedUsd)
{
    public static UsageSumsDocument From(string? name, UsageSums sums) => new(name, sums.Images, sums.Cost.Dollars, sums.Refused, sums.Cached, sums.Saved.Dollars);

    public static IReadOnlyList<UsageSumsDocument> From(IEnumerable<UsageOf> parts) => [.. parts.Select(static part => From(part.Name, part.Sums))];
}

/// <summary>What was used on a day.</summary>
internal sealed record UsageDayDocument(DateOnly Day, UsageSumsDocument Total, IReadOnlyList<UsageSumsDocument> Providers, IReadOnlyList<UsageSumsDocument> Users);

/// <summary>What was used from one date to another: everything, by provider, by user, the costliest first, and by day, days without use left out.</summary>
internal sealed record UsageDaysDocument(
    DateOnly From, DateOnly To, UsageSumsDocument Total, IReadOnlyList<UsageSumsDocument> Providers, IReadOnlyList<UsageSumsDocument> Users, IReadOnlyList<UsageDayDocument> Days)
{
    public static UsageDaysDocument Of(UsageSummary summary) => new(
        summary.First, summary.Last, UsageSumsDocument.From(null, summary.Total), UsageSumsDocument.From(summary.Providers), UsageSumsDocument.From(summary.Users),
        [
            .. summary.Days.Where(static day => day.Providers.Count + day.Users.Count > 0)
                .Select(static day => new UsageDayDocument(day.Day, UsageSumsDocument.From(null, day.Total), UsageSumsDocument.From(day.Providers), UsageSumsDocument.From(day.Users))),
        ]);
}

/// <summary>What was forgotten of a person.</summary>
/// <param name="Jobs">Jobs that are gone, with their pictures.</param>
/// <param name="Unfinished">Jobs that are still ending: ask again in a moment.</param>
internal sealed record ForgottenDocument(int Jobs, int Unfinished);
