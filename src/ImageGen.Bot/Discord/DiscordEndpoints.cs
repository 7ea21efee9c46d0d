using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Discord;

/// <summary>
/// <c>/discord/interactions</c> and <c>/discord/events</c>. A body sent again makes nothing new for as long as deliveries
/// are recognised: its interaction made its job the first time.
/// </summary>
internal static partial class DiscordEndpoints
{
    public static void MapDiscord(this WebApplication app)
    {
        var signature = app.Services.GetRequiredService<DiscordSignature>();
        var discord = app.MapWebhooks("/discord", (http, body) =>
            signature.Verify(http.Request.Headers["X-Signature-Ed25519"], http.Request.Headers["X-Signature-Timestamp"], body.Span));
        discord.MapPost("/interactions", InteractionAsync);
        discord.MapPost("/events", Event);
    }

    private static async Task<IResult> InteractionAsync(HttpContext http, DiscordInteractions interactions, CancellationToken cancellation)
    {
        if (JsonBody.Read(Webhooks.Body(http).Span, DiscordJson.Default.Interaction) is not { } interaction
            || await interactions.AnswerAsync(interaction, cancellation) is not { } answer)
            return Webhooks.BadRequest("The body is no interaction this bot knows.");
        Webhooks.After(http, answer.After);
        return TypedResults.Json(answer.Body, DiscordJson.Default.InteractionAnswer);
    }

    /// <summary>Discord asks whether the address is alive, and tells who installed or removed the app: something to log, nothing to do.</summary>
    private static IResult Event(HttpContext http, ILogger<DiscordInteractions> logger)
    {
        if (JsonBody.Read(Webhooks.Body(http).Span, DiscordJson.Default.WebhookEvent) is not { } told)
            return Webhooks.BadRequest("The body is no event.");
        if (told.Event?.Type is { Length: <= 64 } type && type.All(c => char.IsAsciiLetterUpper(c) || c == '_'))
            LogEvent(logger, type);
        return TypedResults.NoContent();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord tells of {Type}.")]
    private static partial void LogEvent(ILogger logger, string type);
}
