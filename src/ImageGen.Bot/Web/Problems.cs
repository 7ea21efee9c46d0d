using System.Diagnostics;
using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace ImageGen.Bot.Web;

/// <summary>Errors as programs read them: RFC 9457 problem documents with a code, naming each field.</summary>
internal static class Problems
{
    private const int RetryAfterSeconds = 2;

    /// <summary>400: every faulty field with its messages.</summary>
    public static ProblemHttpResult Invalid(IEnumerable<FieldFault> faults)
    {
        var byField = faults.GroupBy(fault => fault.Field).ToDictionary(group => group.Key, group => group.Select(fault => fault.Message).Distinct().ToArray());
        return Problem(StatusCodes.Status400BadRequest, ErrorCode.InvalidRequest.Text(), string.Join(' ', byField.Values.SelectMany(messages => messages)),
            KeyValuePair.Create<string, object?>("errors", byField));
    }

    /// <summary>429: a limit is used up.</summary>
    public static ProblemHttpResult OverLimit(Ticket.OverLimit over) =>
        Problem(StatusCodes.Status429TooManyRequests, over.Error.Code.Text(), over.Error.Message, KeyValuePair.Create<string, object?>("resetsAt", over.Claim.ResetsAt));

    /// <summary>415: a body that is not said to be JSON, which is all that another site's page can make a browser send.</summary>
    public static ProblemHttpResult NotJson => Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the body as application/json.");

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, "not_found", detail);

    /// <summary>Any other error.</summary>
    public static ProblemHttpResult Problem(int status, string code, string detail, params KeyValuePair<string, object?>[] more) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code), .. more]);

    /// <summary>Gives what routing refuses before any handler the code and detail that our own answers have.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var (code, detail) = problem.Status switch
        {
            StatusCodes.Status404NotFound => ("not_found", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "This address does not take this method."),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported_media_type", "Send the body as application/json."),
            _ => (ErrorCode.InvalidRequest.Text(), "The request cannot be read."),
        };
        problem.Extensions.TryAdd("code", code);
        problem.Detail ??= detail;
    }

    /// <summary>Turns what a handler threw into an answer. The ledger being away is no bug: the caller may try again.</summary>
    public static void UseProblems(this WebApplication app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        SuppressDiagnosticsCallback = context => context.Exception is LedgerUnavailableException or BadHttpRequestException || IsBadChunk(context.Exception)
            || (context.Exception is OperationCanceledException && context.HttpContext.RequestAborted.IsCancellationRequested),
        ExceptionHandler = async context =>
        {
            var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            var result = fault switch
            {
                LedgerUnavailableException => Problem(StatusCodes.Status503ServiceUnavailable, "ledger_unavailable", "The bot cannot reach its ledger at the moment. Try again; with the same Idempotency-Key nothing happens twice."),
                BadHttpRequestException bad => Problem(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too_large" : "invalid_request", bad.Message),
                { } when IsBadChunk(fault) => Problem(StatusCodes.Status400BadRequest, "invalid_request", "A chunk of the body has no length that can be read."),
                _ => Problem(StatusCodes.Status500InternalServerError, ErrorCode.Internal.Text(), $"Something went wrong here. Report trace {Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier} to the operator."),
            };
            if (fault is LedgerUnavailableException)
                context.Response.Headers.RetryAfter = new StringValues(RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
            await result.ExecuteAsync(context);
        },
    });

    /// <summary>Kestrel calls everything it cannot read a bad request, but for the length of a chunk that is past any number.</summary>
    private static bool IsBadChunk(Exception? fault) => fault is IOException { InnerException: OverflowException };
}
