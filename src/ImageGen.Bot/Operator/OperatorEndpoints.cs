using System.Text;
using System.Text.Json;
using ImageGen.Bot.Reports;
using ImageGen.Bot.Web;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Operator;

/// <summary><c>/operator/api/…</c>: what the operator's page reads and does. The page itself is a static file and holds nothing.</summary>
internal static class OperatorEndpoints
{
    private const int MaxBodyBytes = 4096;

    public static void MapOperator(this WebApplication app)
    {
        var access = app.Services.GetRequiredService<OperatorAccess>();
        var page = app.MapGroup("/operator/api").ExcludeFromDescription().AddEndpointFilter(OperatorAccess.OwnPageAsync);
        page.MapPost("/session", SignInAsync);

        var api = page.MapGroup("").AddEndpointFilter(access.AdmitAsync);
        api.MapDelete("/session", access.SignOutAsync);
        api.MapGet("/overview", OverviewAsync);
        api.MapGet("/jobs/{id}", FindAsync);
        api.MapPost("/jobs/{id}/{action}", JobAsync);
        api.MapPost("/lanes/{lane}/{action}", LaneAsync);

        // Opened as a picture of its own, so without the header that the page sends; it changes nothing.
        app.MapGet("/operator/usage.svg", UsageAsync).ExcludeFromDescription().AddEndpointFilter(access.AdmitAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, OperatorAccess access, CancellationToken cancellation) =>
        await BodyAsync(http, cancellation) is { } body ? await access.SignInAsync(http, body.Password, cancellation) : Unreadable;

    private static async Task<IResult> OverviewAsync(OverviewReader overview, CancellationToken cancellation) =>
        TypedResults.Json(await overview.ReadAsync(cancellation), OperatorJson.Default.OverviewDocument);

    private static async Task<IResult> FindAsync(string id, IOperatorLedger jobs, OverviewReader overview, CancellationToken cancellation) =>
        await JobOf(id, jobs, cancellation) is { } job ? TypedResults.Json(overview.Job(job), OperatorJson.Default.OperatorJobDocument) : Missing;

    private static async Task<IResult> JobAsync(
        HttpContext http, string id, string action, IOperatorLedger jobs, OperatorActions actions, CancellationToken cancellation)
    {
        if (await BodyAsync(http, cancellation) is not { } body)
            return Unreadable;
        if (await JobOf(id, jobs, cancellation) is not { } job)
            return Missing;
        return action switch
        {
            "retry" => await actions.RetryAsync(http, job, body.Provider, cancellation),
            "reroute" => await actions.RerouteAsync(http, job, body.Provider, cancellation),
            "cancel" => await actions.CancelAsync(http, job, cancellation),
            "delete" => await actions.DeleteAsync(http, job, cancellation),
            _ => Problems.NotFound("There is no such action; there are retry, reroute, cancel and delete."),
        };
    }

    private static async Task<IResult> LaneAsync(HttpContext http, string lane, string action, OperatorActions actions, CancellationToken cancellation)
    {
        if (await BodyAsync(http, cancellation) is not { } body)
            return Unreadable;
        if (!actions.IsLane(lane))
            return Problems.NotFound("There is no such lane.");
        return action switch
        {
            "pause" => await actions.PauseAsync(http, lane, body.Minutes, cancellation),
            "resume" => await actions.ResumeAsync(http, lane, cancellation),
            _ => Problems.NotFound("There is no such action; there are pause and resume."),
        };
    }

    private static async Task<IResult> UsageAsync(string guild, GuildUsageReader usage, CancellationToken cancellation) => guild.IndexOf(':', StringComparison.Ordinal) > 0
        ? TypedResults.Text(ChartSvg.Write(UsageChart.Of(await usage.SummaryAsync(TenantId.Parse(guild), cancellation))), "image/svg+xml", Encoding.UTF8)
        : Problems.NotFound("There is no such guild; one is named platform:id.");

    private static async Task<ImageJob?> JobOf(string id, IOperatorLedger jobs, CancellationToken cancellation) =>
        JobId.TryParse(id, out var known) ? await jobs.FindAsync(known, cancellation) : null;

    /// <summary>The body; null where it is none.</summary>
    private static async Task<OperatorBody?> BodyAsync(HttpContext http, CancellationToken cancellation)
    {
        try
        {
            return await Bodies.ReadAsync(http.Request, MaxBodyBytes, cancellation) is { } bytes
                ? bytes.IsEmpty ? new OperatorBody() : JsonSerializer.Deserialize(bytes.Span, OperatorJson.Default.OperatorBody)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Missing => Problems.NotFound("There is no job of this id. An id has 26 letters and digits.");

    private static IResult Unreadable => Problems.Problem(
        StatusCodes.Status400BadRequest, ErrorCode.InvalidRequest.Text(), $"The body must be a JSON object of at most {MaxBodyBytes} bytes; its fields are password, provider and minutes.");
}
