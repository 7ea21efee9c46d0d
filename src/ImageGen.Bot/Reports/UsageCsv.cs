using System.Buffers;
using System.Globalization;
using System.Text;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Reports;

/// <summary>
/// What was used as a table (RFC 4180): a row a day and provider (<c>by</c> is <c>provider</c>), and one a day and user (<c>by</c> is <c>user</c>).
/// Each of the two comes to all that was used; forgotten people have no name.
/// </summary>
internal static class UsageCsv
{
    private const string Header = "day,by,name,images,cost_usd,refused,cached,saved_usd";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>The table.</summary>
    public static string Write(UsageSummary summary)
    {
        var csv = new StringBuilder(Header).Append("\r\n");
        foreach (var day in summary.Days)
        {
            foreach (var provider in day.Providers)
                Row(csv, day.Day, "provider", provider);
            foreach (var user in day.Users)
                Row(csv, day.Day, "user", user);
        }

        return csv.ToString();
    }

    private static void Row(StringBuilder csv, DateOnly day, string by, UsageOf of) => csv.Append(
        CultureInfo.InvariantCulture,
        $"{day:yyyy-MM-dd},{by},{Cell(of.Name)},{of.Sums.Images},{of.Sums.Cost.Dollars:0.00####},{of.Sums.Refused},{of.Sums.Cached},{of.Sums.Saved.Dollars:0.00####}\r\n");

    /// <summary>A text that a spreadsheet would take for a formula begins with an apostrophe, which keeps it a text.</summary>
    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
