using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>
/// <c>/slack/commands</c>, <c>/slack/interactions</c> and <c>/slack/events</c>. What Slack sends again is told by its delivery, not by a header
/// that says so: the second attempt may be the first to arrive.
/// </summary>
internal static class SlackEndpoints
{
    public static void MapSlack(this WebApplication app)
    {
        var signature = app.Services.GetRequiredService<SlackSignature>();
        var slack = app.MapWebhooks("/slack", (http, body) =>
            signature.Verify(http.Request.Headers["X-Slack-Signature"], http.Request.Headers["X-Slack-Request-Timestamp"], body.Span));
        slack.MapPost("/commands", CommandAsync);
        slack.MapPost("/interactions", InteractionAsync);
        slack.MapPost("/events", EventAsync);
    }

    private static async Task<IResult> CommandAsync(HttpContext http, SlackInteractions interactions, CancellationToken cancellation)
    {
        if (Form.Read(Encoding.UTF8.GetString(Webhooks.Body(http).Span)) is not { } form)
            return Webhooks.BadRequest("The body is no form.");
        // Slack asks whether the address is there; there is nobody to answer.
        if (form.ContainsKey("ssl_check"))
            return TypedResults.Ok();
        return await interactions.CommandAsync(TypedCommand.Read(form), cancellation) is { } response
            ? Respond(http, response)
            : Webhooks.BadRequest("The body is no command: it says neither who nor where.");
    }

    private static async Task<IResult> InteractionAsync(HttpContext http, SlackInteractions interactions, CancellationToken cancellation)
    {
        if (Form.Read(Encoding.UTF8.GetString(Webhooks.Body(http).Span))?.GetValueOrDefault("payload") is not { } payload
            || JsonBody.Read(Encoding.UTF8.GetBytes(payload), SlackJson.Default.Interaction) is not { } interaction
            || await interactions.InteractionAsync(interaction, cancellation) is not { } response)
            return Webhooks.BadRequest("The body is no interaction this bot knows.");
        return Respond(http, response);
    }

    private static async Task<IResult> EventAsync(HttpContext http, SlackInteractions interactions, CancellationToken cancellation)
    {
        if (JsonBody.Read(Webhooks.Body(http).Span, SlackJson.Default.EventEnvelope) is not { } envelope)
            return Webhooks.BadRequest("The body is no event.");
        if (envelope is { Type: "url_verification", Challenge: { } challenge })
            return TypedResults.Text(challenge);
        return Respond(http, await interactions.EventAsync(envelope, cancellation));
    }

    private static IResult Respond(HttpContext http, SlackResponse response)
    {
        Webhooks.After(http, response.After);
        return response switch
        {
            { Message: { } message } => TypedResults.Json(message, SlackJson.Default.OutgoingMessage),
            { Form: { } form } => TypedResults.Json(form, SlackJson.Default.SubmissionAnswer),
            _ => TypedResults.Ok(),
        };
    }
}
