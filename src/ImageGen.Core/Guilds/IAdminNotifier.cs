using ImageGen.Core.Chat;

namespace ImageGen.Core.Guilds;

/// <summary>What admins are told unasked: a limit of theirs fills up.</summary>
/// <param name="Kind">Which limit: <see cref="LimitKind.GuildCost"/> or <see cref="LimitKind.GuildImages"/>.</param>
/// <param name="Percent">The threshold reached: 80 or 100.</param>
/// <param name="Used">How much is used: pictures, or millionths of a dollar.</param>
/// <param name="Limit">Of how much.</param>
/// <param name="ResetsAt">When it starts anew, on the guild's clocks.</param>
public sealed record AdminNotice(LimitKind Kind, int Percent, long Used, long Limit, DateTimeOffset ResetsAt)
{
    /// <summary>The same in an English sentence.</summary>
    public string Message =>
        $"{Percent} % of {(Kind == LimitKind.GuildCost ? "this month's budget" : "today's pictures for everyone")} is used up: {Amount(Used)} of {Amount(Limit)}. It resets at {Jobs.LimitMessages.Instant(ResetsAt)}.";

    private string Amount(long value) => Kind == LimitKind.GuildCost ? new Usd(value).ToString() : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Tells admins something in the channel they chose: one chat platform.</summary>
public interface IAdminNotifier
{
    /// <summary>The <see cref="TenantId.Platform"/> whose guilds it tells.</summary>
    string Platform { get; }

    /// <summary>Posts a notice once; a fault is logged by the caller and the notice stays in the audit log.</summary>
    /// <param name="tenant">The guild.</param>
    /// <param name="channel">The channel, by the platform's id (<see cref="GuildRules.WarnChannel"/>).</param>
    /// <param name="notice">What there is to say.</param>
    /// <param name="cancellation">Gives up.</param>
    Task NotifyAsync(TenantId tenant, string channel, AdminNotice notice, CancellationToken cancellation);
}
