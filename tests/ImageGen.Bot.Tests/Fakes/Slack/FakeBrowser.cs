using System.Net;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Where a browser ended up.</summary>
internal sealed record BrowserPage(Uri Address, int Status, string Html);

/// <summary>A person's browser: it keeps cookies and follows where it is sent. Whatever the bot calls itself is found where it listens.</summary>
internal sealed class FakeBrowser : IDisposable
{
    private const int MostRedirects = 10;

    private readonly FakeSlack _slack;
    private readonly HttpClient _http;

    public FakeBrowser(FakeSlack slack)
    {
        _slack = slack;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Goes to an address, or to a path of the bot's, and on to wherever that leads.</summary>
    public async Task<BrowserPage> GoAsync(string address)
    {
        var uri = new Uri(Bot, address);
        for (var redirects = 0; redirects < MostRedirects; redirects++)
        {
            uri = uri.Authority == _slack.Address.Authority ? uri : new Uri(Bot, uri.PathAndQuery);
            using var response = await _http.GetAsync(uri);
            LookAtCookies(response);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } next)
                return new BrowserPage(uri, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
            uri = new Uri(uri, next);
        }

        throw new InvalidOperationException($"{address} leads round and round.");
    }

    public void Dispose() => _http.Dispose();

    private void LookAtCookies(HttpResponseMessage response)
    {
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            if (cookie.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase))
                _slack.Violate($"a browser does not send this back from Slack's page: {cookie}");
            if (!cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase))
                _slack.Violate($"scripts can read a cookie: {cookie}");
        }

        // People meet the bot over TLS, which ends before it.
        foreach (Cookie cookie in Cookies.GetAllCookies())
            cookie.Secure = false;
    }

    private Uri Bot => _slack.BotAddress ?? throw new InvalidOperationException("Say first where the bot listens: BotAddress.");
}
