using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Bot.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Slack;

/// <summary>
/// <c>/slack/commands</c>, <c>/slack/interactions</c> and <c>/slack/events</c>: cap, verify the raw bytes, parse, answer.
/// Nothing is read of a body whose signature is wrong. What Slack sends again is told by its delivery, not by a header
/// that says so: the second attempt may be the first to arrive.
/// </summary>
internal static class SlackEndpoints
{
    private const int MaxBodyBytes = 256 * 1024;

    public static void MapSlack(this WebApplication app)
    {
        var slack = app.MapGroup("/slack").AddEndpointFilter(VerifyAsync).ExcludeFromDescription();
        slack.MapPost("/commands", CommandAsync);
        slack.MapPost("/interactions", InteractionAsync);
        slack.MapPost("/events", EventAsync);
    }

    private static async ValueTask<object?> VerifyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await Bodies.ReadAsync(http.Request, MaxBodyBytes, http.RequestAborted) is not { } body)
            return BadRequest($"The body must have at most {MaxBodyBytes} bytes.");
        var headers = http.Request.Headers;
        if (!http.RequestServices.GetRequiredService<SlackSignature>().Verify(headers["X-Slack-Signature"], headers["X-Slack-Request-Timestamp"], body.Span))
            return Problems.Problem(StatusCodes.Status401Unauthorized, "unauthorized", "The signature is missing, wrong or too old.");
        http.Items[typeof(SlackEndpoints)] = body;
        return await next(context);
    }

    private static async Task<IResult> CommandAsync(HttpContext http, SlackInteractions interactions, Afterwork afterwork, CancellationToken cancellation)
    {
        if (Form.Read(Encoding.UTF8.GetString(Body(http).Span)) is not { } form)
            return BadRequest("The body is no form.");
        // Slack asks whether the address is there; there is nobody to answer.
        if (form.ContainsKey("ssl_check"))
            return TypedResults.Ok();
        return await interactions.CommandAsync(TypedCommand.Read(form), cancellation) is { } response
            ? Respond(http, response, afterwork)
            : BadRequest("The body is no command: it says neither who nor where.");
    }

    private static async Task<IResult> InteractionAsync(HttpContext http, SlackInteractions interactions, Afterwork afterwork, CancellationToken cancellation)
    {
        if (Form.Read(Encoding.UTF8.GetString(Body(http).Span))?.GetValueOrDefault("payload") is not { } payload
            || Parse(Encoding.UTF8.GetBytes(payload), SlackJson.Default.Interaction) is not { } interaction
            || await interactions.InteractionAsync(interaction, cancellation) is not { } response)
            return BadRequest("The body is no interaction this bot knows.");
        return Respond(http, response, afterwork);
    }

    private static async Task<IResult> EventAsync(HttpContext http, SlackInteractions interactions, Afterwork afterwork, CancellationToken cancellation)
    {
        if (Parse(Body(http).Span, SlackJson.Default.EventEnvelope) is not { } envelope)
            return BadRequest("The body is no event.");
        if (envelope is { Type: "url_verification", Challenge: { } challenge })
            return TypedResults.Text(challenge);
        return Respond(http, await interactions.EventAsync(envelope, cancellation), afterwork);
    }

    private static IResult Respond(HttpContext http, SlackResponse response, Afterwork afterwork)
    {
        if (response.After is { } after)
        {
            http.Response.OnCompleted(() =>
            {
                afterwork.Start(after);
                return Task.CompletedTask;
            });
        }

        return response switch
        {
            { Message: { } message } => TypedResults.Json(message, SlackJson.Default.OutgoingMessage),
            { Errors: { } errors } => TypedResults.Json(errors, SlackJson.Default.SubmissionAnswer),
            _ => TypedResults.Ok(),
        };
    }

    private static ReadOnlyMemory<byte> Body(HttpContext http) => (ReadOnlyMemory<byte>)http.Items[typeof(SlackEndpoints)]!;

    /// <summary>The text as a document; null where it is something else.</summary>
    private static T? Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult BadRequest(string detail) => Problems.Problem(StatusCodes.Status400BadRequest, "invalid_request", detail);
}
