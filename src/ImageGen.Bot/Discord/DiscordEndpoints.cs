using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Discord;

/// <summary>
/// <c>/discord/interactions</c> and <c>/discord/events</c>: cap, verify the raw bytes, parse, answer. Nothing is read of a
/// body whose signature is wrong. An old body sent again is no danger: its interaction made its job the first time.
/// </summary>
internal static partial class DiscordEndpoints
{
    private const int MaxBodyBytes = 256 * 1024;

    public static void MapDiscord(this WebApplication app)
    {
        var discord = app.MapGroup("/discord").AddEndpointFilter(VerifyAsync).ExcludeFromDescription();
        discord.MapPost("/interactions", InteractionAsync);
        discord.MapPost("/events", Event);
    }

    private static async ValueTask<object?> VerifyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await Bodies.ReadAsync(http.Request, MaxBodyBytes, http.RequestAborted) is not { } body)
            return BadRequest($"The body must have at most {MaxBodyBytes} bytes.");
        var headers = http.Request.Headers;
        if (!http.RequestServices.GetRequiredService<DiscordSignature>().Verify(headers["X-Signature-Ed25519"], headers["X-Signature-Timestamp"], body.Span))
            return Problems.Problem(StatusCodes.Status401Unauthorized, "unauthorized", "The signature is missing or wrong.");
        http.Items[typeof(DiscordEndpoints)] = body;
        return await next(context);
    }

    private static async Task<IResult> InteractionAsync(HttpContext http, DiscordInteractions interactions, Afterwork afterwork, CancellationToken cancellation)
    {
        if (Read(http, DiscordJson.Default.Interaction) is not { } interaction || await interactions.AnswerAsync(interaction, cancellation) is not { } answer)
            return BadRequest("The body is no interaction this bot knows.");
        if (answer.After is { } after)
        {
            http.Response.OnCompleted(() =>
            {
                afterwork.Start(after);
                return Task.CompletedTask;
            });
        }

        return TypedResults.Json(answer.Body, DiscordJson.Default.InteractionAnswer);
    }

    /// <summary>Discord asks whether the address is alive, and tells who installed or removed the app: something to log, nothing to do.</summary>
    private static IResult Event(HttpContext http, ILogger<DiscordInteractions> logger)
    {
        if (Read(http, DiscordJson.Default.WebhookEvent) is not { } told)
            return BadRequest("The body is no event.");
        if (told.Event?.Type is { Length: <= 64 } type && type.All(c => char.IsAsciiLetterUpper(c) || c == '_'))
            LogEvent(logger, type);
        return TypedResults.NoContent();
    }

    /// <summary>The verified body as a document; null where it is something else.</summary>
    private static T? Read<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)http.Items[typeof(DiscordEndpoints)]!).Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemHttpResult BadRequest(string detail) => Problems.Problem(StatusCodes.Status400BadRequest, "invalid_request", detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord tells of {Type}.")]
    private static partial void LogEvent(ILogger logger, string type);
}
