using System.Globalization;
using System.Text;
using ImageGen.Bot.Reports;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>A usage report as a chat message shows it.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Lines">What there is to read, in the chat's markup: sums, then providers, then the people who used most.</param>
/// <param name="Chart">A PNG; its alt text sums it up.</param>
/// <param name="Table">The same in full, as CSV.</param>
internal sealed record UsageReportMessage(string Title, IReadOnlyList<string> Lines, OutgoingFile Chart, OutgoingFile Table);

/// <summary>Usage reports for chat: text, chart and table.</summary>
internal sealed class UsageReportFiles(IJobLedger ledger, TimeProvider clock)
{
    /// <summary>Makes a report.</summary>
    /// <param name="tenant">About whom.</param>
    /// <param name="guild">Its settings, whose time zone decides what today is.</param>
    /// <param name="days">How many days, today included.</param>
    /// <param name="texts">In which language; the picture is in English.</param>
    /// <param name="mention">Names a user by their id, in the chat's markup.</param>
    /// <param name="escape">Takes the markup out of a provider's name.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<UsageReportMessage> MakeAsync(
        TenantId tenant, GuildSettings guild, int days, Texts texts, Func<string, string> mention, Func<string, string> escape, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(guild.Quotas.Local(clock.GetUtcNow()).DateTime);
        var first = today.AddDays(1 - days);
        var summary = UsageSummary.Of(await ledger.UsageByDayAsync(tenant, first, today, cancellation), first, today);
        var title = UsageWords.Title(summary, texts);
        var name = string.Create(CultureInfo.InvariantCulture, $"usage-{first:yyyy-MM-dd}-{today:yyyy-MM-dd}");
        return new UsageReportMessage(
            title,
            [UsageWords.Sums(summary, texts), .. Parts("report.providers", summary.Providers, escape), .. Parts("report.users", summary.TopUsers, mention)],
            InMemory(name + ".png", "image/png", Cut.To(UsageWords.AltText(summary, texts), PictureFiles.MaxAltText), ChartPng.Encode(UsageChart.Of(summary))),
            InMemory(name + ".csv", "text/csv", title, Encoding.UTF8.GetBytes(UsageCsv.Write(summary))));

        IEnumerable<string> Parts(string heading, IEnumerable<UsageOf> parts, Func<string, string> show)
        {
            var lines = parts.Select(part => $"\u2022 {UsageWords.Part(show(part.Name), part.Sums, texts)}").ToList();
            return lines.Count > 0 ? lines.Prepend(texts[heading]) : lines;
        }
    }

    private static OutgoingFile InMemory(string name, string contentType, string altText, byte[] bytes) =>
        new(name, contentType, altText, bytes.Length, _ => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false)));
}
