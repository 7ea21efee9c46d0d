using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Tests.Reports;

/// <summary>Usage to make reports of.</summary>
internal static class Months
{
    public static readonly DateOnly First = new(2026, 11, 1);

    /// <summary>A plausible month, the same each time.</summary>
    /// <param name="dollars">What the first provider costs a picture; the others cost less.</param>
    /// <param name="days">How many.</param>
    /// <param name="providers">Who draws.</param>
    public static UsageSummary Of(decimal dollars, int days, params string[] providers) => UsageSummary.Of(
        Enumerable.Range(0, days).Where(day => days == 1 || day % 7 != 3).Select(day => Day(First.AddDays(day), [.. providers.Select((provider, i) =>
        {
            var images = 3 + (day * 37 + i * 53) % 29 / (i + 1);
            return new UsageOf(provider, new UsageSums(images, Usd.FromDollars(images * dollars / (i + 1)), day % 5 / 4, images / 4, Usd.FromDollars(images / 4 * dollars)));
        })])),
        First, First.AddDays(days - 1));

    /// <summary>A day on which one person used everything.</summary>
    public static UsageDay Day(DateOnly day, params UsageOf[] providers) =>
        new(day, providers, [new UsageOf("ann", providers.Aggregate(default(UsageSums), (sum, provider) => sum + provider.Sums))]);
}
