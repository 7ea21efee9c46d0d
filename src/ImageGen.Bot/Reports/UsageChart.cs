using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Reports;

/// <summary>A report as a chart: the sums, then cost and pictures by day, stacked by provider.</summary>
internal static class UsageChart
{
    private const int Width = 1200;
    private const int Height = 630;
    private const float Left = 132f;
    private const float Right = 1152f;
    private const float Margin = 48f;
    private const float WidestSum = 180f;
    private const float WidestBar = 72f;
    private const float LegendSpace = 50f;
    private const float DateSpace = 84f;
    private const uint OthersColor = 0xA3A9B5;

    private static readonly decimal[] NiceFactors = [1, 2, 2.5m, 5, 10];

    private static readonly Panel Cost = new("Cost by day", 210, 384, 4, static sums => sums.Cost.Dollars, DollarsTick, 0.000001m);

    /// <summary>Has the place of both where nothing was charged.</summary>
    private static readonly Panel Pictures = new("Pictures by day", 438, 538, 3, static sums => sums.Images, static (value, _) => Count(value), 1);

    /// <param name="Title">Above it.</param>
    /// <param name="Top">Where its highest value is at most.</param>
    /// <param name="Bottom">Where zero is.</param>
    /// <param name="Lines">About how many lines its grid has.</param>
    /// <param name="Value">What it shows.</param>
    /// <param name="Tick">Writes a line's value, given the step from line to line.</param>
    /// <param name="SmallestStep">What steps are multiples of.</param>
    private sealed record Panel(string Title, float Top, float Bottom, int Lines, Func<UsageSums, decimal> Value, Func<decimal, decimal, string> Tick, decimal SmallestStep);

    /// <summary>The chart of a summary.</summary>
    public static Chart Of(UsageSummary summary)
    {
        var boxes = new List<ChartBox>();
        var labels = new List<ChartLabel>();
        var title = UsageWords.Title(summary, Texts.English);
        labels.Add(new ChartLabel(Margin, 58, title, 30, ChartColors.Ink, IsBold: true));
        Sums(summary.Total, labels);
        var series = Series(summary);
        if (summary.Total.Cost > Usd.Zero)
            Draw(Cost, summary, series, boxes, labels);
        Draw(summary.Total.Cost > Usd.Zero ? Pictures : Pictures with { Top = Cost.Top, Lines = Cost.Lines }, summary, series, boxes, labels);
        Dates(summary, labels);
        Legend(series, boxes, labels);
        return new Chart(Width, Height, ChartColors.Paper, title, UsageWords.AltText(summary, Texts.English), boxes, labels);
    }

    private static void Sums(UsageSums total, List<ChartLabel> labels)
    {
        (string Value, string Name)[] sums =
        [
            (UsageWords.Money(total.Cost), "spent"), (Count(total.Images), "pictures"), (Count(total.Cached), "from the cache"), (UsageWords.Money(total.Saved), "saved by the cache"), (Count(total.Refused), "refused"),
        ];
        for (var i = 0; i < sums.Length; i++)
        {
            var x = Margin + i * (Right - Margin + 40) / sums.Length;
            labels.Add(new ChartLabel(x, 116, sums[i].Value, Math.Min(32, 32 * WidestSum / StrokeFont.Measure(sums[i].Value, 32)), ChartColors.Ink, IsBold: true));
            labels.Add(new ChartLabel(x, 144, sums[i].Name, 19, ChartColors.Muted));
        }
    }

    /// <summary>Each provider with a colour, the costliest first; those for whom there is none together.</summary>
    private static List<(string Name, uint Color, HashSet<string> Providers)> Series(UsageSummary summary)
    {
        var names = summary.Providers.Select(static provider => provider.Name).ToList();
        var own = names.Count <= ChartColors.Series.Count ? names.Count : ChartColors.Series.Count - 1;
        var series = names.Take(own).Select((name, i) => (name, ChartColors.Series[i], new HashSet<string>([name], StringComparer.Ordinal))).ToList();
        if (own < names.Count)
            series.Add(($"{names.Count - own} others", OthersColor, names.Skip(own).ToHashSet(StringComparer.Ordinal)));
        return series;
    }

