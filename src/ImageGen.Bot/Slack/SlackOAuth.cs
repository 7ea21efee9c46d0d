using System.Net.Http.Headers;
using System.Text;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>OAuth v2 as this app speaks it: how workspaces grant it tokens.</summary>
internal sealed class SlackOAuth(SlackOptions options, SlackApi api)
{
    private static readonly SlackCall Access = new("oauth.v2.access");

    private readonly AuthenticationHeaderValue _app =
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{options.ClientId}:{options.ClientSecret}")));

    /// <summary>Where people are asked whether they want the app.</summary>
    public Uri AuthorizeUrl(string state, Uri redirect) => new(
        options.ApiBaseUrl,
        $"/oauth/v2/authorize?client_id={options.ClientId}&scope={Uri.EscapeDataString(string.Join(',', SlackManifest.Scopes))}"
        + $"&redirect_uri={Uri.EscapeDataString(redirect.AbsoluteUri)}&state={Uri.EscapeDataString(state)}");

    /// <summary>Turns the code people come back with into tokens. It is good once, for ten minutes.</summary>
    public Task<SlackResult<GrantedAccess>> ExchangeAsync(string code, Uri redirect, CancellationToken cancellation) =>
        AccessAsync(cancellation, ("code", code), ("redirect_uri", redirect.AbsoluteUri));

    /// <summary>The tokens that follow a refresh token, which ends with that.</summary>
    public Task<SlackResult<GrantedAccess>> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
        AccessAsync(cancellation, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    private Task<SlackResult<GrantedAccess>> AccessAsync(CancellationToken cancellation, params (string Name, string Value)[] arguments) => api.CallAsync(
        Access,
        _app,
        new FormUrlEncodedContent(arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value))),
        SlackJson.Default.GrantedAccess,
        cancellation);
}
