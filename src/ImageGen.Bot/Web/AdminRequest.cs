using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Web;

/// <summary>A call of the admin API: who administers which guild, and which revision of it they were looking at.</summary>
internal sealed record AdminRequest(Admin Admin, long? Revision)
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxIdLength = 128;

    /// <summary>The filter on every route: reads the guild and <c>If-Match</c>.</summary>
    public static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // Without keys, a page elsewhere in a browser of this machine could send anything but this, and other methods not at all.
        if (HttpMethods.IsPost(http.Request.Method) && !http.Request.HasJsonContentType())
            return Problems.NotJson;
        if (!TryTenant((string?)http.Request.RouteValues["guild"] ?? "", out var tenant))
            return Problems.Invalid([new FieldFault("guild", "The guild must be written platform:id, such as discord:123456789012345678, slack:T012AB3CD or api:KEYNAME.")]);
        if (!TryRevision(http.Request.Headers.IfMatch.ToString(), out var revision))
            return Problems.Invalid([new FieldFault("If-Match", "The header must be the ETag last read, such as \"7\", or *.")]);
        var caller = ApiCallers.Of(http);
        http.Items[typeof(AdminRequest)] = new AdminRequest(new Admin(tenant, caller.User, caller.User, "api") { IsOperator = true }, revision);
        return await next(context);
    }

    /// <summary>The call the filter read.</summary>
    public static AdminRequest Of(HttpContext http) => (AdminRequest)http.Items[typeof(AdminRequest)]!;

    /// <summary>Says which revision an answer shows.</summary>
    public static void Tag(HttpContext http, long revision) => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Does something and answers with what it came to.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext http, Func<AdminRequest, Task<AdminResult>> act)
    {
        var call = Of(http);
        switch (await act(call))
        {
            case AdminResult.Done done:
                Tag(http, done.Guild.Revision);
                return TypedResults.Json(new AdminChangeDocument(done.Guild.Revision, done.Changes, done.Notes), WebJson.Default.AdminChangeDocument);
            case AdminResult.Unchanged same:
                Tag(http, same.Guild.Revision);
                return TypedResults.Json(new AdminChangeDocument(same.Guild.Revision, [], []), WebJson.Default.AdminChangeDocument);
            case AdminResult.Invalid invalid:
                return Problems.Invalid(invalid.Faults);
            case AdminResult.Conflict conflict:
                Tag(http, conflict.Guild.Revision);
                return Problems.Problem(call.Revision is null ? StatusCodes.Status409Conflict : StatusCodes.Status412PreconditionFailed, "conflict", conflict.Message,
                    KeyValuePair.Create<string, object?>("revision", conflict.Guild.Revision));
            case var other:
                throw new InvalidOperationException($"Administration answered {other.GetType().Name}.");
        }
    }

    /// <summary>The same with a body, unless it cannot be read.</summary>
    public static async Task<IResult> WithBodyAsync<T>(
        HttpContext http, Func<Dictionary<string, string?>, List<FieldFault>, T> read, Func<AdminRequest, T, Task<AdminResult>> act)
    {
        if (await Bodies.ReadAsync(http.Request, MaxBodyBytes, http.RequestAborted) is not { } bytes)
            return Problems.Problem(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body must have at most {MaxBodyBytes} bytes.");
        var faults = new List<FieldFault>();
        var body = read(AdminBodies.Read(bytes, faults), faults);
        return faults.Count > 0 ? Problems.Invalid(faults) : await AnswerAsync(http, call => act(call, body));
    }

    private static bool TryTenant(string text, out TenantId tenant)
    {
        tenant = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text.Length - colon - 1 is 0 or > MaxIdLength || !text[..colon].All(char.IsAsciiLetterLower)
            || !text[(colon + 1)..].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return false;
        tenant = new TenantId(text[..colon], text[(colon + 1)..]);
        return true;
    }

    private static bool TryRevision(string header, out long? revision)
    {
        revision = null;
        if (header is "" or "*")
            return true;
        var isNumber = long.TryParse(header.Replace("W/", "", StringComparison.Ordinal).Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        revision = isNumber ? number : null;
        return isNumber;
    }
}
