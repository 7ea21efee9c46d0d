using ImageGen.Bot.Slack;
using ImageGen.Bot.Slack.Wire;
using Xunit;
using static ImageGen.Bot.Tests.Slack.SlackTestBed;

namespace ImageGen.Bot.Tests.Slack;

public sealed class SlackClientTests : IDisposable
{
    private const string Hook = "https://hooks.slack.com/commands/T1/2/hook-secret";
    private const string Json = "application/json; charset=utf-8";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly SlackTestBed _bed = new();

    private SlackClient Client => _bed.Client;

    [Fact]
    public async Task PostMessage_InChannel_IsMadeByTheWorkspacesTokenWithoutCards()
    {
        Assert.Equal(new SlackResult<SentMessage>.Ok(new SentMessage { Channel = "C1", Ts = "1.2" }), await _bed.PostAsync());
        AssertSeen("chat.postMessage", Json, """{"text":"a cat","channel":"C1","unfurl_links":false,"unfurl_media":false}""");
    }

    [Fact]
    public async Task PostMessage_InThreadWithClientsId_SaysBoth()
    {
        await Client.PostMessageAsync(Team, "C1", Cat with { ThreadTs = "1.1", ClientMsgId = "7b0f" }, CancellationToken.None);
        AssertSeen("chat.postMessage", Json, """{"text":"a cat","client_msg_id":"7b0f","thread_ts":"1.1","channel":"C1","unfurl_links":false,"unfurl_media":false}""");
    }

    [Fact]
    public async Task UpdateMessage_Named_SaysWhich()
    {
        Assert.IsType<SlackResult<SentMessage>.Ok>(await _bed.UpdateAsync());
        AssertSeen("chat.update", Json, """{"text":"a cat","channel":"C1","ts":"1.2"}""");
    }

    [Fact]
    public async Task DeleteMessage_Named_SaysWhich()
    {
        Assert.IsType<SlackResult<SentMessage>.Ok>(await Client.DeleteMessageAsync(Team, "C1", "1.2", CancellationToken.None));
        AssertSeen("chat.delete", Json, """{"channel":"C1","ts":"1.2"}""");
    }

    [Fact]
    public async Task PostEphemeral_ToUser_SaysWhom()
    {
        _bed.Slack.Answers("""{"ok":true,"message_ts":"1.3"}""");
        Assert.IsType<SlackResult<Nothing>.Ok>(await Client.PostEphemeralAsync(Team, "C1", "U1", Cat, CancellationToken.None));
        AssertSeen("chat.postEphemeral", Json, """{"text":"a cat","channel":"C1","user":"U1"}""");
    }

    [Fact]
    public async Task GetUser_Owner_MayManageAndHasALanguage()
    {
        _bed.Slack.Answers("""{"ok":true,"user":{"id":"U1","is_admin":false,"is_owner":true,"locale":"de-DE","profile":{}}}""");
        var user = Assert.IsType<SlackResult<SlackUser>.Ok>(await Client.GetUserAsync(Team, "U1", CancellationToken.None)).Answer;
        Assert.Equal(("U1", true, "de-DE"), (user.Id, user.MayManage("T1"), user.Locale));
        AssertSeen("users.info", Form, "user=U1&include_locale=true");
    }

