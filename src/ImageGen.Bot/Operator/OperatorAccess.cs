using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Operator;

/// <summary>
/// Admits the operator: by the session that the password began, or, where none is configured, only from this machine.
/// </summary>
internal sealed class OperatorAccess(OperatorOptions options, OperatorSessions sessions, SignInLimiter limiter, AuditLog audit)
{
    /// <summary>The page sends it with every change. No other site can without asking first, and nobody answers that it may.</summary>
    public const string ChangeHeader = "X-Operator";

    private const string Cookie = "imagegen-operator";
    private const int LongestToken = 100;

    private readonly byte[]? _password = options.Password is { } password ? Hash(password) : null;

    /// <summary>Whether there is anything to sign out of.</summary>
    public bool HasPassword => _password is not null;

    /// <summary>The filter on what only the operator sees and does.</summary>
    public async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (IsElsewhere(http) is { } forbidden)
            return forbidden;
        if (HasPassword && !(Token(http) is { } token && await sessions.IsOpenAsync(token, http.RequestAborted)))
            return Problems.Problem(StatusCodes.Status401Unauthorized, "unauthorized", "Sign in first.");
        return await next(context);
    }

    /// <summary>The filter on every change: it must come from the page itself, not from another site in the same browser.</summary>
    public static async ValueTask<object?> OwnPageAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsGet(request.Method) && !IsOwnPage(request, context.HttpContext.RequestServices.GetRequiredService<Settings>().PublicBaseUrl))
            return Problems.Problem(StatusCodes.Status403Forbidden, "forbidden", $"A change needs the header '{ChangeHeader}: 1' and must come from the operator's own page.");
        return await next(context);
    }

    /// <summary>Begins a session where the password is right.</summary>
    public async Task<IResult> SignInAsync(HttpContext http, string? password, CancellationToken cancellation)
    {
        if (IsElsewhere(http) is { } forbidden)
            return forbidden;
        if (_password is null)
            return TypedResults.NoContent();
        var from = http.Connection.RemoteIpAddress;
        if (limiter.Begin(from) is { } wait)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Problems.Problem(StatusCodes.Status429TooManyRequests, "too_many_attempts", $"There were too many wrong passwords. Try again in {seconds} seconds.");
        }

        if (!CryptographicOperations.FixedTimeEquals(Hash(password ?? ""), _password))
            return Problems.Problem(StatusCodes.Status401Unauthorized, "wrong_password", "That is not the password.");
        limiter.Succeeded(from);
        http.Response.Cookies.Append(Cookie, await sessions.BeginAsync(cancellation), CookieOf(http, OperatorSessions.Life));
        await audit.AddAsync(http, "sign in", "", "Signed in.", cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>Ends the session.</summary>
    public async Task<IResult> SignOutAsync(HttpContext http, CancellationToken cancellation)
    {
        if (Token(http) is { } token)
            await sessions.EndAsync(token, cancellation);
        http.Response.Cookies.Delete(Cookie, CookieOf(http, life: null));
        return TypedResults.NoContent();
    }

    /// <summary>The refusal where there is no password and the caller is not on this machine.</summary>
    private ProblemHttpResult? IsElsewhere(HttpContext http) => HasPassword || ApiCallers.IsThisMachine(http)
        ? null
        : Problems.Problem(StatusCodes.Status403Forbidden, "forbidden", "Without Operator:Password configured, this page answers only callers on its own machine.");

    private static string? Token(HttpContext http) => http.Request.Cookies[Cookie] is { Length: > 0 and <= LongestToken } token ? token : null;

    /// <summary>Browsers name the page a change comes from. Behind a proxy that is the public address; the scheme may differ.</summary>
    private static bool IsOwnPage(HttpRequest request, Uri publicBaseUrl)
    {
        if (request.Headers[ChangeHeader] != "1" || !request.HasJsonContentType())
            return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && (page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) || page.Authority.Equals(publicBaseUrl.Authority, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A proxy's word that the browser speaks TLS only makes the cookie stricter, so anybody's is believed.</summary>
    private static CookieOptions CookieOf(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"].ToString().StartsWith("https", StringComparison.OrdinalIgnoreCase),
        Path = "/operator",
        MaxAge = life,
    };

    // Compared by hash: every comparison takes the same time whatever the password's length or first wrong character.
    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
