using System.Net;
using System.Text.Json;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using static ImageGen.Bot.Tests.Discord.DiscordTestBed;

namespace ImageGen.Bot.Tests.Discord;

public sealed class DiscordClientTests : IDisposable
{
    private const string Api = "https://discord.test/api/v10";
    private const string CatJson = """{"content":"a cat","allowed_mentions":{"parse":[]}}""";

    private readonly DiscordTestBed _bed = new();

    private DiscordClient Client => _bed.Client;

    [Fact]
    public async Task EditOriginal_ByToken_IsMadeWithoutTheBotsToken()
    {
        Assert.Equal(new DiscordResult<SentMessage>.Ok(new SentMessage { Id = "77", ChannelId = "88" }), await _bed.EditAsync());
        AssertSeen(HttpMethod.Patch, $"/webhooks/42/{Token}/messages/@original", asBot: false, CatJson);
    }

    [Fact]
    public async Task EditOriginal_TokenWithSlash_StaysOnePart()
    {
        await _bed.EditAsync("a/../b?c");
        AssertSeen(HttpMethod.Patch, "/webhooks/42/a%2F..%2Fb%3Fc/messages/@original", asBot: false, CatJson);
    }

    [Fact]
    public async Task DeleteOriginal_NoContent_IsOk()
    {
        _bed.Discord.Answers(204, "");
        Assert.IsType<DiscordResult<Nothing>.Ok>(await Client.DeleteOriginalAsync(Token, CancellationToken.None));
        AssertSeen(HttpMethod.Delete, $"/webhooks/42/{Token}/messages/@original", asBot: false, "");
    }

