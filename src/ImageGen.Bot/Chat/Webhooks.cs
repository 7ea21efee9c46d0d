using ImageGen.Bot.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Chat;

/// <summary>
/// What every chat platform's webhooks need: a cap, the signature over the raw bytes before anything is read of them, an
/// answer, and work that begins once the answer has left.
/// </summary>
internal static class Webhooks
{
    private const int MaxBodyBytes = 256 * 1024;

    /// <summary>A group of routes behind a signature: 400 for a body that is too large, 401 for one that is not the platform's.</summary>
    /// <param name="app">The application.</param>
    /// <param name="prefix">Where they are.</param>
    /// <param name="isGenuine">Whether the platform sent this body with these headers.</param>
    public static RouteGroupBuilder MapWebhooks(this WebApplication app, string prefix, Func<HttpContext, ReadOnlyMemory<byte>, bool> isGenuine) =>
        app.MapGroup(prefix).ExcludeFromDescription().MeasureAcknowledgements(prefix.Trim('/')).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (await Bodies.ReadAsync(http.Request, MaxBodyBytes, http.RequestAborted) is not { } body)
                return BadRequest($"The body must have at most {MaxBodyBytes} bytes.");
            if (!isGenuine(http, body))
                return Problems.Problem(StatusCodes.Status401Unauthorized, "unauthorized", "The signature is missing, wrong or too old.");
            http.Items[typeof(Webhooks)] = body;
            return await next(context);
        });

    /// <summary>The verified body.</summary>
    public static ReadOnlyMemory<byte> Body(HttpContext http) => (ReadOnlyMemory<byte>)http.Items[typeof(Webhooks)]!;

    /// <summary>400, and what is wrong.</summary>
    public static ProblemHttpResult BadRequest(string detail) => Problems.Problem(StatusCodes.Status400BadRequest, "invalid_request", detail);

    /// <summary>Begins some work once the answer has left.</summary>
    public static void After(HttpContext http, Func<CancellationToken, Task>? work)
    {
        if (work is null)
            return;
        http.Response.OnCompleted(() =>
        {
            http.RequestServices.GetRequiredService<Afterwork>().Start(work);
            return Task.CompletedTask;
        });
    }
}
