using System.Globalization;
using ImageGen.Bot.Reports;
using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Tests.Reports;

public sealed class UsageCsvTests
{
    [Fact]
    public void Write_Month_ComesToTheSumsByProviderAndByUser()
    {
        var summary = Months.Of(0.04m, 31, "gpt-image", "flux");

        var rows = Read(UsageCsv.Write(summary));

        Assert.Equal(["day", "by", "name", "images", "cost_usd", "refused", "cached", "saved_usd"], rows[0]);
        foreach (var by in new[] { "provider", "user" })
        {
            var own = rows.Skip(1).Where(row => row[1] == by).ToList();
            Assert.Equal(
                (summary.Total.Images, summary.Total.Cost.Dollars, summary.Total.Refused, summary.Total.Cached, summary.Total.Saved.Dollars),
                (own.Sum(row => Whole(row[3])), own.Sum(row => Number(row[4])), own.Sum(row => Whole(row[5])), own.Sum(row => Whole(row[6])), own.Sum(row => Number(row[7]))));
        }

        Assert.Equal(2, rows.Count(row => row[0] == "2026-11-01" && row[1] == "provider"));
    }

    [Theory]
    [InlineData("a, \"b\"\r\nc", "a, \"b\"\r\nc")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum(a1)", "'@sum(a1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "'=HYPERLINK(\"http://x\",\"y\")")]
    [InlineData("painter", "painter")]
    [InlineData("", "")]
    public void Write_NameThatMeansSomethingToASpreadsheet_StaysAText(string name, string cell)
    {
        var day = Months.Day(Months.First, new UsageOf(name, new UsageSums(1, new Usd(1), 0, 0, default)));
        var rows = Read(UsageCsv.Write(UsageSummary.Of([day], day.Day, day.Day)));
        Assert.Equal(["2026-11-01", "provider", cell, "1", "0.000001", "0", "0", "0.00"], rows[1]);
    }

    private static long Whole(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);

    private static decimal Number(string cell) => decimal.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>A reader after RFC 4180's grammar: what it does not allow throws.</summary>
    private static List<string[]> Read(string csv)
    {
        var rows = new List<string[]>();
        var cells = new List<string>();
        for (var at = 0; at < csv.Length;)
        {
            var cell = "";
            if (csv[at] == '"')
            {
                for (at++; csv[at] != '"' || (at + 1 < csv.Length && csv[at + 1] == '"'); at++)
                {
                    cell += csv[at];
                    at += csv[at] == '"' ? 1 : 0;
                }

                at++;
            }
            else
            {
                var end = csv.AsSpan(at).IndexOfAny(",\r\n\"");
                cell = csv.Substring(at, end);
                at += end;
            }

            cells.Add(cell);
            if (csv[at] == ',')
            {
                at++;
                continue;
            }

            Assert.Equal("\r\n", csv.Substring(at, 2));
            at += 2;
            rows.Add([.. cells]);
            cells.Clear();
        }

        Assert.Empty(cells);
        Assert.All(rows, row => Assert.Equal(8, row.Length));
        return rows;
    }
}