    [Theory]
    [InlineData(200, "ok")]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(200, "")]
    public async Task Respond_WithinItsTime_GoesWithoutAToken(int status, string body)
    {
        _bed.Slack.Answers(status, body);
        var message = Cat with { ResponseType = ResponseType.Ephemeral, ReplaceOriginal = true };
        Assert.IsType<SlackResult<Nothing>.Ok>(await Client.RespondAsync(Team, Hook, message, CancellationToken.None));
        var seen = Assert.Single(_bed.Slack.Seen);
        Assert.Equal((Hook, null, """{"text":"a cat","response_type":"ephemeral","replace_original":true}"""), (seen.Url, seen.Authorization, seen.Body));
    }

    [Theory]
    [InlineData(404, "expired_url", "expired_url", nameof(SlackVerdict.Ended))]
    [InlineData(404, """{"ok":false,"error":"used_url"}""", "used_url", nameof(SlackVerdict.Ended))]
    [InlineData(200, """{"ok":false,"error":"invalid_blocks"}""", "invalid_blocks", nameof(SlackVerdict.Refused))]
    [InlineData(403, "<html>No</html>", "unknown_error", nameof(SlackVerdict.Refused))]
    public async Task Respond_Refused_TellsWhy(int status, string body, string error, string verdict)
    {
        _bed.Slack.Answers(status, body);
        var result = await Client.RespondAsync(Team, Hook, Cat, CancellationToken.None);
        Assert.Equal((error, verdict), (Assert.IsType<SlackResult<Nothing>.Failed>(result).Error, result.Verdict().ToString()));
        Assert.DoesNotContain(_bed.Log.Lines, line => line.Contains("hook-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Respond_AnsweredByAPage_IsUnreachable()
    {
        _bed.Slack.Answers(200, "<html>welcome</html>");
        Assert.IsType<SlackResult<Nothing>.Unreachable>(await Client.RespondAsync(Team, Hook, Cat, CancellationToken.None));
    }

    [Theory]
    [InlineData("https://evil.example/commands/T1")]
    [InlineData("http://hooks.slack.com/commands/T1")]
    [InlineData("https://hooks.slack.com:8443/commands/T1")]
    [InlineData("https://hooks.slack.com.evil.example/T1")]
    [InlineData("https://hooks.slack.com@evil.example/T1")]
    [InlineData("http://slack.test/T1")]
    [InlineData("/commands/T1")]
    [InlineData("")]
    public async Task Respond_ElsewhereThanSlack_SendsNothing(string url)
    {
        Assert.Equal(new SlackResult<Nothing>.Failed(SlackError.NotSlacks), await Client.RespondAsync(Team, url, Cat, CancellationToken.None));
        Assert.Empty(_bed.Slack.Seen);
    }

    [Fact]
    public async Task Call_ToWorkspaceWithoutInstallation_SendsNothing()
    {
        var result = await _bed.PostAsync(tenant: SlackInstallations.TenantOf("T0"));
        Assert.Equal((new SlackResult<SentMessage>.Failed(SlackError.NotInstalled), SlackVerdict.TokenEnded), (result, result.Verdict()));
        Assert.Empty(_bed.Slack.Seen);
    }

    [Theory]
    [InlineData("message_not_found", nameof(SlackVerdict.Deleted))]
    [InlineData("duplicate_message_not_found", nameof(SlackVerdict.Deleted))]
    [InlineData("not_in_channel", nameof(SlackVerdict.Forbidden))]
    [InlineData("channel_not_found", nameof(SlackVerdict.Forbidden))]
    [InlineData("is_archived", nameof(SlackVerdict.Forbidden))]
    [InlineData("restricted_action_thread_locked", nameof(SlackVerdict.Forbidden))]
    [InlineData("token_revoked", nameof(SlackVerdict.TokenEnded))]
    [InlineData("account_inactive", nameof(SlackVerdict.TokenEnded))]
    [InlineData("exchanged_trigger_id", nameof(SlackVerdict.Ended))]
    [InlineData("file_uploads_disabled", nameof(SlackVerdict.NoUploads))]
    [InlineData("message_limit_exceeded", nameof(SlackVerdict.Later))]
    [InlineData("invalid_blocks", nameof(SlackVerdict.Refused))]
    [InlineData("no_text", nameof(SlackVerdict.Refused))]
    public async Task Call_Refused_SaysWhatIsStillOpen(string error, string verdict)
    {
        _bed.Slack.Refuses(error);
        var result = await _bed.PostAsync();
        Assert.Equal((new SlackResult<SentMessage>.Failed(error), verdict), (result, result.Verdict().ToString()));
        Assert.Equal($"Warning: Slack refused chat.postMessage: {error}. ", Assert.Single(_bed.Log.Lines));
    }

    [Fact]
    public async Task PostMessage_PictureThatSlackCannotLoad_IsNoFaultOfTheBlocks()
    {
        _bed.Slack.Answers("""{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] downloading image failed [json-pointer:/blocks/1/image_url]"]}}""");
        var result = await _bed.PostAsync();
        Assert.Equal((new SlackResult<SentMessage>.Failed(SlackError.ImageNotLoaded), SlackVerdict.ImageNotLoaded), (result, result.Verdict()));
    }

    [Theory]
    [InlineData(200, """{"ok":false,"error":"<script>"}""", "unknown_error")]
    [InlineData(200, """{"ok":false}""", "unknown_error")]
    [InlineData(404, "<html>nothing here</html>", "http_404")]
    [InlineData(302, "", "http_302")]
    public async Task Call_RefusedInNoWordsOfSlacks_IsRefused(int status, string body, string error)
    {
        _bed.Slack.Answers(status, body);
        var result = await _bed.PostAsync();
        Assert.Equal((new SlackResult<SentMessage>.Failed(error), SlackVerdict.Refused), (result, result.Verdict()));
    }

    [Theory]
    [InlineData(200, """{"ok":true,"channel":"C1"}""")]
    [InlineData(200, """{"ok":tr""")]
    [InlineData(200, "<html>welcome</html>")]
    [InlineData(400, "<html>bad request</html>")]
    [InlineData(200, """{"unexpected":true}""")]
    [InlineData(200, "null")]
    [InlineData(200, "")]
    [InlineData(200, """{"ok":false,"error":"fatal_error"}""")]
    [InlineData(200, """{"ok":false,"error":"service_unavailable"}""")]
    [InlineData(500, """{"ok":false,"error":"internal_error"}""")]
    [InlineData(503, "<html>away</html>")]
    public async Task Call_AnswerOfNoUse_IsUnreachable(int status, string body)
    {
        _bed.Slack.Answers(status, body);
        var result = await _bed.PostAsync();
        Assert.IsType<SlackResult<SentMessage>.Unreachable>(result);
        Assert.Equal(SlackVerdict.Later, result.Verdict());
    }

    [Fact]
    public async Task Call_EndlessAnswer_IsUnreachable()
    {
        _bed.Slack.Answers(200, new string(' ', 5 * 1024 * 1024));
        Assert.IsType<SlackResult<SentMessage>.Unreachable>(await _bed.PostAsync());
    }

    [Fact]
    public async Task Call_NetworkDown_IsUnreachable()
    {
        _bed.Slack.Does(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError));
        Assert.IsType<SlackResult<SentMessage>.Unreachable>(await _bed.PostAsync());
        Assert.Contains("NameResolutionError", Assert.Single(_bed.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_NoAnswerFor15Seconds_IsUnreachable()
    {
        _bed.Slack.Hangs();
        var call = _bed.PostAsync();
        _bed.Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(call.IsCompleted);
        _bed.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.IsType<SlackResult<SentMessage>.Unreachable>(await call);
    }

    [Fact]
    public async Task Call_GivenUpByItsCaller_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        _bed.Slack.Hangs();
        var call = _bed.PostAsync(cancellation: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_WhateverComesOfIt_LogsNoSecret()
    {
        _bed.Slack.Refuses("invalid_auth").Answers(500, "").Answers(429, "", "Retry-After: 1").Answers(404, "xoxb-secret-T1 hook-secret");
        await _bed.PostAsync("C1");
        await _bed.PostAsync("C2");
        await _bed.PostAsync("C3");
        await Client.RespondAsync(Team, Hook, Cat, CancellationToken.None);
        Assert.Equal(4, _bed.Log.Lines.Count);
        Assert.DoesNotContain(_bed.Log.Lines, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("cat", StringComparison.Ordinal));
    }

    public void Dispose() => _bed.Dispose();

    private void AssertSeen(string method, string contentType, string body)
    {
        var seen = _bed.Slack.Seen[^1];
        Assert.Equal(
            (HttpMethod.Post, Api + method, "Bearer xoxb-secret-T1", contentType, body),
            (seen.Method, seen.Url, seen.Authorization, seen.ContentType, seen.Body));
    }
}
