using System.Net;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>The way through an installation, as a browser goes it.</summary>
public sealed class SlackOAuthTests : IAsyncLifetime
{
    private const string Callback = "https://bot.example.com/slack/oauth/callback";
    private const string Granted =
        """{"ok":true,"access_token":"xoxe.xoxb-1","refresh_token":"xoxe-1","expires_in":43200,"app_id":"A1","team":{"id":"T1","name":"Acme <b>"},"enterprise":null,"is_enterprise_install":false}""";

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly ScriptedSlack _slack = new();
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["DataPath"] = _folder.Combine("data"),
            ["PublicBaseUrl"] = "https://bot.example.com",
            ["Slack:SigningSecret"] = SlackTestBed.Options.SigningSecret,
            ["Slack:ClientId"] = "12.34",
            ["Slack:ClientSecret"] = "client-secret",
        });
        var settings = Settings.Read(builder.Configuration);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(settings).AddSingleton<TimeProvider>(_clock).AddSingleton<Random, CryptoRandom>().AddSingleton(new LedgerOptions())
            .AddSqliteState(settings.DataPath).AddKeyRing(settings).AddSlackClient(settings.Slack!);
        builder.Services.AddHttpClient<SlackApi>().ConfigurePrimaryHttpMessageHandler(() => _slack);
        _app = builder.Build();
        _app.MapSlackOAuth();
        await _app.StartAsync();
    }

    [Fact]
    public async Task Install_SendsToSlackWithScopesAndABoundState()
    {
        using var response = await _browser.GetAsync($"{_app.Urls.First()}/slack/install");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("https://slack.com/oauth/v2/authorize", response.Headers.Location!.GetLeftPart(UriPartial.Path));
        var query = QueryHelpers.ParseQuery(response.Headers.Location.Query);
        Assert.Equal(
            ("12.34", "commands,chat:write,chat:write.public,files:write,files:read,app_mentions:read,users:read,usergroups:read", Callback),
            (query["client_id"].ToString(), query["scope"].ToString(), query["redirect_uri"].ToString()));
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        foreach (var attribute in new[] { "max-age=600", "path=/slack/oauth", "secure", "samesite=lax", "httponly" })
            Assert.Contains(attribute, cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=', ';')[1], query["state"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_Allowed_InstallsAndLeadsBackToSlack()
    {
        _slack.Answers(Granted);
        var (state, cookie) = await InstallAsync();
        var (status, page) = await CallbackAsync($"code=c%2B1&state={state}", cookie);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("""<a href="https://slack.com/app_redirect?app=A1&amp;team=T1">""", page, StringComparison.Ordinal);
        Assert.Contains("Acme &lt;b&gt; has it now", page, StringComparison.Ordinal);
        var seen = Assert.Single(_slack.Seen);
        Assert.Equal(
            ("https://slack.com/api/oauth.v2.access", "Basic " + Convert.ToBase64String("12.34:client-secret"u8), $"code=c%2B1&redirect_uri={Uri.EscapeDataString(Callback)}"),
            (seen.Url, seen.Authorization, seen.Body));
        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-1"), await TokenAsync("T1"));
    }

    [Fact]
    public async Task Callback_OfAnOrganisation_InstallsForIt()
    {
        _slack.Answers("""{"ok":true,"access_token":"xoxb-org","app_id":"A1","team":null,"enterprise":{"id":"E1","name":"Big"},"is_enterprise_install":true}""");
        var (state, cookie) = await InstallAsync();
        var (_, page) = await CallbackAsync($"code=c&state={state}", cookie);
        Assert.Contains("""<a href="https://slack.com/app_redirect?app=A1">""", page, StringComparison.Ordinal);
        Assert.True(await _app.Services.GetRequiredService<SlackInstallations>().IsInstalledAsync(new SlackWorkspace("T5", "E1", IsEnterpriseInstall: true), CancellationToken.None));
    }

    [Fact]
    public async Task Callback_StateUsedTwice_Is400()
    {
        _slack.Answers(Granted);
        var (state, cookie) = await InstallAsync();
        await CallbackAsync($"code=c&state={state}", cookie);
        await AssertEndedAsync($"code=c&state={state}", cookie, calls: 1);
    }

    [Fact]
    public async Task Callback_StateUsedTwiceAtOnce_InstallsOnce()
    {
        _slack.Answers(Granted).Answers(Granted);
        var (state, cookie) = await InstallAsync();
        var pages = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CallbackAsync($"code=c&state={state}", cookie)));
        Assert.Single(pages, page => page.Status == HttpStatusCode.OK);
        Assert.Single(_slack.Seen);
    }

    [Fact]
    public async Task Callback_AfterTenMinutes_Is400()
    {
        var (state, cookie) = await InstallAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await AssertEndedAsync($"code=c&state={state}", cookie);
    }

    [Fact]
    public async Task Callback_InAnotherBrowser_Is400AndLeavesTheStateToItsOwn()
    {
        _slack.Answers(Granted);
        var (state, cookie) = await InstallAsync();
        var (_, another) = await InstallAsync();
        await AssertEndedAsync($"code=c&state={state}", another);
        await AssertEndedAsync($"code=c&state={state}", null);
        Assert.Equal(HttpStatusCode.OK, (await CallbackAsync($"code=c&state={state}", cookie)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("code=c")]
    [InlineData("code=c&state=")]
    [InlineData("code=c&state=made-up")]
    [InlineData("error=access_denied")]
    [InlineData("error=access_denied&state=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Callback_WithoutAStateOfOurs_Is400(string query)
    {
        var (_, cookie) = await InstallAsync();
        await AssertEndedAsync(query, cookie);
    }

    [Fact]
    public async Task Callback_NotAllowed_SaysThatNothingWasInstalled()
    {
        var (state, cookie) = await InstallAsync();
        var (status, page) = await CallbackAsync($"error=access_denied&state={state}", cookie);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Nothing was installed", page, StringComparison.Ordinal);
        Assert.Empty(_slack.Seen);
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"invalid_code"}""", HttpStatusCode.BadRequest, "It says: invalid_code.")]
    [InlineData(200, """{"ok":false,"error":"<script>"}""", HttpStatusCode.BadRequest, "It says: unknown_error.")]
    [InlineData(503, "", HttpStatusCode.ServiceUnavailable, "Slack does not answer")]
    [InlineData(429, "", HttpStatusCode.ServiceUnavailable, "Slack does not answer")]
    [InlineData(200, """{"ok":true,"access_token":"xoxb-1","team":null,"enterprise":null}""", HttpStatusCode.ServiceUnavailable, "Slack does not answer")]
    public async Task Callback_SlackDoesNotGrant_SaysWhy(int answer, string body, HttpStatusCode expected, string says)
    {
        _slack.Answers(answer, body);
        var (state, cookie) = await InstallAsync();
        var (status, page) = await CallbackAsync($"code=c&state={state}", cookie);
        Assert.Equal(expected, status);
        Assert.Contains(says, page, StringComparison.Ordinal);
        Assert.Contains("""<a href="../install">""", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_WithoutACode_Is400()
    {
        var (state, cookie) = await InstallAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await CallbackAsync($"state={state}", cookie)).Status);
        Assert.Empty(_slack.Seen);
    }

    [Fact]
    public async Task Installation_AfterARestart_IsStillReadable()
    {
        _slack.Answers(Granted);
        var (state, cookie) = await InstallAsync();
        await CallbackAsync($"code=c&state={state}", cookie);
        await _app.DisposeAsync();
        await InitializeAsync();

        Assert.Equal(new SlackResult<string>.Ok("xoxe.xoxb-1"), await TokenAsync("T1"));
        Assert.NotEmpty(Directory.GetFiles(_folder.Combine("data", "keys"), "*.xml"));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        _slack.Dispose();
        _folder.Dispose();
    }

    private Task<SlackResult<string>> TokenAsync(string team) =>
        _app.Services.GetRequiredService<SlackInstallations>().TokenAsync(SlackInstallations.TenantOf(team), CancellationToken.None);

    private async Task<(string State, string Cookie)> InstallAsync()
    {
        using var response = await _browser.GetAsync($"{_app.Urls.First()}/slack/install");
        var state = QueryHelpers.ParseQuery(response.Headers.Location!.Query)["state"].ToString();
        return (Uri.EscapeDataString(state), response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    private async Task<(HttpStatusCode Status, string Page)> CallbackAsync(string query, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_app.Urls.First()}/slack/oauth/callback?{query}");
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var response = await _browser.SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        return (response.StatusCode, page);
    }

    private async Task AssertEndedAsync(string query, string? cookie, int calls = 0)
    {
        var (status, page) = await CallbackAsync(query, cookie);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("This installation has ended", page, StringComparison.Ordinal);
        Assert.Equal(calls, _slack.Seen.Count);
    }
}
