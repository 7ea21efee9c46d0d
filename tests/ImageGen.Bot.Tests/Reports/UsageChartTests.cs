using FsCheck;
using FsCheck.Fluent;
using System.Globalization;
using System.Xml.Linq;
using ImageGen.Bot.Reports;
using ImageGen.Bot.Tests.Providers.Painter;
using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Tests.Reports;

public sealed class UsageChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>From a millionth of a dollar to billions, from one picture to a trillion, over any dates there are.</summary>
    [Fact]
    public void Of_AnyUsage_StaysOnThePaperWithAScaleThatHoldsIt() => Prop.ForAll(
        Gen.Choose(0, 15).ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), static (costDigits, imageDigits, seed) =>
        {
            var random = new Random(seed);
            var first = DateOnly.FromDayNumber(random.Next(2) == 0 ? DateOnly.MaxValue.DayNumber - 40 : random.Next(DateOnly.MaxValue.DayNumber - 400));
            var last = first.AddDays(random.Next(1, 41));
            var days = Enumerable.Range(0, random.Next(1, 20)).Select(_ => first.AddDays(random.Next(last.DayNumber - first.DayNumber + 1))).Distinct().Select(day => Months.Day(day,
            [
                .. Enumerable.Range(0, random.Next(1, 9)).Select(number => new UsageOf(
                    $"provider-{number}", new UsageSums((long)(random.NextDouble() * Math.Pow(10, imageDigits)), new Usd((long)(random.NextDouble() * Math.Pow(10, costDigits))), random.Next(9), random.Next(9), new Usd(random.Next(9))))),
            ])).ToList();
            var chart = UsageChart.Of(UsageSummary.Of(days, first, last));
            return chart.Boxes.All(box => box.X >= 0 && box.Y >= 0 && box.X + box.Width <= chart.Width + 1 && box.Y + box.Height <= chart.Height && box.Width > 0 && box.Height > 0)
                && chart.Boxes.Count(box => box.Hint is null) < 40
                && chart.Labels.All(label => label.Y <= chart.Height && label.Text.Length > 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Png_HasEachBarInItsPlaceAndColour()
    {
        var chart = UsageChart.Of(Months.Of(0.04m, 30, "gpt-image", "flux", "painter"));

        var png = PngFile.Read(ChartPng.Encode(chart));

        Assert.Equal((1200, 630), (png.Width, png.Height));
        var bars = chart.Boxes.Where(box => box.Hint is not null).ToList();
        Assert.Equal(2 * 3 * 26, bars.Count);
        Assert.All(bars, bar => Assert.Equal(bar.Color, At(png, bar.X + bar.Width / 2, bar.Y + bar.Height / 2)));
        Assert.All(bars, bar => Assert.NotEqual(bar.Color, At(png, bar.X - 2, bar.Y + bar.Height / 2)));
        Assert.Equal(chart.Background, At(png, 2, 2));
        Assert.True(InkIn(png, 48, 30, 400, 40) > 500, "There is no title.");
    }

    [Fact]
    public void Bars_AreAsHighAsWhatTheyStandFor()
    {
        UsageOf One(string name, long images, decimal dollars) => new(name, new UsageSums(images, Usd.FromDollars(dollars), 0, 0, default));
        var summary = UsageSummary.Of(
            [Months.Day(Months.First, One("a", 10, 4), One("b", 10, 4)), Months.Day(Months.First.AddDays(1), One("a", 5, 2))], Months.First, Months.First.AddDays(2));

        var chart = UsageChart.Of(summary);

        var bars = chart.Boxes.Where(box => box.Hint is not null).ToList();
        Assert.Equal(
            ["Nov 1, a: 10 pictures, $4.00", "Nov 1, b: 10 pictures, $4.00", "Nov 2, a: 5 pictures, $2.00"], bars.Take(3).Select(bar => bar.Hint));
        Assert.Equal(bars[0].Height, bars[1].Height, 1f);
        Assert.Equal(bars[0].Height, 2 * bars[2].Height, 1f);
        Assert.Equal((bars[0].X, bars[0].Y), (bars[1].X, bars[1].Y + bars[1].Height));
        Assert.Equal(["$0", "$2", "$4", "$6", "$8"], chart.Labels.Where(label => label.Anchor == LabelAnchor.End && label.Text[0] == '$').Select(label => label.Text));
        Assert.Equal("Usage, Nov 1, 2026 to Nov 3, 2026. 25 pictures for $10.00; 0 from the cache, which saved $0.00; 0 refused. By provider: a: 15 pictures, $6.00; b: 10 pictures, $4.00.", chart.AltText);
    }

    [Theory]
    [InlineData("0", 31)]
    [InlineData("0.00002", 7)]
    [InlineData("0.04", 1)]
    [InlineData("0.04", 366)]
    [InlineData("29.4", 31)]
    [InlineData("94229.4", 31)]
    public void Chart_WhateverTheAmounts_KeepsEverythingInsideAndLabelsApart(string dollars, int days)
    {
        var chart = UsageChart.Of(Months.Of(decimal.Parse(dollars, CultureInfo.InvariantCulture), days, [.. Enumerable.Range(0, 9).Select(n => $"a provider with a long name, number {n}")]));

        Assert.All(chart.Boxes, box => Assert.True(box.X >= 0 && box.Y >= 0 && box.Width > 0 && box.Height > 0 && box.X + box.Width <= chart.Width && box.Y + box.Height <= chart.Height));
        var spans = chart.Labels.Select(Span).ToList();
        Assert.All(spans, span => Assert.True(span is { Left: >= 8, Right: <= 1192, Y: > 20 and < 620 }));
        foreach (var line in spans.GroupBy(span => span.Y))
        {
            var inOrder = line.OrderBy(span => span.Left).ToList();
            Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.First.Right + 8 < pair.Second.Left, $"{pair.First.Text} and {pair.Second.Text} touch"));
        }

        static (string Text, float Left, float Right, float Y) Span(ChartLabel label)
        {
            var width = StrokeFont.Measure(label.Text, label.Size);
            var left = label.X - label.Anchor switch { LabelAnchor.Start => 0, LabelAnchor.Middle => width / 2, LabelAnchor.End => width };
            return (label.Text, left, left + width, label.Y);
        }
    }

    [Fact]
    public void Chart_NothingUsed_SaysSo()
    {
        var chart = UsageChart.Of(UsageSummary.Of([], Months.First, Months.First.AddDays(29)));
        Assert.Contains(chart.Labels, label => label.Text == "No pictures were drawn");
        Assert.DoesNotContain(chart.Boxes, box => box.Hint is not null);
        Assert.Equal("Usage, Nov 1, 2026 to Nov 30, 2026. Nothing was used.", chart.AltText);
        Assert.Equal(1200, PngFile.Read(ChartPng.Encode(chart)).Width);
    }

    [Fact]
    public void Svg_NamesWithMarkupAndWhatXmlCannotHold_IsWellFormedAndSaysThem()
    {
        const string Odd = "<script>alert(\"1\")</script>&amp;\u0001\ud800";
        var chart = UsageChart.Of(Months.Of(0.04m, 3, Odd));

        var svg = XDocument.Parse(ChartSvg.Write(chart)).Root!;

        Assert.Equal((Svg + "svg", "0 0 1200 630"), (svg.Name, svg.Attribute("viewBox")!.Value));
        Assert.Equal(["desc", "rect", "svg", "text", "title"], svg.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("<script>alert(\"1\")</script>&amp;\ufffd\ufffd", svg.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(chart.Boxes.Count + 1, svg.Elements(Svg + "rect").Count());
        Assert.Equal(chart.Boxes.Count(box => box.Hint is not null), svg.Elements(Svg + "rect").Count(rect => rect.Element(Svg + "title") is not null));
    }

    private static uint At(PngFile png, float x, float y)
    {
        var at = ((int)y * png.Width + (int)x) * 3;
        return (uint)(png.Rgb[at] << 16 | png.Rgb[at + 1] << 8 | png.Rgb[at + 2]);
    }

    private static int InkIn(PngFile png, int left, int top, int width, int height) =>
        Enumerable.Range(top, height).Sum(y => Enumerable.Range(left, width).Count(x => png.Rgb[(y * png.Width + x) * 3] < 128));
}
