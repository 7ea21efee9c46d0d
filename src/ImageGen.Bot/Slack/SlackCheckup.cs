using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>Whether the bot is on Slack as it is configured: token and scopes, or the app's client; addresses.</summary>
internal sealed class SlackCheckup(SlackApi api, SlackOAuth oauth, SlackOptions options, Settings settings) : ICheckup
{
    private const string AppPage = "of the app's page at api.slack.com/apps";
    private const string OAuthPage = $"OAuth & Permissions {AppPage}";

    /// <summary>What is not there without a scope.</summary>
    private static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["commands"] = "nobody can type /imagine",
        ["chat:write"] = "the bot cannot write, and answers only through the command that asked",
        ["chat:write.public"] = "channels must invite the bot before it writes there",
        ["files:write"] = "what Slack cannot load from its address comes as a link",
        ["files:read"] = "nobody can draw from a picture in a message",
        ["app_mentions:read"] = "mentions of the bot go unheard",
        ["users:read"] = "everybody is answered in English, and nobody passes for an admin",
        ["usergroups:read"] = "limits and rules for user groups count for nobody",
    };

    /// <summary>Those it is no bot without.</summary>
    private static readonly string[] Necessary = ["commands", "chat:write"];

    public string Part => "Slack";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var finding in options.BotToken is { } token ? await TokenAsync(token, cancellation) : [await ClientAsync(cancellation)])
            yield return finding;
        if (settings.PublicBaseUrl.Scheme != Uri.UriSchemeHttps || settings.PublicBaseUrl.IsLoopback)
        {
            yield return Finding.Fault($"Slack calls only https addresses that everybody reaches; PublicBaseUrl is {settings.PublicBaseUrl}.", "Set PublicBaseUrl to such an address.");
            yield break;
        }

        yield return Finding.Ok($"The app must call {SlackAddresses.Commands(settings.PublicBaseUrl)}, …/interactions and …/events; `slack manifest` prints an app that does.");
        if (options.IsDistributed)
            yield return Finding.Ok($"Workspaces install the app at {SlackAddresses.Install(settings.PublicBaseUrl)}");
    }

    private async Task<IReadOnlyList<Finding>> TokenAsync(string token, CancellationToken cancellation)
    {
        var call = new SlackCall("auth.test");
        string[]? scopes = null;
        using var body = new FormUrlEncodedContent([]);
        var request = new HttpRequestMessage(HttpMethod.Post, call.Method) { Content = body, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        var tested = await api.SendAsync(
            call,
            request,
            SlackApi.CallLimit,
            (response, stop) =>
            {
                scopes = ScopesOf(response);
                return api.ReadAsync(call, response, SlackJson.Default.TokenOwner, stop);
            },
            cancellation);
        if (tested is not SlackResult<TokenOwner>.Ok { Answer: var owner })
            return [Refusal(tested)];
        return [Finding.Ok($"The bot's token is that of {owner.Team ?? owner.TeamId}{(owner.IsEnterpriseInstall ? ", for all its workspaces" : "")}."), .. Scopes(scopes)];
    }

    private static string[]? ScopesOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-OAuth-Scopes", out var values)
            ? string.Join(',', values).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;

    private static IEnumerable<Finding> Scopes(string[]? granted)
    {
        if (granted is null)
            return [];
        var missing = SlackManifest.Scopes.Except(granted, StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? [Finding.Ok("It has all the scopes it needs.")]
            : missing.Select(scope => (Necessary.Contains(scope) ? (Func<string, string, Finding>)Finding.Fault : Finding.Warning)(
                $"The token lacks the scope {scope}: {Without[scope]}.", $"Add it under {OAuthPage}, then install the app again."));
    }

    /// <summary>Asks for tokens with a code that is none: whoever is refused for the code alone is known as the app.</summary>
    private async Task<Finding> ClientAsync(CancellationToken cancellation) =>
        await oauth.ExchangeAsync("doctor", SlackAddresses.Callback(settings.PublicBaseUrl), cancellation) switch
        {
            SlackResult<GrantedAccess>.Failed { Error: "invalid_code" or "bad_redirect_uri" } => Finding.Ok("Slack knows the app by its client id and secret."),
            SlackResult<GrantedAccess>.Failed { Error: "invalid_client_id" } => Finding.Fault("Slack knows no app with this client id.", $"Copy Slack:ClientId from Basic Information {AppPage}."),
            SlackResult<GrantedAccess>.Failed { Error: "bad_client_secret" } => Finding.Fault("Slack does not accept the client secret.", $"Copy Slack:ClientSecret from Basic Information {AppPage}."),
            var other => Refusal(other),
        };

    private Finding Refusal<T>(SlackResult<T> result) => result switch
    {
        SlackResult<T>.Failed { Error: SlackError.InvalidAuth or "not_authed" } =>
            Finding.Fault("Slack does not accept the bot's token.", $"Copy the Bot User OAuth Token from {OAuthPage} to Slack:BotToken."),
        SlackResult<T>.Failed { Error: SlackError.TokenRevoked or SlackError.TokenExpired or "account_inactive" } =>
            Finding.Fault("The bot's token has ended: the app was removed from the workspace, or its tokens were revoked.", $"Install the app again under {OAuthPage}, and set Slack:BotToken to the new token."),
        SlackResult<T>.Failed failed => Finding.Fault($"Slack answered {failed.Error}.", "Look the error up in Slack's documentation, or try again."),
        SlackResult<T>.RateLimited limited => Finding.Warning("Slack asks to wait.", $"Try again in {Math.Ceiling(limited.RetryAfter.TotalSeconds)} seconds."),
        _ => Finding.Fault($"Slack cannot be reached at {options.ApiBaseUrl}.", "Let this machine reach slack.com by HTTPS."),
    };
}
