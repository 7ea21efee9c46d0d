using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>A limit that is used up, in a sentence: which, how much, and when it starts anew.</summary>
internal static class LimitText
{
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
}