    [Fact]
    public async Task CreateMessage_InChannel_IsMadeAsBot()
    {
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.CreateAsync());
        AssertSeen(HttpMethod.Post, "/channels/88/messages", asBot: true, CatJson);
    }

    [Fact]
    public async Task EditMessage_InChannel_IsMadeAsBot()
    {
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await Client.EditMessageAsync("88", "77", Cat, [], CancellationToken.None));
        AssertSeen(HttpMethod.Patch, "/channels/88/messages/77", asBot: true, CatJson);
    }

    [Fact]
    public async Task DeleteMessage_NoContent_IsOk()
    {
        _bed.Discord.Answers(204, "");
        Assert.IsType<DiscordResult<Nothing>.Ok>(await Client.DeleteMessageAsync("88", "77", CancellationToken.None));
        AssertSeen(HttpMethod.Delete, "/channels/88/messages/77", asBot: true, "");
    }

    [Fact]
    public async Task StartThread_AtMessage_AnswersTheThread()
    {
        _bed.Discord.Answers(201, """{"id":"77","type":11,"name":"a cat"}""");
        var result = await Client.StartThreadAsync("88", "77", "a cat", 1440, CancellationToken.None);
        Assert.Equal("77", Assert.IsType<DiscordResult<OpenedChannel>.Ok>(result).Answer.Id);
        AssertSeen(HttpMethod.Post, "/channels/88/messages/77/threads", asBot: true, """{"name":"a cat","auto_archive_duration":1440}""");
    }

    [Fact]
    public async Task UnarchiveThread_Archived_ChangesOnlyThat()
    {
        Assert.IsType<DiscordResult<OpenedChannel>.Ok>(await Client.UnarchiveThreadAsync("77", CancellationToken.None));
        AssertSeen(HttpMethod.Patch, "/channels/77", asBot: true, """{"archived":false}""");
    }

    [Fact]
    public async Task OpenDm_ToUser_AnswersTheChannel()
    {
        _bed.Discord.Answers(200, """{"id":"99","type":1,"recipients":[]}""");
        Assert.Equal("99", Assert.IsType<DiscordResult<OpenedChannel>.Ok>(await Client.OpenDmAsync("5", CancellationToken.None)).Answer.Id);
        AssertSeen(HttpMethod.Post, "/users/@me/channels", asBot: true, """{"recipient_id":"5"}""");
    }

    [Theory]
    [InlineData(null, "/applications/42/commands")]
    [InlineData("6", "/applications/42/guilds/6/commands")]
    public async Task Commands_ReadAndOverwritten_AreDiscordsDocuments(string? guild, string path)
    {
        const string Commands = """[{"name":"imagine","name_localizations":{"de":"male"}}]""";
        _bed.Discord.Answers(200, Commands).Answers(200, Commands);

        var read = Assert.IsType<DiscordResult<IReadOnlyList<JsonElement>>.Ok>(await Client.GetCommandsAsync(guild, CancellationToken.None));
        Assert.Equal("imagine", Assert.Single(read.Answer).GetProperty("name").GetString());
        AssertSeen(HttpMethod.Get, $"{path}?with_localizations=true", asBot: true, "");

        Assert.IsType<DiscordResult<IReadOnlyList<JsonElement>>.Ok>(await Client.OverwriteCommandsAsync(guild, """[{"name":"imagine"}]"""u8.ToArray(), CancellationToken.None));
        AssertSeen(HttpMethod.Put, path, asBot: true, """[{"name":"imagine"}]""");
    }

    [Fact]
    public async Task GetApplication_OfTheToken_AnswersWhatThePortalShows()
    {
        _bed.Discord.Answers(200, """{"id":"42","name":"ImageGen","verify_key":"ab12","interactions_endpoint_url":null,"event_webhooks_url":"https://bot.example/events","event_webhooks_status":2,"flags":8388608,"bot_public":true,"team":null}""");
        var result = await Client.GetApplicationAsync(CancellationToken.None);
        Assert.Equal(
            new ApplicationInfo { Id = "42", Name = "ImageGen", VerifyKey = "ab12" },
            Assert.IsType<DiscordResult<ApplicationInfo>.Ok>(result).Answer);
        AssertSeen(HttpMethod.Get, "/applications/@me", asBot: true, "");
    }

    [Theory]
    [InlineData(404, """{"message":"Unknown Webhook","code":10015}""", DiscordError.UnknownWebhook)]
    [InlineData(401, """{"message":"Invalid Webhook Token","code":50027}""", DiscordError.InvalidWebhookToken)]
    [InlineData(400, """{"message":"Invalid Form Body","code":50035,"errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"long"}]}}}""", DiscordError.InvalidFormBody)]
    [InlineData(401, """{"message":"401: Unauthorized","code":0}""", 0)]
    [InlineData(403, "<html>blocked</html>", 0)]
    [InlineData(400, """{"message":"400: Bad Request","code":0}""", 0)]
    [InlineData(405, "", 0)]
    [InlineData(302, "", 0)]
    public async Task Call_Refused_TellsStatusAndCode(int status, string body, int code)
    {
        _bed.Discord.Answers(status, body);
        Assert.Equal(new DiscordResult<SentMessage>.Failed(status, code), await _bed.EditAsync());
        Assert.Equal($"Warning: Discord refused EditOriginal: status {status}, code {code}. ", Assert.Single(_bed.Log.Lines));
    }

    [Theory]
    [InlineData(200, """{"id":"77","channel_""")]
    [InlineData(200, """{"id":"77"}""")]
    [InlineData(200, "<html>welcome</html>")]
    [InlineData(200, "null")]
    [InlineData(200, "")]
    [InlineData(500, """{"message":"500: Internal Server Error","code":0}""")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(504, "")]
    [InlineData(400, """["no document"]""")]
    [InlineData(400, """{"code":""")]
    [InlineData(400, "<html>bad request</html>")]
    public async Task Call_AnswerOfNoUse_IsUnreachable(int status, string body)
    {
        _bed.Discord.Answers(status, body);
        Assert.IsType<DiscordResult<SentMessage>.Unreachable>(await _bed.EditAsync());
    }

    [Fact]
    public async Task Call_NetworkDown_IsUnreachable()
    {
        _bed.Discord.Does(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError));
        Assert.IsType<DiscordResult<SentMessage>.Unreachable>(await _bed.EditAsync());
        Assert.Contains("NameResolutionError", Assert.Single(_bed.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AnswerBreaksOff_IsUnreachable()
    {
        _bed.Discord.Does(_ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) }));
        Assert.IsType<DiscordResult<SentMessage>.Unreachable>(await _bed.EditAsync());
    }

    [Fact]
    public async Task Call_NoAnswerFor15Seconds_IsUnreachable()
    {
        _bed.Discord.Hangs();
        var call = _bed.EditAsync();
        _bed.Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(_bed.Discord.GaveUp);
        _bed.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.IsType<DiscordResult<SentMessage>.Unreachable>(await call);
    }

    [Fact]
    public async Task Call_GivenUpByItsCaller_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        _bed.Discord.Hangs();
        var call = _bed.EditAsync(cancellation: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_WhateverComesOfIt_LogsNoSecret()
    {
        // Last what spends the token.
        foreach (var status in new[] { 404, 429, 500, 401 })
        {
            _bed.Discord.Answers(status, "{}", "Retry-After: 0").Answers(status, "{}", "Retry-After: 0");
            await _bed.EditAsync();
            await _bed.CreateAsync();
        }

        Assert.Equal(8, _bed.Log.Lines.Count);
        Assert.DoesNotContain(_bed.Log.Lines, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("cat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Token_FourTimesUnknown_IsLeftAlone()
    {
        for (var call = 0; call < SpentTokens.MaxNotFound; call++)
        {
            _bed.Discord.Answers(404, """{"message":"Unknown Webhook","code":10015}""");
            await _bed.EditAsync();
        }

        Assert.Equal(DiscordError.UnknownWebhook, Assert.IsType<DiscordResult<SentMessage>.Failed>(await _bed.EditAsync()).Code);
        Assert.Equal(SpentTokens.MaxNotFound, _bed.Discord.Seen.Count);
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync("another"));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.CreateAsync());
    }

    public void Dispose() => _bed.Dispose();

    private void AssertSeen(HttpMethod method, string path, bool asBot, string body)
    {
        var seen = _bed.Discord.Seen[^1];
        Assert.Equal((method, Api + path, asBot ? "Bot bot-secret" : null, body), (seen.Method, seen.Path, seen.Authorization, seen.Body));
        Assert.Equal(body.Length == 0 ? null : "application/json", seen.ContentType);
        Assert.Equal(body.Length == 0 ? null : body.Length, seen.Length);
        Assert.Matches(@"^DiscordBot \(https://github\.com/imagegen-bot/imagegen-bot, \d+\.\d+\.\d+\)$", seen.UserAgent);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("reset by peer");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("reset by peer");
    }
}
