using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using static ImageGen.Bot.Tests.Slack.FakeSlackBed;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>Who may call the fake, how often, and how an app gets in.</summary>
public sealed class FakeSlackAccessTests
{
    [Fact]
    public async Task Token_MissingForeignRevokedOrUninstalled_IsRefused()
    {
        await using var bed = await StartAsync();
        (bed.Token, var token) = (null, bed.Token);
        Assert.Equal("not_authed", await bed.RefusedAsync("auth.test", "{}"));
        bed.Token = "xoxb-nonsense";
        Assert.Equal("invalid_auth", await bed.RefusedAsync("auth.test", "{}"));
        bed.Token = token;
        Assert.Equal(bed.Workspace.Id, (await bed.OkAsync("auth.test", "{}")).GetProperty("team_id").GetString());
        await bed.Workspace.RevokeTokensAsync();
        Assert.Equal("token_revoked", await bed.RefusedAsync("auth.test", "{}"));
        await bed.Workspace.UninstallAsync();
        Assert.Equal("account_inactive", await bed.RefusedAsync("auth.test", "{}"));
        Assert.Contains("app_uninstalled", bed.Received[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithoutTheScope_IsRefusedAndToldWhich()
    {
        await using var bed = await StartAsync();
        bed.Workspace.Installation!.Scopes.Remove("users:read");
        var (_, body) = await bed.CallFormAsync("users.info", ("user", bed.Ada.Id));
        Assert.Equal(("missing_scope", "users:read"), (body.GetProperty("error").GetString(), body.GetProperty("needed").GetString()));
        bed.Workspace.Installation.Scopes.Add("users:read");
        (_, body) = await bed.CallFormAsync("users.info", ("user", bed.Ada.Id), ("include_locale", "true"));
        Assert.True(body.GetProperty("user").GetProperty("is_admin").GetBoolean());
        Assert.Equal("en-US", body.GetProperty("user").GetProperty("locale").GetString());
        Assert.Equal("user_not_found", await bed.RefusedFormAsync("users.info", ("user", bed.Slack.AddWorkspace("Elsewhere").AddUser().Id)));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Call_OddBodyMethodOrArguments_IsRefused()
    {
        await using var bed = await StartAsync();
        Assert.Equal("unknown_method", await bed.RefusedAsync("chat.shout", "{}"));
        Assert.Equal("invalid_json", await bed.RefusedAsync("chat.postMessage", "{"));
        Assert.Equal("json_not_object", await bed.RefusedAsync("chat.postMessage", "[]"));
        Assert.Equal("invalid_arguments", await bed.RefusedAsync("chat.postMessage", "{}"));
        Assert.Equal("invalid_arguments", await bed.RefusedAsync("users.info", $$"""{"user":"{{bed.Ada.Id}}"}"""));
        Assert.Equal(5, bed.Slack.Violations.Count);
        await bed.CallFormAsync("auth.test", ("token", "xoxb-1"));
        using var content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var _ = await bed.Http.PostAsync("chat.postMessage", content);
        Assert.Contains(bed.Slack.Violations, violation => violation.Contains("a token belongs into the Authorization header", StringComparison.Ordinal));
        Assert.Contains(bed.Slack.Violations, violation => violation.Contains("missing_charset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Limits_OfAChannelAndOfATier_Answer429WithRetryAfter()
    {
        await using var bed = await StartAsync();
        for (var sent = 0; sent < 3; sent++)
            await bed.PostAsync();
        Assert.Equal(429, (await bed.CallAsync("chat.postMessage", bed.Post())).Status);
        Assert.Equal(200, (await bed.CallAsync("chat.postMessage", $$"""{"channel":"{{bed.Workspace.AddChannel().Id}}","text":"a",{{NoUnfurl}}}""")).Status);
        bed.Slack.Advance(TimeSpan.FromSeconds(1));
        await bed.PostAsync();

        bed.Slack.Limits.Set("auth.test", 1, TimeSpan.FromMinutes(1));
        await bed.OkAsync("auth.test", "{}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "auth.test") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bed.Token) } };
        using var limited = await bed.Http.SendAsync(request);
        Assert.Equal(429, (int)limited.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), limited.Headers.RetryAfter!.Delta);
        bed.Token = bed.Slack.AddWorkspace("Elsewhere").BotToken;
        await bed.OkAsync("auth.test", "{}");
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task BadDays_AreAsOrdered()
    {
        await using var bed = await StartAsync();
        bed.Slack.LimitEvery(1, times: 1, error: "rate_limited");
        Assert.Equal("rate_limited", await bed.RefusedAsync("chat.postMessage", bed.Post()));
        Assert.Equal(429, (await bed.CallAsync("chat.postMessage", bed.Post())).Status);
        bed.Slack.Advance(TimeSpan.FromSeconds(1));
        bed.Slack.FailEvery(2, 503, times: 1, method: "chat.postMessage");
        await bed.PostAsync();
        Assert.Equal(503, (await bed.CallAsync("chat.postMessage", bed.Post())).Status);
        bed.Slack.RefuseEvery(1, "internal_error", times: 1);
        Assert.Equal("internal_error", await bed.RefusedAsync("chat.postMessage", bed.Post()));
        bed.Slack.DropAfter(method: "chat.postMessage");
        await Assert.ThrowsAsync<HttpRequestException>(() => bed.PostAsync());
        Assert.Equal(2, bed.Channel.Messages.Count);
        Assert.Equal([200, 429, 200, 503, 200, 0], bed.Slack.Calls.Select(call => call.Status));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Upload_SharedInAThread_IsSeenAndServedToWhoMayReadFiles()
    {
        await using var bed = await StartAsync();
        var root = await bed.PostAsync();
        var shared = await bed.UploadAsync(TinyPng.Bytes, $",\"channel_id\":\"{bed.Channel.Id}\",\"thread_ts\":\"{root}\",\"initial_comment\":\"a cat\"");
        var reply = Assert.Single(bed.Channel.Messages[0].Thread);
        var file = Assert.Single(reply.Files);
        Assert.Equal(("a cat", "A cat", shared.GetProperty("files")[0].GetProperty("id").GetString()), (reply.Text, file.Title, file.Id));

        Assert.Contains("Sign in", await bed.Http.GetStringAsync(file.Url), StringComparison.Ordinal);
        bed.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bed.Token);
        Assert.Equal(TinyPng.Bytes, await bed.Http.GetByteArrayAsync(file.Url));
        bed.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bed.Slack.AddWorkspace("Elsewhere").BotToken);
        Assert.Contains("Sign in", await bed.Http.GetStringAsync(file.Url), StringComparison.Ordinal);

        var picture = bed.Post($$"""
            "text":"a","blocks":[{"type":"image","slack_file":{"id":"{{file.Id}}"},"alt_text":"a"}]
            """);
        bed.Slack.Advance(TimeSpan.FromSeconds(4));
        await bed.OkAsync("chat.postMessage", picture);
        Assert.Equal("A cat", (await bed.CallFormAsync("files.info", ("file", file.Id))).Body.GetProperty("file").GetProperty("title").GetString());
        await bed.OkAsync("files.delete", $$"""{"file":"{{file.Id}}"}""");
        Assert.Empty(reply.Files);
        Assert.Equal("file_not_found", await bed.RefusedAsync("files.delete", $$"""{"file":"{{file.Id}}"}"""));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Upload_OfAnotherLengthTwiceOrWhereTheBotIsNot_IsRefused()
    {
        await using var bed = await StartAsync();
        var (_, ticket) = await bed.CallFormAsync("files.getUploadURLExternal", ("filename", "cat.png"), ("length", "3"));
        using var uploaded = await bed.Http.PostAsync(ticket.GetProperty("upload_url").GetString(), new ByteArrayContent([1, 2, 3, 4]));
        Assert.Equal(400, (int)uploaded.StatusCode);
        Assert.Equal("file_not_found", await bed.RefusedAsync("files.completeUploadExternal", $$"""{"files":[{"id":"{{ticket.GetProperty("file_id").GetString()}}"}]}"""));

        bed.Channel.HasBot = false;
        Assert.Equal("not_in_channel", (await bed.UploadAsync(TinyPng.Bytes, $",\"channel_id\":\"{bed.Channel.Id}\"")).GetProperty("error").GetString());
        var once = (await bed.UploadAsync(TinyPng.Bytes)).GetProperty("files")[0].GetProperty("id").GetString();
        Assert.Equal("file_not_found", await bed.RefusedAsync("files.completeUploadExternal", $$"""{"files":[{"id":"{{once}}"}]}"""));
        Assert.Equal("invalid_blocks", await bed.RefusedAsync("chat.postMessage", bed.Post($$"""
            "text":"a","blocks":[{"type":"image","slack_file":{"id":"{{once}}"},"alt_text":"too early"}]
            """)));
    }

    [Fact]
    public async Task Install_ThroughTheBotsPage_GrantsATokenForACodeOnce()
    {
        await using var bed = await StartAsync();
        bed.Slack.RotatesTokens = true;
        var team = bed.Slack.AddWorkspace("Elsewhere", isInstalled: false);
        var code = "";
        bed.OnRequest = http =>
        {
            if (http.Request.Path == "/slack/install")
            {
                http.Response.Headers.SetCookie = "state=0123456789abcdef; path=/; secure; httponly; samesite=lax";
                http.Response.Redirect($"{bed.Slack.Address}oauth/v2/authorize?client_id={bed.Slack.ClientId}&scope=commands,chat:write&state=0123456789abcdef&redirect_uri=https%3A%2F%2Fbot.example%2Fslack%2Fcallback");
            }

            code = http.Request.Query["code"];
            return http.Request.Cookies["state"] == http.Request.Query["state"] ? Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "Thank you") : Task.CompletedTask;
        };
        Assert.Equal("Thank you", (await bed.Slack.InstallAsync(team, team.AddUser())).Html);
        Assert.Null(team.Installation);

        Assert.Equal("bad_redirect_uri", (await GrantAsync(bed, $"code={code}")).GetProperty("error").GetString());
        var granted = await GrantAsync(bed, $"code={code}&redirect_uri=https%3A%2F%2Fbot.example%2Fslack%2Fcallback");
        Assert.Equal((team.BotToken, team.Id, 43200), (granted.GetProperty("access_token").GetString(), granted.GetProperty("team").GetProperty("id").GetString(), granted.GetProperty("expires_in").GetInt32()));
        Assert.Equal("invalid_code", (await GrantAsync(bed, $"code={code}&redirect_uri=https%3A%2F%2Fbot.example%2Fslack%2Fcallback")).GetProperty("error").GetString());
        Assert.Equal("bad_client_secret", (await GrantAsync(bed, "code=1", "guessed")).GetProperty("error").GetString());

        bed.Token = team.BotToken;
        Assert.Equal("missing_scope", await bed.RefusedFormAsync("users.info", ("user", "U1")));
        bed.Slack.Advance(TimeSpan.FromHours(12));
        Assert.Equal("token_expired", await bed.RefusedAsync("auth.test", "{}"));
        var refresh = granted.GetProperty("refresh_token").GetString();
        var renewed = await GrantAsync(bed, $"grant_type=refresh_token&refresh_token={refresh}");
        Assert.NotEqual(bed.Token, bed.Token = renewed.GetProperty("access_token").GetString());
        await bed.OkAsync("auth.test", "{}");
        Assert.Equal("invalid_refresh_token", (await GrantAsync(bed, $"grant_type=refresh_token&refresh_token={refresh}")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Install_CodeAfterTenMinutes_IsInvalid()
    {
        await using var bed = await StartAsync();
        var callback = bed.Slack.Approve(Consent(bed, "state=0123456789abcdef"), bed.Workspace, bed.Ada);
        bed.Slack.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("invalid_code", (await GrantAsync(bed, $"{new Uri(callback).Query[1..]}&redirect_uri=https%3A%2F%2Fbot.example%2F")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Install_ForAnOrganization_CoversItsWorkspaces()
    {
        await using var bed = await StartAsync();
        var organization = bed.Slack.AddEnterprise();
        var (one, other) = (bed.Slack.AddWorkspace("One", organization, isInstalled: false), bed.Slack.AddWorkspace("Other", organization, isInstalled: false));
        var callback = bed.Slack.Approve(Consent(bed, "state=0123456789abcdef"), one, one.AddUser(), forEnterprise: true);
        var granted = await GrantAsync(bed, $"{new Uri(callback).Query[1..].Replace("&state=0123456789abcdef", "", StringComparison.Ordinal)}&redirect_uri=https%3A%2F%2Fbot.example%2F");
        Assert.Equal((JsonValueKind.Null, organization.Id), (granted.GetProperty("team").ValueKind, granted.GetProperty("enterprise").GetProperty("id").GetString()));
        bed.Token = other.BotToken;
        await bed.OkAsync("chat.postMessage", $$"""{"channel":"{{other.AddChannel().Id}}","text":"a",{{NoUnfurl}}}""");
        Assert.Equal("channel_not_found", await bed.RefusedAsync("chat.postMessage", bed.Post()));
        await other.AddUser().CommandAsync(other.AddChannel(), "/imagine");
        Assert.Equal(("true", organization.Id), (bed.Fields["is_enterprise_install"], bed.Fields["enterprise_id"]));
        Assert.Empty(bed.Slack.Violations);
    }

    [Theory]
    [InlineData("state=short")]
    [InlineData("state=0123456789abcdef&scope=admin")]
    [InlineData("state=0123456789abcdef&client_id=1.2")]
    public async Task Install_AskedForWrongly_ShowsNoPage(string query)
    {
        await using var bed = await StartAsync();
        Assert.Throws<InvalidOperationException>(() => bed.Slack.Approve(Consent(bed, query), bed.Workspace, bed.Ada));
        Assert.NotEmpty(bed.Slack.Violations);
    }

    private static Uri Consent(FakeSlackBed bed, string query)
    {
        var all = $"scope=chat:write&client_id={bed.Slack.ClientId}&redirect_uri=https://bot.example/".Split('&').Where(part => !query.Contains($"{part.Split('=')[0]}=", StringComparison.Ordinal));
        return new Uri(bed.Slack.Address, $"/oauth/v2/authorize?{query}&{string.Join('&', all)}");
    }

    private static async Task<JsonElement> GrantAsync(FakeSlackBed bed, string form, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth.v2.access") { Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{bed.Slack.ClientId}:{secret ?? bed.Slack.ClientSecret}")));
        using var response = await bed.Http.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
