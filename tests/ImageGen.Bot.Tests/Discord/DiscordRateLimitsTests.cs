using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using static ImageGen.Bot.Tests.Discord.DiscordTestBed;

namespace ImageGen.Bot.Tests.Discord;

public sealed class DiscordRateLimitsTests : IDisposable
{
    private readonly DiscordTestBed _bed = new();

    private int Calls => _bed.Discord.Seen.Count;

    [Fact]
    public async Task Enter_BucketExhaustedForLessThanASecond_WaitsForItsReset()
    {
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 0, resetAfter: "0.65"));
        await _bed.EditAsync();

        var second = _bed.EditAsync();
        _bed.Clock.Advance(TimeSpan.FromMilliseconds(649));
        Assert.Equal((false, 1), (second.IsCompleted, Calls));
        _bed.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await second);
        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task Enter_BucketExhaustedForLonger_IsRateLimitedWithoutACall()
    {
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 0, resetAfter: "2.5"));
        await _bed.EditAsync();
        AssertLimited(2.5, await _bed.EditAsync());
        Assert.Equal(1, Calls);

        _bed.Clock.Advance(TimeSpan.FromSeconds(1.5));
        var third = _bed.EditAsync();
        Assert.False(third.IsCompleted);
        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await third);
    }

    [Fact]
    public async Task Enter_GivenUpWhileItWaits_MakesNoCall()
    {
        using var stop = new CancellationTokenSource();
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 0, resetAfter: "0.5"));
        await _bed.EditAsync();
        var waiting = _bed.EditAsync(cancellation: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, Calls);
    }

    [Fact]
    public async Task Enter_ManyWaitForOneReset_NoMoreThanTheLimitGo()
    {
        _bed.Discord.Answers(Bucket(limit: 2, remaining: 0, resetAfter: "0.9"));
        await _bed.EditAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => _bed.EditAsync()).ToList();
        _bed.Clock.Advance(TimeSpan.FromSeconds(0.9));
        var results = await Task.WhenAll(waiting);
        Assert.Equal(2, results.OfType<DiscordResult<SentMessage>.Ok>().Count());
        Assert.All(results.OfType<DiscordResult<SentMessage>.RateLimited>(), static result => AssertLimited(0.9, result));
        Assert.Equal(1 + 2, Calls);
    }

    [Fact]
    public async Task Enter_CallsOnTheirWay_AreCountedBeforeTheyAreAnswered()
    {
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 2, resetAfter: "5")).Hangs().Hangs();
        await _bed.EditAsync();
        var running = new[] { _bed.EditAsync(), _bed.EditAsync() };
        AssertLimited(5, await _bed.EditAsync());
        Assert.Equal(3, Calls);
        Assert.All(running, static call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public async Task Learn_AnswersOutOfOrder_CountsNoCallTwiceNorForgetsOne()
    {
        var answers = new TaskCompletionSource<HttpResponseMessage>[] { new(), new() };
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 3, resetAfter: "5")).Does(_ => answers[0].Task).Does(_ => answers[1].Task);
        await _bed.EditAsync();
        var (first, second) = (_bed.EditAsync(), _bed.EditAsync());
        answers[1].SetResult(ScriptedDiscord.Response(200, ScriptedDiscord.Message, Bucket(limit: 5, remaining: 1, resetAfter: "5")));
        await second;
        answers[0].SetResult(ScriptedDiscord.Response(200, ScriptedDiscord.Message, Bucket(limit: 5, remaining: 2, resetAfter: "5.1")));
        await first;

        _bed.Discord.Hangs();
        var third = _bed.EditAsync();
        AssertLimited(5, await _bed.EditAsync());
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Learn_NewWindow_TakesItsCountAsItIs()
    {
        _bed.Discord.Answers(Bucket(limit: 2, remaining: 1, resetAfter: "2")).Answers(Bucket(limit: 2, remaining: 1, resetAfter: "4")).Hangs();
        await _bed.EditAsync();
        await _bed.EditAsync();
        Assert.False(_bed.EditAsync().IsCompleted);
        AssertLimited(4, await _bed.EditAsync());
    }

    [Fact]
    public async Task Learn_BucketOfAnotherTokenOrChannel_IsAnother()
    {
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 0, resetAfter: "5")).Answers().Answers(Bucket(limit: 5, remaining: 0, resetAfter: "5", hash: "c"));
        await _bed.EditAsync("one");
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync("two"));
        await _bed.CreateAsync("1");
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.CreateAsync("2"));
        AssertLimited(5, await _bed.EditAsync("one"));
        AssertLimited(5, await _bed.CreateAsync("1"));
    }

    [Fact]
    public async Task Learn_KindsOfCallsThatShareAHash_ShareTheBucket()
    {
        _bed.Discord.Answers(Bucket(limit: 5, remaining: 4, resetAfter: "5")).Answers(Bucket(limit: 5, remaining: 0, resetAfter: "5"));
        await _bed.Client.DeleteOriginalAsync(Token, CancellationToken.None);
        await _bed.EditAsync();
        Assert.IsType<DiscordResult<Nothing>.RateLimited>(await _bed.Client.DeleteOriginalAsync(Token, CancellationToken.None));
    }

    [Fact]
    public async Task Learn_ManyTokens_AreForgottenOnceReset()
    {
        for (var token = 0; token < 1_000; token++)
        {
            _bed.Discord.Answers(Bucket(limit: 5, remaining: 4, resetAfter: "1"));
            await _bed.EditAsync($"token-{token}");
            _bed.Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.InRange(_bed.Limits.Count, 1, 130);
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bed.CreateAsync();
        Assert.Equal(0, _bed.Limits.Count);
    }

    [Theory]
    [InlineData("""{"message":"You are being rate limited.","retry_after":64.57,"global":false}""", 64.57, "Retry-After: 65", "X-RateLimit-Scope: user")]
    [InlineData("""{"message":"You are being rate limited.","retry_after":0.3,"global":false}""", 0.3, "Retry-After: 1", "X-RateLimit-Scope: shared")]
    [InlineData("", 65, "Retry-After: 65", "X-RateLimit-Scope: user")]
    [InlineData("<html>", 3.5, "X-RateLimit-Reset-After: 3.5", "X-RateLimit-Scope: user")]
    [InlineData("""{"retry_after":1e999}""", 86_400, "Retry-After: 1")]
    [InlineData("""{"retry_after":-5}""", 0, "Retry-After: 1")]
    [InlineData("""{"retry_after":"soon"}""", 7, "Retry-After: 7")]
    [InlineData("", 5, "Retry-After: NaN")]
    [InlineData("", 5, "Retry-After: Wed, 01 Jan 2040 00:00:30 GMT")]
    [InlineData("", 5)]
    public async Task Hold_Refused_AnswersHowLong(string body, double seconds, params string[] headers)
    {
        _bed.Discord.Answers(429, body, headers);
        AssertLimited(seconds, await _bed.EditAsync());
    }

    [Fact]
    public async Task Hold_OfOneBucket_HoldsItAloneUntilThen()
    {
        _bed.Discord.Answers(429, """{"retry_after":30,"global":false}""", [.. Bucket(limit: 5, remaining: 4, resetAfter: "1"), "X-RateLimit-Scope: user"]);
        AssertLimited(30, await _bed.EditAsync());
        AssertLimited(30, await _bed.EditAsync());
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync("another"));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.CreateAsync());
        Assert.Equal(3, Calls);

        _bed.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync());
    }

    [Fact]
    public async Task Hold_BucketUnknown_HoldsCallsOfThatKind()
    {
        _bed.Discord.Answers(429, """{"retry_after":30,"global":false}""");
        AssertLimited(30, await _bed.EditAsync());
        AssertLimited(30, await _bed.EditAsync());
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.CreateAsync());
        _bed.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync());
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync());
    }

    [Fact]
    public async Task Hold_AnswersUnderWayWhenRefused_DoNotOpenTheBucketAgain()
    {
        var late = new TaskCompletionSource<HttpResponseMessage>();
        _bed.Discord.Does(_ => late.Task).Answers(429, """{"retry_after":30,"global":false}""", Bucket(limit: 5, remaining: 0, resetAfter: "4"));
        var first = _bed.EditAsync();
        AssertLimited(30, await _bed.EditAsync());
        late.SetResult(ScriptedDiscord.Response(200, ScriptedDiscord.Message, Bucket(limit: 5, remaining: 3, resetAfter: "4")));
        await first;
        AssertLimited(30, await _bed.EditAsync());
    }

    [Theory]
    [InlineData("""{"retry_after":30,"global":true}""")]
    [InlineData("""{"retry_after":30}""", "X-RateLimit-Global: true")]
    [InlineData("""{"retry_after":30}""", "X-RateLimit-Scope: global")]
    public async Task Hold_GlobalForTheBot_LeavesInteractionsAlone(string body, params string[] headers)
    {
        _bed.Discord.Answers(429, body, headers);
        AssertLimited(30, await _bed.CreateAsync("1"));
        AssertLimited(30, await _bed.CreateAsync("2"));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync());
        Assert.Equal(2, Calls);
    }

    [Theory]
    [InlineData("""{"retry_after":30,"global":true}""", "X-RateLimit-Global: true")]
    [InlineData("<html>1015</html>", "Retry-After: 30")]
    public async Task Hold_OfTheWholeAddress_HoldsEveryCall(string body, params string[] headers)
    {
        _bed.Discord.Answers(429, body, headers);
        AssertLimited(30, await _bed.EditAsync());
        AssertLimited(30, await _bed.EditAsync("another"));
        AssertLimited(30, await _bed.CreateAsync());
        Assert.Equal(1, Calls);

        _bed.Clock.Advance(TimeSpan.FromSeconds(29.5));
        var waiting = _bed.CreateAsync();
        Assert.False(waiting.IsCompleted);
        _bed.Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await waiting);
    }

    [Fact]
    public async Task Hold_ByTheEdge_HoldsInteractionsToo()
    {
        _bed.Discord.Answers(429, "<html>1015</html>", "Retry-After: 30");
        AssertLimited(30, await _bed.CreateAsync());
        AssertLimited(30, await _bed.EditAsync());
    }

    [Theory]
    [InlineData("X-RateLimit-Limit: many")]
    [InlineData("X-RateLimit-Remaining: -1")]
    [InlineData("X-RateLimit-Reset-After: soon")]
    public async Task Learn_HeaderThatIsNone_IsIgnored(string header)
    {
        var name = header.Split(':')[0];
        _bed.Discord.Answers([header, .. Bucket(limit: 5, remaining: 0, resetAfter: "60").Where(other => !other.StartsWith($"{name}:", StringComparison.Ordinal))]);
        await _bed.EditAsync();
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await _bed.EditAsync());
    }

    public void Dispose() => _bed.Dispose();

    private static string[] Bucket(int limit, int remaining, string resetAfter, string hash = "w") =>
        [$"X-RateLimit-Bucket: {hash}", $"X-RateLimit-Limit: {limit}", $"X-RateLimit-Remaining: {remaining}", $"X-RateLimit-Reset-After: {resetAfter}"];

    private static void AssertLimited(double seconds, DiscordResult<SentMessage> result) =>
        Assert.Equal(new DiscordResult<SentMessage>.RateLimited(TimeSpan.FromSeconds(seconds)), result);
}