    private static void Draw(Panel panel, UsageSummary summary, List<(string Name, uint Color, HashSet<string> Providers)> series, List<ChartBox> boxes, List<ChartLabel> labels)
    {
        labels.Add(new ChartLabel(Margin, panel.Top - 20, panel.Title, 19, ChartColors.Ink, IsBold: true));
        var most = summary.Days.Max(day => panel.Value(day.Total));
        if (most == 0)
            labels.Add(new ChartLabel((Left + Right) / 2, (panel.Top + panel.Bottom) / 2 + 6, "No pictures were drawn", 20, ChartColors.Muted, LabelAnchor.Middle));

        var step = NiceStep(most / panel.Lines, panel.SmallestStep);
        var top = Math.Max(step, decimal.Ceiling(most / step) * step);
        for (var value = 0m; value <= top && most > 0; value += step)
        {
            var y = At(value);
            boxes.Add(new ChartBox(Left, y, Right - Left, 1, ChartColors.Grid));
            labels.Add(new ChartLabel(Left - 12, y + 6, panel.Tick(value, step), 17, ChartColors.Muted, LabelAnchor.End));
        }

        var slot = (Right - Left) / summary.Days.Count;
        for (var i = 0; i < summary.Days.Count; i++)
            Stack(summary.Days[i], i);
        boxes.Add(new ChartBox(Left, panel.Bottom, Right - Left, 1.5f, ChartColors.Baseline));

        float At(decimal value) => MathF.Round(panel.Bottom - (float)(value / top) * (panel.Bottom - panel.Top));

        void Stack(UsageDay day, int index)
        {
            var width = Math.Min(WidestBar, slot * (slot < 6 ? 1f : 0.72f));
            var x = Left + (index + 0.5f) * slot - width / 2;
            // Whole pixels keep sides sharp, where there is room for them.
            if (slot >= 6)
                (x, width) = (MathF.Round(x), MathF.Round(width));
            var below = 0m;
            foreach (var (name, color, providers) in series)
            {
                var sums = day.Providers.Where(provider => providers.Contains(provider.Name)).Aggregate(default(UsageSums), static (sum, provider) => sum + provider.Sums);
                var value = panel.Value(sums);
                if (value == 0)
                    continue;
                var y = At(below + value);
                boxes.Add(new ChartBox(x, y, width, Math.Max(At(below) - y, 1), color, $"{Date(day.Day)}, {UsageWords.Part(name, sums, Texts.English)}"));
                below += value;
            }
        }
    }

    private static void Dates(UsageSummary summary, List<ChartLabel> labels)
    {
        var slot = (Right - Left) / summary.Days.Count;
        var every = Math.Max(1, (int)MathF.Ceiling(DateSpace / slot));
        for (var i = 0; i < summary.Days.Count; i += every)
            labels.Add(new ChartLabel(Left + (i + 0.5f) * slot, 564, Date(summary.Days[i].Day), 17, ChartColors.Muted, LabelAnchor.Middle));
    }

    private static void Legend(List<(string Name, uint Color, HashSet<string> Providers)> series, List<ChartBox> boxes, List<ChartLabel> labels)
    {
        var x = Left;
        // Names are cut only where not all of them fit.
        var whole = series.Sum(static one => StrokeFont.Measure(one.Name, 18) + LegendSpace);
        var room = whole <= Right - Left ? float.MaxValue : (Right - Left) / series.Count - LegendSpace;
        foreach (var (name, color, _) in series)
        {
            var shown = name;
            while (StrokeFont.Measure(shown, 18) > room)
                shown = shown.TrimEnd('\u2026')[..^1] + '\u2026';
            boxes.Add(new ChartBox(x, 590, 16, 16, color));
            labels.Add(new ChartLabel(x + 24, 604, shown, 18, ChartColors.Ink));
            x += StrokeFont.Measure(shown, 18) + LegendSpace;
        }
    }

    /// <summary>The smallest of 1, 2, 2.5, 5 times a power of ten that is at least as large.</summary>
    private static decimal NiceStep(decimal least, decimal smallest)
    {
        var power = smallest;
        while (power * 10 < least)
            power *= 10;
        return NiceFactors.Select(factor => factor * power).First(step => step >= least && step % smallest == 0);
    }

    private static string DollarsTick(decimal value, decimal step)
    {
        if (value >= 1_000_000)
            return string.Create(CultureInfo.InvariantCulture, $"${value / 1_000_000:0.##}M");
        var decimals = step % 1 == 0 ? 0 : Math.Max(2, step.ToString("0.######", CultureInfo.InvariantCulture).Length - 2);
        return "$" + value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    private static string Count(decimal number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Date(DateOnly day) => day.ToString("MMM d", CultureInfo.InvariantCulture);
}
