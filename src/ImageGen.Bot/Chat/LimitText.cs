using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>Limits in words: one that is used up, and how full each is.</summary>
internal static class LimitText
{
    /// <summary>A limit that does not stand what was asked for, in a sentence: which, how much, and when it starts anew.</summary>
    /// <param name="claim">What did not fit.</param>
    /// <param name="texts">The reader's language.</param>
    /// <param name="when">How the platform writes an instant so that each reader sees their own time.</param>
    public static string Of(QuotaClaim claim, Texts texts, Func<DateTimeOffset, string> when)
    {
        var key = QuotaClaims.LimitOf(claim) switch
        {
            LimitKind.UserImages => "limit.user_images",
            LimitKind.GuildImages => "limit.guild_images",
            LimitKind.GuildCost => "limit.guild_cost",
            LimitKind.UserOpen => "limit.user_open",
        };
        object limit = claim.Kind == ClaimKind.Cost ? new Usd(claim.Limit).ToString() : claim.Limit;
        return texts.Format(key, ("limit", limit), ("when", claim.ResetsAt is { } at ? when(at) : ""));
    }

    /// <summary>How full a limit is, with a bar where there is a limit.</summary>
    public static Fact Of(LimitUsage usage, Texts texts, Func<DateTimeOffset, string> when)
    {
        var name = texts[usage.Kind switch
        {
            LimitKind.UserImages => "quota.yours",
            LimitKind.GuildImages => "quota.everyone",
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
