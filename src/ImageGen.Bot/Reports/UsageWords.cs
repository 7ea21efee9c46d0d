using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Reports;

/// <summary>What a report says in words.</summary>
internal static class UsageWords
{
    /// <summary>What it is about.</summary>
    public static string Title(UsageSummary summary, Texts texts) => texts.Format("report.title", ("from", summary.First), ("to", summary.Last));

    /// <summary>Everything in a sentence.</summary>
    public static string Sums(UsageSummary summary, Texts texts) => summary.IsEmpty
        ? texts["report.empty"]
        : texts.Format(
            "report.sums", ("images", summary.Total.Images), ("cost", Money(summary.Total.Cost)), ("cached", summary.Total.Cached),
            ("saved", Money(summary.Total.Saved)), ("refused", summary.Total.Refused));

    /// <summary>What a provider or person used.</summary>
    public static string Part(string name, UsageSums sums, Texts texts) =>
        texts.Format("report.part", ("name", name), ("images", sums.Images), ("cost", Money(sums.Cost)));

    /// <summary>What a chart shows.</summary>
    public static string AltText(UsageSummary summary, Texts texts) => string.Join(
        ' ',
        [
            Title(summary, texts) + ".", Sums(summary, texts),
            .. summary.IsEmpty ? Array.Empty<string>() : [texts["report.providers"] + ": " + string.Join("; ", summary.Providers.Select(part => Part(part.Name, part.Sums, texts))) + "."],
        ]);

    /// <summary>An amount to read: cents where there are dollars, and below that what matters.</summary>
    public static string Money(Usd amount) => amount.Dollars.ToString(
        amount.Dollars switch { >= 1 or 0 => "$#,0.00", >= 0.01m => "$0.00##", _ => "$0.00####" }, CultureInfo.InvariantCulture);
}
