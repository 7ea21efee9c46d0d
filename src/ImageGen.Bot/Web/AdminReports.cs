using System.Globalization;
using System.Text;
using ImageGen.Bot.Reports;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace ImageGen.Bot.Web;

/// <summary>The part of the admin API that looks back: audit log, usage, and forgetting people.</summary>
internal static class AdminReports
{
    private const int MostDays = 366;

    public static async Task<IResult> AuditAsync(HttpContext http, GuildAdministration admin, [FromQuery] string? limit = null)
    {
        var most = 50;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > IGuildDocumentStore.MaxAudit))
            return Problems.Invalid([new FieldFault("limit", $"The limit must be a whole number from 1 to {IGuildDocumentStore.MaxAudit}.")]);
        var entries = await admin.AuditAsync(AdminRequest.Of(http).Admin.Tenant, most, http.RequestAborted);
        return TypedResults.Json(new AuditDocument(entries), WebJson.Default.AuditDocument);
    }

    public static Task<IResult> UsageAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, [FromQuery] string? from = null, [FromQuery] string? to = null) =>
        SummedAsync(http, ledger, guilds, clock, from, to, static summary => TypedResults.Json(UsageDaysDocument.Of(summary), WebJson.Default.UsageDaysDocument));

    public static Task<IResult> UsageCsvAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, [FromQuery] string? from = null, [FromQuery] string? to = null) =>
        SummedAsync(http, ledger, guilds, clock, from, to, static summary => TypedResults.File(
            Encoding.UTF8.GetBytes(UsageCsv.Write(summary)), "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"usage-{summary.First:yyyy-MM-dd}-{summary.Last:yyyy-MM-dd}.csv")));

    public static Task<IResult> UsagePngAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, [FromQuery] string? from = null, [FromQuery] string? to = null) =>
        SummedAsync(http, ledger, guilds, clock, from, to, static summary => TypedResults.Bytes(ChartPng.Encode(UsageChart.Of(summary)), "image/png"));

    public static Task<IResult> UsageSvgAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, [FromQuery] string? from = null, [FromQuery] string? to = null) =>
        SummedAsync(http, ledger, guilds, clock, from, to, static summary => TypedResults.Text(ChartSvg.Write(UsageChart.Of(summary)), "image/svg+xml", Encoding.UTF8));

    public static async Task<IResult> ForgetAsync(string user, HttpContext http, GuildAdministration admin)
    {
        try
        {
            var forgotten = await admin.ForgetAsync(AdminRequest.Of(http).Admin, user, http.RequestAborted);
            return TypedResults.Json(new ForgottenDocument(forgotten.Jobs, forgotten.Unfinished), WebJson.Default.ForgottenDocument);
        }
        catch (GenerationException fault)
        {
            return Problems.Problem(StatusCodes.Status503ServiceUnavailable, fault.Code.Text(), $"{fault.Message} What was not deleted yet is still there: ask again.");
        }
    }

    /// <summary>Sums up the dates asked for, by default the last 30 days on the guild's clocks.</summary>
    private static async Task<IResult> SummedAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, string? from, string? to, Func<UsageSummary, IResult> show)
    {
        var tenant = AdminRequest.Of(http).Admin.Tenant;
        var local = (await guilds.GetAsync(tenant, http.RequestAborted)).Quotas.Local(clock.GetUtcNow());
        var faults = new List<FieldFault>();
        var last = Date("to", to, DateOnly.FromDateTime(local.DateTime));
        var first = Date("from", from, last.DayNumber > 29 ? last.AddDays(-29) : last);
        if (faults.Count == 0 && (last < first || last.DayNumber - first.DayNumber >= MostDays))
            faults.Add(new FieldFault("from", $"The dates must be in order, and at most {MostDays} days."));
        return faults.Count > 0 ? Problems.Invalid(faults) : show(UsageSummary.Of(await ledger.UsageByDayAsync(tenant, first, last, http.RequestAborted), first, last));

        DateOnly Date(string field, string? text, DateOnly otherwise)
        {
            if (text is null)
                return otherwise;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
            faults.Add(new FieldFault(field, $"The parameter {field} must be a date such as 2026-11-30."));
            return otherwise;
        }
    }
}
