using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Slack;

/// <summary>
/// <c>/slack/install</c> and <c>/slack/oauth/callback</c>: how people put the app into their workspace. Mapped only where
/// the app is distributed.
/// </summary>
internal static class SlackOAuthEndpoints
{
    private const string Cookie = "slack-install";

    public static void MapSlackOAuth(this WebApplication app)
    {
        var slack = app.MapGroup("/slack").ExcludeFromDescription();
        slack.MapGet("/install", Install);
        slack.MapGet("/oauth/callback", CallbackAsync);
    }

    private static RedirectHttpResult Install(HttpContext http, Settings settings, SlackOAuth oauth, SlackOAuthState states)
    {
        var (state, cookie) = states.Issue();
        http.Response.Cookies.Append(Cookie, cookie, CookieOptions(settings));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(oauth.AuthorizeUrl(state, SlackAddresses.Callback(settings.PublicBaseUrl)).AbsoluteUri);
    }

    private static async Task<IResult> CallbackAsync(
        HttpContext http,
        Settings settings,
        SlackOAuth oauth,
        SlackOAuthState states,
        StoredSlackInstallations installations,
        TimeProvider clock,
        CancellationToken cancellation,
        string? state = null,
        string? code = null,
        string? error = null)
    {
        if (!await states.RedeemAsync(state, http.Request.Cookies[Cookie], cancellation))
            return SlackPages.Failure(StatusCodes.Status400BadRequest, "This installation has ended", "It takes at most ten minutes, in one browser, and each link of it works once.");
        http.Response.Cookies.Delete(Cookie, CookieOptions(settings));
        if (error is not null)
            return SlackPages.Failure(StatusCodes.Status200OK, "Nothing was installed", "Slack says that the installation was not allowed.");
        if (string.IsNullOrEmpty(code))
            return SlackPages.Failure(StatusCodes.Status400BadRequest, "This installation has ended", "Slack sent you back without a word.");

        return await oauth.ExchangeAsync(code, SlackAddresses.Callback(settings.PublicBaseUrl), cancellation) switch
        {
            SlackResult<GrantedAccess>.Ok { Answer: var granted } when SlackInstallation.Of(granted, clock.GetUtcNow()) is { } installation =>
                await InstalledAsync(installation, granted),
            SlackResult<GrantedAccess>.Failed { Error: var refusal } =>
                SlackPages.Failure(StatusCodes.Status400BadRequest, "Slack refused the installation", $"It says: {refusal}."),
            _ => SlackPages.Failure(StatusCodes.Status503ServiceUnavailable, "Slack does not answer", "Nothing was installed. Wait a minute before you try again."),
        };

        async Task<IResult> InstalledAsync(SlackInstallation installation, GrantedAccess granted)
        {
            // Slack's word is given: who closes the page now still has it installed.
            await installations.SaveAsync(installation, CancellationToken.None);
            return SlackPages.Success(granted.Team?.Name ?? granted.Enterprise?.Name, SlackAddresses.App(granted.AppId, granted.Team?.Id));
        }
    }

    private static CookieOptions CookieOptions(Settings settings) => new()
    {
        HttpOnly = true,
        Secure = settings.PublicBaseUrl.Scheme == Uri.UriSchemeHttps,
        // Slack sends people back with a link, which Strict would leave without the cookie.
        SameSite = SameSiteMode.Lax,
        MaxAge = SlackOAuthState.Life,
        // As the browser sees it: a proxy may have this bot under a path of its own.
        Path = SlackAddresses.Callback(settings.PublicBaseUrl).AbsolutePath,
    };
}
