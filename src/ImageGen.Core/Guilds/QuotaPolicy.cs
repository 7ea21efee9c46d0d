using System.Text.Json.Serialization;

namespace ImageGen.Core.Guilds;

/// <summary>What becomes of a command the budget does not stand.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitAction>))]
public enum LimitAction
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>The cheapest provider that the budget does stand draws it; refused where there is none.</summary>
    Cheaper,
}

/// <summary>How much a guild and each of its people may use. A null limit is no limit, or in a guild's own document the installation's.</summary>
public sealed record QuotaPolicy
{
    /// <summary>Pictures a user may have drawn a day. Cached pictures are free.</summary>
    public long? ImagesPerUserPerDay { get; init; }

    /// <summary>Pictures the guild may have drawn a day.</summary>
    public long? ImagesPerGuildPerDay { get; init; }

    /// <summary>Pictures that may be drawn a day in any one channel.</summary>
    public long? ImagesPerChannelPerDay { get; init; }

    /// <summary>The same for particular channels, by the platform's id.</summary>
    public IReadOnlyDictionary<string, long> Channels { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// Pictures each member with a role (user group) may have drawn a day, by the platform's id, in place of
    /// <see cref="ImagesPerUserPerDay"/>. The most generous of a member's roles counts.
    /// </summary>
    public IReadOnlyDictionary<string, long> Roles { get; init; } = new Dictionary<string, long>();

    /// <summary>Roles whose members no limit but the budget binds.</summary>
    public IReadOnlyList<string> ExemptRoles { get; init; } = [];

    /// <summary>What the guild's pictures may cost a month.</summary>
    public Usd? BudgetPerGuildPerMonth { get; init; }

    /// <summary>Unfinished jobs a user may have at once, waiting or being drawn.</summary>
    public long? QueuedPerUser { get; init; }

    /// <summary>Share of a busy lane relative to other guilds; 2 is served twice as often as 1. Null is 1.</summary>
    public double? Weight { get; init; }

    /// <summary>The same for members with a role, in place of <see cref="Weight"/>. The greatest of a member's roles counts.</summary>
    public IReadOnlyDictionary<string, double> RoleWeights { get; init; } = new Dictionary<string, double>();

    /// <summary>What becomes of a command the budget does not stand; null refuses it.</summary>
    public LimitAction? AtLimit { get; init; }

    /// <summary>Where the guild's days and months begin: an IANA time zone such as <c>Europe/Berlin</c>; null is UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>An instant as the guild's clocks show it, which decides its day and month.</summary>
    public DateTimeOffset Local(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, Zone());

    /// <summary>When the guild's present day and month end.</summary>
    public (DateTimeOffset Day, DateTimeOffset Month) Periods(DateTimeOffset now)
    {
        var zone = Zone();
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        return (Start(today.AddDays(1)), Start(today.AddDays(1 - today.Day).AddMonths(1)));

        // Where clocks go forward at midnight, the day begins an hour later.
        DateTimeOffset Start(DateTime date) =>
            zone.IsInvalidTime(date) ? new DateTimeOffset(date.AddHours(1), zone.GetUtcOffset(date.AddHours(1))) : new DateTimeOffset(date, zone.GetUtcOffset(date));
    }

    /// <summary>The limit of a member's pictures a day, and whether a role of theirs set it; null for no limit.</summary>
    public (long? Limit, bool IsOfRole) OfMember(IReadOnlyCollection<string> roles)
    {
        if (IsExempt(roles))
            return (null, true);
        var ofRoles = roles.Where(Roles.ContainsKey).Select(role => (long?)Roles[role]).Max();
        return ofRoles is null ? (ImagesPerUserPerDay, false) : (ofRoles, true);
    }

    /// <summary>The limit of a channel's pictures a day; null for no limit.</summary>
    public long? OfChannel(string channel) => Channels.TryGetValue(channel, out var own) ? own : ImagesPerChannelPerDay;

    /// <summary>A member's share of a busy lane.</summary>
    public double WeightOf(IReadOnlyCollection<string> roles) =>
        roles.Where(RoleWeights.ContainsKey).Select(role => (double?)RoleWeights[role]).Max() ?? Weight ?? 1;

    /// <summary>Whether a member has a role that no limit but the budget binds.</summary>
    public bool IsExempt(IReadOnlyCollection<string> roles) => roles.Any(role => ExemptRoles.Contains(role, StringComparer.Ordinal));

    /// <summary>These limits where they are set, the installation's elsewhere.</summary>
    public QuotaPolicy Over(QuotaPolicy installation)
    {
        ArgumentNullException.ThrowIfNull(installation);
        return this with
        {
            ImagesPerUserPerDay = ImagesPerUserPerDay ?? installation.ImagesPerUserPerDay,
            ImagesPerGuildPerDay = ImagesPerGuildPerDay ?? installation.ImagesPerGuildPerDay,
            BudgetPerGuildPerMonth = BudgetPerGuildPerMonth ?? installation.BudgetPerGuildPerMonth,
            QueuedPerUser = QueuedPerUser ?? installation.QueuedPerUser,
        };
    }

    /// <summary>A zone this machine does not know any more is UTC: a guild without limits would be worse.</summary>
    private TimeZoneInfo Zone() => TimeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
