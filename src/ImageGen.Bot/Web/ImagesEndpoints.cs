using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ImageGen.Bot.Web;

/// <summary><c>/api/v1/images</c>: order pictures, watch, list, cancel and delete them.</summary>
internal static class ImagesEndpoints
{
    /// <summary>A prompt is at most 2,000 bytes; everything beside it is small.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    private const int MaxIdempotencyKeyLength = 128;

    public static void MapImages(this RouteGroupBuilder api)
    {
        var images = api.MapGroup("/images").WithTags("Images");
        images.MapPost("/", SubmitAsync).MeasureAcknowledgements("web").WithName("submitImage")
            .WithSummary("Order pictures. Answers 202 with a job to watch, or 200 where the picture is cached. A repeated Idempotency-Key gets the first one's job for a day, whatever the body.")
            .Accepts<ImagineBody>("application/json")
            .Produces<JobDocument>(StatusCodes.Status202Accepted).Produces<JobDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        images.MapGet("/", ListAsync).WithName("listImages").WithSummary("List jobs, newest first.")
            .Produces<JobListDocument>();
        images.MapGet("/{id}", FindAsync).WithName("getImage").WithSummary("Read a job.")
            .Produces<JobDocument>().ProducesProblem(StatusCodes.Status404NotFound);
        images.MapGet("/{id}/events", EventsAsync).WithName("watchImage")
            .WithSummary("Watch a job: a 'job' event with the whole document at once and at every change, until it is done.")
            .Produces<string>(contentType: "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound);
        images.MapDelete("/{id}", DeleteAsync).WithName("deleteImage")
            .WithSummary("Cancel an unfinished job (200 with the job), or delete a finished one with its pictures (204). With ?finished=keep a finished one stays and is answered.")
            .Produces<JobDocument>().Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SubmitAsync(
        HttpContext http, JobIntake intake, IImageStore store, ImageProviders providers, LinkedReferences references, CancellationToken cancellation)
    {
        if (!http.Request.HasJsonContentType())
            return Problems.NotJson;
        if (await Bodies.ReadAsync(http.Request, MaxBodyBytes, cancellation) is not { } bytes)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body must have at most {MaxBodyBytes} bytes.");

        var body = ImagineBodyReader.Read(bytes);
        var faults = body.Faults.ToList();
        var delivery = http.Request.Headers["Idempotency-Key"].ToString();
        if (delivery.Length > MaxIdempotencyKeyLength)
            faults.Add(new FieldFault("Idempotency-Key", $"The header must have at most {MaxIdempotencyKeyLength} characters."));
        if (faults.Exists(fault => fault.Field is "body"))
            return Problems.Invalid(faults);

        var caller = ApiCallers.Of(http);
        var requester = new Requester(caller.Tenant, caller.User, Conversation(body.Thread), delivery.Length > 0 ? $"http:{delivery}" : null);
        return await intake.SubmitAsync(references.Attach(body.Request, faults), requester, cancellation, faults) switch
        {
            Ticket.Accepted { Job: var job } => Accepted(http, JobDocument.From(job, store, providers)),
            Ticket.Invalid invalid => Problems.Invalid(invalid.Faults),
            Ticket.OverLimit over => Problems.OverLimit(over),
            var other => throw new InvalidOperationException($"Intake answered {other.GetType().Name}."),
        };
    }

    private static IResult Accepted(HttpContext http, JobDocument job)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{http.Request.PathBase}/api/v1/images/{job.Id}");
        if (job.Stage != "done")
            return TypedResults.Json(job, WebJson.Default.JobDocument, statusCode: StatusCodes.Status202Accepted).At(http, address);
        return TypedResults.Json(job, WebJson.Default.JobDocument).At(http, address);
    }

    private static IResult At(this IResult result, HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return result;
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, IJobLedger ledger, IImageStore store, ImageProviders providers, CancellationToken cancellation,
        [FromQuery] string? thread = null, [FromQuery] string? limit = null)
    {
        var most = 50;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > 200))
            return Problems.Invalid([new FieldFault("limit", "The limit must be a whole number from 1 to 200.")]);

        var caller = ApiCallers.Of(http);
        var jobs = await ledger.HistoryAsync(new HistoryQuery(caller.Tenant, Conversation: thread is null ? null : Conversation(thread), Limit: most), cancellation);
        return TypedResults.Json(new JobListDocument([.. jobs.Select(job => JobDocument.From(job, store, providers))]), WebJson.Default.JobListDocument);
    }

    private static async Task<IResult> FindAsync(
        string id, HttpContext http, IJobLedger ledger, IImageStore store, ImageProviders providers, CancellationToken cancellation) =>
        await JobAsync(id, http, ledger, cancellation) is { } job
            ? TypedResults.Json(JobDocument.From(job, store, providers), WebJson.Default.JobDocument)
            : NoSuchJob();

    private static async Task<IResult> EventsAsync(
        string id, HttpContext http, IJobLedger ledger, JobEvents events, CancellationToken cancellation) =>
        await JobAsync(id, http, ledger, cancellation) is { } job
            ? TypedResults.ServerSentEvents(events.WatchAsync(job.Order.Tenant, job.Id, cancellation))
            : NoSuchJob();

    private static async Task<IResult> DeleteAsync(
        string id, HttpContext http, IJobLedger ledger, JobRemoval removal, IImageStore store, ImageProviders providers, CancellationToken cancellation,
        [FromQuery] string? finished = null)
    {
        // Who means to cancel may be a moment late: then the picture they now have must not be deleted for it.
        var keep = finished == "keep";
        if (finished is not null && !keep)
            return Problems.Invalid([new FieldFault("finished", "The parameter finished can only be 'keep'.")]);

        var tenant = ApiCallers.Of(http).Tenant;
        if (!JobId.TryParse(id, out var jobId))
            return NoSuchJob();
        switch (await ledger.CancelAsync(tenant, jobId, cancellation))
        {
            case CancelResult.Cancelled or CancelResult.Requested:
            case CancelResult.AlreadyFinished when keep:
                return await FindAsync(id, http, ledger, store, providers, cancellation);
            case CancelResult.AlreadyFinished when await removal.DeleteAsync(tenant, jobId, cancellation) is not null:
                return TypedResults.NoContent();
            default:
                return NoSuchJob();
        }
    }

    private static async Task<ImageJob?> JobAsync(string id, HttpContext http, IJobLedger ledger, CancellationToken cancellation) =>
        JobId.TryParse(id, out var jobId) ? await ledger.FindAsync(ApiCallers.Of(http).Tenant, jobId, cancellation) : null;

    private static ConversationRef Conversation(string thread) => new("web", Thread: thread);

    private static ProblemHttpResult NoSuchJob() => Problems.NotFound("There is no such job.");
}
