using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Operator;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ImageGen.Bot.Tests.OperatorPage;

public sealed class OperatorAccessTests
{
    private static readonly (string, string) WithPassword = ("Operator:Password", OperatorBed.Password);

    [Fact]
    public async Task NoPassword_OnThisMachine_IsOpen()
    {
        await using var bed = await OperatorBed.StartAsync();
        Assert.False((await bed.OverviewAsync()).GetProperty("hasPassword").GetBoolean());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Host", "bot.example.com")]
    public async Task NoPassword_FromElsewhere_IsForbidden(string header, string value)
    {
        await using var bed = await OperatorBed.StartAsync();
        var (status, problem) = await bed.GetAsync("/overview", (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Operator:Password", problem.Text("detail"), StringComparison.Ordinal);

        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/operator/api/session") { Content = JsonContent.Create(new { password = "" }) };
        Assert.Equal(HttpStatusCode.Forbidden, (await bed.SendAsync(signIn, ("X-Operator", "1"), (header, value))).Status);
    }

    [Fact]
    public async Task Password_SignedInAndOut_OpensAndCloses()
    {
        await using var bed = await OperatorBed.StartAsync(WithPassword);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bed.GetAsync("/overview")).Status);
        Assert.Equal((HttpStatusCode.Unauthorized, "wrong_password"), (await bed.SignInAsync(OperatorBed.Password + "!")) is var wrong ? (wrong.Status, wrong.Json.Text("code")) : default);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bed.ChangeAsync("/lanes/main/pause")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await bed.SignInAsync(OperatorBed.Password)).Status);
        Assert.True((await bed.OverviewAsync()).GetProperty("hasPassword").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await bed.ChangeAsync("/session", method: HttpMethod.Delete)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bed.GetAsync("/overview")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https")]
    public async Task Cookie_OfASession_IsForThePageAlone(string? scheme)
    {
        await using var bed = await OperatorBed.StartAsync(WithPassword);
        var cookie = await CookieAsync(bed, scheme);

        foreach (var part in new[] { "httponly", "samesite=strict", "path=/operator" })
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(scheme is not null, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SignedOut_StolenCookie_IsWorthNothing()
    {
        await using var bed = await OperatorBed.StartAsync(WithPassword);
        var stolen = (await CookieAsync(bed)).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await bed.GetAsync("/overview", ("Cookie", stolen))).Status);
        await bed.ChangeAsync("/session", method: HttpMethod.Delete);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bed.GetAsync("/overview", ("Cookie", stolen))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bed.GetAsync("/overview", ("Cookie", "imagegen-operator=abc"))).Status);
    }

    [Fact]
    public async Task Session_OfOneProcess_IsOpenInAnotherUntilItEndsOrThePasswordChanges()
    {
        using var folder = new TempFolder();
        await using var one = await OperatorBed.StartAsync(folder, null, WithPassword);
        await using var other = await OperatorBed.StartAsync(folder, null, WithPassword);
        await using var changed = await OperatorBed.StartAsync(folder, null, ("Operator:Password", "another pass phrase"));
        var cookie = (await CookieAsync(one)).Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/overview", ("Cookie", cookie))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await changed.GetAsync("/overview", ("Cookie", cookie))).Status);
        other.Clock.Advance(OperatorSessions.Life + TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/overview", ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task WrongPassword_TooOften_KeepsOutEvenTheRightOneForAWhile()
    {
        await using var bed = await OperatorBed.StartAsync(WithPassword);
        for (var attempt = 0; attempt < SignInLimiter.PerAddress; attempt++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await bed.SignInAsync("wrong")).Status);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/api/session") { Content = JsonContent.Create(new { password = OperatorBed.Password }) };
        request.Headers.Add("X-Operator", "1");
        using var refused = await bed.Bot.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(4), SignInLimiter.Window);
        Assert.Contains("Try again in", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        bed.Clock.Advance(SignInLimiter.Window);
        Assert.Equal(HttpStatusCode.NoContent, (await bed.SignInAsync(OperatorBed.Password)).Status);
    }

    [Theory]
    [InlineData(null, null, "application/json")]
    [InlineData("1", "https://evil.example.com", "application/json")]
    [InlineData("1", "null", "application/json")]
    [InlineData("1", null, "text/plain")]
    public async Task Change_FromAnotherSite_IsForbidden(string? header, string? origin, string contentType)
    {
        await using var bed = await OperatorBed.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/api/lanes/main/pause") { Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(contentType)) };
        (string, string)[] headers = [.. header is null ? [] : new[] { ("X-Operator", header) }, .. origin is null ? [] : new[] { ("Origin", origin) }];
        Assert.Equal(HttpStatusCode.Forbidden, (await bed.SendAsync(request, headers)).Status);
        Assert.Null((await bed.Ledger.LaneAsync("main", TestContext.Current.CancellationToken)).PausedUntil);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_FromTheOwnPage_IsTaken(bool isBehindProxy)
    {
        await using var bed = await OperatorBed.StartAsync(("PublicBaseUrl", "https://bot.example.com"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/api/lanes/main/pause") { Content = OperatorBed.Json("{}") };
        var origin = isBehindProxy ? "https://bot.example.com" : bed.Bot.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.OK, (await bed.SendAsync(request, ("X-Operator", "1"), ("Origin", origin))).Status);
    }

    [Theory]
    [InlineData("/operator/")]
    [InlineData("/operator/api/overview")]
    [InlineData("/operator/usage.svg?guild=local:local")]
    public async Task Answers_OfThePage_AreNeitherFramedNorKept(string path)
    {
        await using var bed = await OperatorBed.StartAsync(WithPassword);
        using var response = await bed.Bot.Http.GetAsync(path);
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Chart_OfAGuild_IsDrawnForTheOperatorAlone()
    {
        const string chart = "/operator/usage.svg?guild=local:local";
        await using (var open = await OperatorBed.StartAsync())
        {
            await open.UntilAsync(await open.OrderAsync("a cool cat"), JobState.Completed);
            var svg = XDocument.Parse(await open.Bot.Http.GetStringAsync(chart));
            Assert.Contains("main", svg.Root!.Value, StringComparison.Ordinal);
            using var nobody = await open.Bot.Http.GetAsync("/operator/usage.svg?guild=nobody");
            Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        }

        await using var guarded = await OperatorBed.StartAsync(WithPassword);
        using var refused = await guarded.Bot.Http.GetAsync(chart);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public void Password_TooShort_IsAFaultThatDoesNotTellIt()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Operator:Password", "elevenchars")]).Build();
        var fault = Assert.Throws<SettingsException>(() => Settings.Read(configuration));
        Assert.Contains("Operator:Password must have at least 12 characters", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("elevenchars", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string> CookieAsync(OperatorBed bed, string? scheme = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/api/session") { Content = JsonContent.Create(new { password = OperatorBed.Password }) };
        request.Headers.Add("X-Operator", "1");
        if (scheme is not null)
            request.Headers.Add("X-Forwarded-Proto", scheme);
        using var response = await bed.Bot.Http.SendAsync(request);
        return response.Headers.GetValues("Set-Cookie").Single();
    }
}
