using System.Globalization;
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

    public static async Task<IResult> UsageAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, [FromQuery] string? from = null, [FromQuery] string? to = null)
    {
        var tenant = AdminRequest.Of(http).Admin.Tenant;
        var local = (await guilds.GetAsync(tenant, http.RequestAborted)).Quotas.Local(clock.GetUtcNow());
        var faults = new List<FieldFault>();
        var last = Date("to", to, DateOnly.FromDateTime(local.DateTime));
        var first = Date("from", from, last.DayNumber > 29 ? last.AddDays(-29) : last);
        if (faults.Count == 0 && (last < first || last.DayNumber - first.DayNumber >= MostDays))
            faults.Add(new FieldFault("from", $"The dates must be in order, and at most {MostDays} days."));
        if (faults.Count > 0)
            return Problems.Invalid(faults);

        var days = await ledger.UsageByDayAsync(tenant, first, last, http.RequestAborted);
        var total = days.Aggregate(default(UsageSums), (sum, day) => sum + day.Total);
        return TypedResults.Json(
            new UsageDaysDocument(first, last, UsageSumsDocument.From(null, total), [.. days.Select(day => new UsageDayDocument(
                day.Day, UsageSumsDocument.From(null, day.Total), [.. day.Providers.Select(Named)], [.. day.Users.Select(Named)]))]),
            WebJson.Default.UsageDaysDocument);

        DateOnly Date(string field, string? text, DateOnly otherwise)
        {
            if (text is null)
                return otherwise;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
            faults.Add(new FieldFault(field, $"The parameter {field} must be a date such as 2026-11-30."));
            return otherwise;
        }

        static UsageSumsDocument Named(UsageOf of) => UsageSumsDocument.From(of.Name, of.Sums);
    }

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
}
