using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using Microsoft.AspNetCore.Mvc;

namespace ImageGen.Bot.Web;

/// <summary><c>/api/v1/admin/guilds/{platform}:{id}</c>: what a guild's admins do in chat, for programs. See <see cref="GuildAdministration"/>.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this RouteGroupBuilder api)
    {
        var guild = api.MapGroup("/admin/guilds/{guild}").WithTags("Administration").AddEndpointFilter(AdminRequest.ReadAsync);
        guild.MapDelete("/", (HttpContext http, GuildAdministration admin) => ResetAsync(http, admin, null)).Described("resetGuild", "Take everything back to the installation's defaults.");

        guild.MapGet("/styles", StylesAsync).WithName("listGuildStyles").WithSummary("List every style, hidden ones too.").Produces<AdminStyleListDocument>();
        guild.MapPost("/styles", AddAsync).Described("addStyle", "Add a style.");
        guild.MapDelete("/styles", (HttpContext http, GuildAdministration admin) => ResetAsync(http, admin, AdminPart.Styles)).Described("resetStyles", "Remove the guild's own styles and show all built-in ones.");
        guild.MapGet("/styles/{name}", StyleAsync).WithName("getStyle").WithSummary("Read a style.").Produces<AdminStyleDocument>().ProducesProblem(StatusCodes.Status404NotFound);
        guild.MapPatch("/styles/{name}", EditAsync).Described("editStyle", "Change the fields given; pictures cached under the style are drawn anew.");
        guild.MapDelete("/styles/{name}", RemoveAsync).Described("removeStyle", "Remove a style of the guild's own.");
        guild.MapPost("/styles/{name}/rename", RenameAsync).Described("renameStyle", "Give a style of the guild's own the name in 'newName'.");
        guild.MapPut("/styles/{name}/hidden", HideAsync).Described("hideStyle", "Hide a built-in style.");
        guild.MapDelete("/styles/{name}/hidden", ShowAsync).Described("showStyle", "Show a built-in style again.");
        guild.MapGet("/export", ExportAsync).WithName("exportStyles").WithSummary("The guild's styles as a file that import takes.").Produces<string>(contentType: "application/json");
        guild.MapPost("/import", ImportAsync).Described("importStyles", "Add the styles of a file, all or none; with ?replace=true others are removed.");

        guild.MapGet("/quotas", (HttpContext http, GuildAdministration admin, IGuildSettingsStore guilds) => FieldsAsync(http, admin, guilds, AdminFields.Quotas))
            .WithName("getQuotas").WithSummary("Read the limits.").Produces<AdminFieldListDocument>();
        guild.MapPatch("/quotas", (HttpContext http, GuildAdministration admin) => SetAsync(http, admin.SetQuotasAsync)).Described("setQuotas", "Set the limits given; null goes back to the installation's.");
        guild.MapDelete("/quotas", (HttpContext http, GuildAdministration admin) => ResetAsync(http, admin, AdminPart.Quotas)).Described("resetQuotas", "Take all limits back to the installation's.");
        guild.MapGet("/rules", (HttpContext http, GuildAdministration admin, IGuildSettingsStore guilds) => FieldsAsync(http, admin, guilds, AdminFields.Rules))
            .WithName("getRules").WithSummary("Read the rules.").Produces<AdminFieldListDocument>();
        guild.MapPatch("/rules", (HttpContext http, GuildAdministration admin) => SetAsync(http, admin.SetRulesAsync)).Described("setRules", "Set the rules given; null goes back to the installation's.");
        guild.MapDelete("/rules", (HttpContext http, GuildAdministration admin) => ResetAsync(http, admin, AdminPart.Rules)).Described("resetRules", "Take all rules back to the installation's.");

        guild.MapGet("/audit", AdminReports.AuditAsync).WithName("getAudit").WithSummary("Read who changed what, newest first.").Produces<AuditDocument>();
        guild.MapGet("/usage", AdminReports.UsageAsync).WithName("getGuildUsage").WithSummary("Read what was used a day, from ?from=2026-11-01 to ?to=2026-11-30; by default the last 30 days.").Produces<UsageDaysDocument>();
        guild.MapGet("/usage.csv", AdminReports.UsageCsvAsync).WithName("getGuildUsageTable").WithSummary("The same as a table: a row a day and provider, and a row a day and user.").Produces<string>(contentType: "text/csv");
        guild.MapGet("/usage.png", AdminReports.UsagePngAsync).WithName("getGuildUsagePicture").WithSummary("The same as a chart of 1200 x 630 pixels.").Produces<byte[]>(contentType: "image/png");
        guild.MapGet("/usage.svg", AdminReports.UsageSvgAsync).WithName("getGuildUsageDrawing").WithSummary("The same chart as SVG.").Produces<string>(contentType: "image/svg+xml");
        guild.MapDelete("/users/{user}", AdminReports.ForgetAsync).WithName("forgetUser").WithSummary("Delete what is kept of a person: history, pictures, reference images, cache entries. What was spent stays counted.").Produces<ForgottenDocument>();
    }

    private static async Task<IResult> StylesAsync(HttpContext http, GuildAdministration admin)
    {
        var tenant = AdminRequest.Of(http).Admin.Tenant;
        AdminRequest.Tag(http, (await admin.GetAsync(tenant, http.RequestAborted)).Revision);
        return TypedResults.Json(new AdminStyleListDocument([.. (await admin.ListStylesAsync(tenant, http.RequestAborted)).Select(AdminStyleDocument.From)]), WebJson.Default.AdminStyleListDocument);
    }

    private static async Task<IResult> StyleAsync(string name, HttpContext http, GuildAdministration admin)
    {
        var tenant = AdminRequest.Of(http).Admin.Tenant;
        AdminRequest.Tag(http, (await admin.GetAsync(tenant, http.RequestAborted)).Revision);
        return await admin.FindStyleAsync(tenant, name, http.RequestAborted) is { } style
            ? TypedResults.Json(AdminStyleDocument.From(style), WebJson.Default.AdminStyleDocument)
            : Problems.NotFound("There is no such style.");
    }

    private static Task<IResult> AddAsync(HttpContext http, GuildAdministration admin) =>
        AdminRequest.WithBodyAsync(http, AdminBodies.Style, (call, draft) => admin.AddStyleAsync(call.Admin, draft, call.Revision, http.RequestAborted));

    private static Task<IResult> EditAsync(string name, HttpContext http, GuildAdministration admin) =>
        AdminRequest.WithBodyAsync(http, AdminBodies.Style, (call, draft) => admin.EditStyleAsync(call.Admin, name, draft, call.Revision, http.RequestAborted));

    private static Task<IResult> RenameAsync(string name, HttpContext http, GuildAdministration admin) =>
        AdminRequest.WithBodyAsync(http, static (values, _) => values, (call, values) => admin.RenameStyleAsync(call.Admin, name, values.GetValueOrDefault("newName") ?? "", call.Revision, http.RequestAborted));

    private static Task<IResult> RemoveAsync(string name, HttpContext http, GuildAdministration admin) =>
        AdminRequest.AnswerAsync(http, call => admin.RemoveStyleAsync(call.Admin, name, call.Revision, http.RequestAborted));

    private static Task<IResult> HideAsync(string name, HttpContext http, GuildAdministration admin) =>
        AdminRequest.AnswerAsync(http, call => admin.HideStyleAsync(call.Admin, name, call.Revision, http.RequestAborted));

    private static Task<IResult> ShowAsync(string name, HttpContext http, GuildAdministration admin) =>
        AdminRequest.AnswerAsync(http, call => admin.ShowStyleAsync(call.Admin, name, call.Revision, http.RequestAborted));

    private static Task<IResult> ResetAsync(HttpContext http, GuildAdministration admin, AdminPart? part) =>
        AdminRequest.AnswerAsync(http, call => admin.ResetAsync(call.Admin, part, call.Revision, http.RequestAborted));

    private static async Task<IResult> ExportAsync(HttpContext http, GuildAdministration admin) =>
        TypedResults.Text(await admin.ExportStylesAsync(AdminRequest.Of(http).Admin.Tenant, http.RequestAborted), "application/json");

    private static async Task<IResult> ImportAsync(HttpContext http, GuildAdministration admin, [FromQuery] bool replace = false)
    {
        if (await Bodies.ReadAsync(http.Request, GuildAdministration.MaxImportBytes, http.RequestAborted) is not { } bytes)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "too_large", $"The file must have at most {GuildAdministration.MaxImportBytes} bytes.");
        return AdminBodies.Text(bytes) is { } json
            ? await AdminRequest.AnswerAsync(http, call => admin.ImportStylesAsync(call.Admin, json, replace, call.Revision, http.RequestAborted))
            : Problems.Invalid([new FieldFault("file", "The file must be valid UTF-8.")]);
    }

    private static async Task<IResult> FieldsAsync(HttpContext http, GuildAdministration admin, IGuildSettingsStore guilds, IReadOnlyList<AdminField> fields)
    {
        var tenant = AdminRequest.Of(http).Admin.Tenant;
        var stored = await admin.GetAsync(tenant, http.RequestAborted);
        var settings = await guilds.GetAsync(tenant, http.RequestAborted);
        var inForce = new GuildDocument { Quotas = settings.Quotas, Rules = settings.Rules };
        AdminRequest.Tag(http, stored.Revision);
        return TypedResults.Json(
            new AdminFieldListDocument(stored.Revision, [.. fields.Select(field => new AdminFieldDocument(field.Name, field.Title, field.Hint, field.Choices, field.Read(stored.Document), field.Read(inForce)))]),
            WebJson.Default.AdminFieldListDocument);
    }

    private static Task<IResult> SetAsync(HttpContext http, Func<Admin, IReadOnlyDictionary<string, string?>, long?, CancellationToken, Task<AdminResult>> set) =>
        AdminRequest.WithBodyAsync(http, static (values, _) => values, (call, values) => set(call.Admin, values, call.Revision, http.RequestAborted));

    private static void Described(this RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary + " If-Match with the ETag last read refuses where somebody changed the guild since.")
        .Produces<AdminChangeDocument>().ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
}
