using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>Limits in words: one that is used up, and how full each is.</summary>
internal static class LimitText
{
    /// <summary>A limit that does not stand what was asked for: which, how much of it is used, and when it starts anew.</summary>
    /// <param name="over">What did not fit.</param>
    /// <param name="texts">The reader's language.</param>
    /// <param name="when">How the platform writes an instant so that each reader sees their own time.</param>
    public static string Of(Ticket.OverLimit over, Texts texts, Func<DateTimeOffset, string> when)
    {
        var claim = over.Claim;
        var key = QuotaClaims.LimitOf(claim) switch
        {
            LimitKind.UserImages => "limit.user_images",
            LimitKind.RoleImages => "limit.role_images",
            LimitKind.GuildImages => "limit.guild_images",
            LimitKind.ChannelImages => "limit.channel_images",
            LimitKind.GuildCost => "limit.guild_cost",
            LimitKind.UserOpen => "limit.user_open",
        };
        var text = texts.Format(key, ("limit", Amount(claim.Limit)), ("when", claim.ResetsAt is { } at ? when(at) : ""));
        return claim.Kind == ClaimKind.Open ? text : $"{text} {texts.Format("limit.used", ("used", Amount(over.Counter.Used)))}";

        object Amount(long value) => claim.Kind == ClaimKind.Cost ? new Usd(value).ToString() : value;
    }

    /// <summary>How full a limit is, with a bar where there is a limit.</summary>
    public static Fact Of(LimitUsage usage, Texts texts, Func<DateTimeOffset, string> when)
    {
        var name = texts[usage.Kind switch
        {
            LimitKind.UserImages => "quota.yours",
            LimitKind.RoleImages => "quota.role",
            LimitKind.GuildImages => "quota.everyone",
            LimitKind.ChannelImages => "quota.channel",
            LimitKind.GuildCost => "quota.budget",
            LimitKind.UserOpen => "quota.unfinished",
        }];
        var used = Amount(usage.Used);
        if (usage.Limit is not { } limit)
            return new Fact(name, texts.Format("quota.unlimited", ("used", used)));
        var reset = usage.ResetsAt is { } at ? $" · {texts.Format("quota.resets", ("when", when(at)))}" : "";
        return new Fact(name, $"{Bar.Of(usage.Used, limit)} {texts.Format("quota.used", ("used", used), ("limit", Amount(limit)))}{reset}");

        string Amount(long value) => usage.Kind == LimitKind.GuildCost ? new Usd(value).ToString() : value.ToString("N0", texts.Culture);
    }
}
