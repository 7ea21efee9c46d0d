using ImageGen.Bot.Providers;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Providers.OpenAI;

/// <summary>What each of a provider's faults means: a refusal, an outage and an empty account are never mixed up.</summary>
public sealed class OpenAIFaultTests : IAsyncLifetime
{
    private FakeOpenAI _openAI = null!;

    public async ValueTask InitializeAsync() => _openAI = await FakeOpenAI.StartNewAsync();

    public async ValueTask DisposeAsync() => await _openAI.DisposeAsync();

    [Theory]
    [InlineData(400, "moderation_blocked", ErrorCode.Refused, false, false)]
    [InlineData(400, "content_policy_violation", ErrorCode.Refused, false, false)]
    [InlineData(400, "billing_hard_limit_reached", ErrorCode.ProviderAccount, false, false)]
    [InlineData(400, "invalid_value", ErrorCode.InvalidRequest, false, false)]
    [InlineData(400, null, ErrorCode.InvalidRequest, false, false)]
    [InlineData(401, "invalid_api_key", ErrorCode.ProviderAccount, false, false)]
    [InlineData(402, null, ErrorCode.ProviderAccount, false, false)]
    [InlineData(403, "unsupported_country", ErrorCode.ProviderAccount, false, false)]
    [InlineData(404, "model_not_found", ErrorCode.ProviderAccount, false, false)]
    [InlineData(404, null, ErrorCode.ProviderUnavailable, false, false)]
    [InlineData(422, null, ErrorCode.InvalidRequest, false, false)]
    [InlineData(429, "insufficient_quota", ErrorCode.ProviderAccount, false, false)]
    [InlineData(429, "rate_limit_exceeded", ErrorCode.ProviderUnavailable, true, false)]
    [InlineData(500, null, ErrorCode.ProviderUnavailable, true, false)]
    [InlineData(502, null, ErrorCode.ProviderUnavailable, true, true)]
    [InlineData(503, null, ErrorCode.ProviderUnavailable, true, false)]
    [InlineData(504, null, ErrorCode.ProviderUnavailable, true, true)]
    public async Task Draw_Error_MeansWhatItSays(int status, string? code, ErrorCode expected, bool transient, bool uncertain)
    {
        _openAI.Next(FakeOpenAI.Error(status, code));
        await ExpectAsync(expected, transient, uncertain);
        Assert.Single(_openAI.Orders);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("99999999999", 3600)]
    [InlineData("soon", null)]
    public async Task Draw_TooManyRequests_WaitsAsLongAsAsked(string header, int? seconds)
    {
        _openAI.Next(FakeOpenAI.Error(429, "rate_limit_exceeded", headers: [("Retry-After", header)]));
        Assert.Equal(seconds, (await ExpectAsync(ErrorCode.ProviderUnavailable, true, false)).RetryAfter?.TotalSeconds);
    }

    public static TheoryData<string> Nonsense =>
    [
        "", "garbage", "[]", "\"text\"", "null", "{}", "{\"data\":null}", "{\"data\":[]}", "{\"data\":[{}]}", "{\"data\":[{\"b64_json\":null}]}", "{\"data\":[{\"b64_json\":7}]}",
        "{\"data\":[{\"b64_json\":\"\"}]}", "{\"data\":[{\"b64_json\":\"!!!!!!!!!!!!\"}]}", "{\"data\":[{\"b64_json\":\"aGVs\"}]}", "{\"data\":[{\"b64_json\":\"aGVsbG8gd29ybGQ", "{\"data\":[{\"b64_json\":\"aGVsbG8gd29ybGQ\\x\"}]}",
        "{\"data\":[{\"b64_json\":", "{\"\\ud800\":1}", "{\"error\":{\"message\":\"SECRET\"}}",
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Draw_Nonsense_IsTheProvidersFault(string body)
    {
        _openAI.Next(Trouble.Answer(200, body));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
    }

    [Fact]
    public async Task Draw_Page_IsTheProvidersFault()
    {
        _openAI.Next(Trouble.Html(200));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
    }

    [Fact]
    public async Task Draw_EndlessWords_IsTheProvidersFault()
    {
        _openAI.Next(Trouble.Answer(200, "{\"created\":[" + string.Join(',', Enumerable.Repeat("1234567890", 400_000)) + "]}"), Trouble.Answer(200, "{\"data\":\"" + new string('a', 3_000_000) + "\"}"));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
    }

    [Fact]
    public async Task Draw_SinglePixel_IsTheProvidersFault()
    {
        _openAI.Picture = static (_, _) => TinyPng.Bytes;
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
    }

    [Fact]
    public async Task Draw_CutInTheMiddle_IsUncertain()
    {
        _openAI.Picture = static (width, height) => FakePicture.Png(width, height, 500_000);
        _openAI.CutAfter = 300_000;
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
    }

    [Fact]
    public async Task Draw_ConnectionClosedAfterTheOrder_IsUncertainAndOrderedOnce()
    {
        _openAI.Next(Trouble.Drop);
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true);
        Assert.Single(_openAI.Orders);
    }

    [Fact]
    public async Task Draw_NoAnswerInTime_IsUncertain()
    {
        _openAI.Next(Trouble.Hang);
        using var bed = Bed(("TimeoutSeconds", "1"));
        var fault = await bed.FailAsync();
        Assert.Equal((ErrorCode.TimedOut, true, true), (fault.Code, fault.IsTransient, fault.IsUncertain));
    }

    [Fact]
    public async Task Draw_Stopped_IsNoFault()
    {
        _openAI.Next(Trouble.Hang);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var bed = Bed();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bed.DrawAsync(cancellation: stop.Token));
    }

    [Fact]
    public async Task Draw_Redirect_IsNotFollowed()
    {
        await using var elsewhere = await FakeOpenAI.StartNewAsync();
        _openAI.Next(Trouble.Redirect(elsewhere.Endpoint));
        await ExpectAsync(ErrorCode.ProviderUnavailable, false, false);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Draw_NobodyThere_CannotHaveBeenPaid()
    {
        using var bed = Bed(("Endpoint", $"http://127.0.0.1:{BotProcess.FreePort()}/v1"));
        var fault = await bed.FailAsync();
        Assert.Equal((ErrorCode.ProviderUnavailable, true, false), (fault.Code, fault.IsTransient, fault.IsUncertain));
    }

    [Fact]
    public async Task Draw_EmptyAccount_HoldsFurtherCallsBackForAWhile()
    {
        var clock = new ShiftedClock();
        using var bed = Bed(clock);
        _openAI.Next(FakeOpenAI.Error(429, "insufficient_quota"));
        await bed.FailAsync();
        var held = await bed.FailAsync();
        Assert.Equal((ErrorCode.ProviderAccount, 1), (held.Code, _openAI.Orders.Count));

        clock.Advance(CircuitBreaker.FirstBreak);
        await bed.DrawAsync();
        await bed.DrawAsync();
        Assert.Equal(2, bed.Pictures.Count);
    }

    [Fact]
    public async Task Draw_OutageAfterOutage_HoldsFurtherCallsBackAndLetsOneThroughToSee()
    {
        var clock = new ShiftedClock();
        using var bed = Bed(clock);
        _openAI.Next([.. Enumerable.Repeat(FakeOpenAI.Error(500, null), CircuitBreaker.Threshold + 1)]);
        for (var outage = 0; outage < CircuitBreaker.Threshold; outage++)
            Assert.Null((await bed.FailAsync()).RetryAfter);
        Assert.InRange((await bed.FailAsync()).RetryAfter!.Value, TimeSpan.FromSeconds(1), CircuitBreaker.FirstBreak);

        clock.Advance(CircuitBreaker.FirstBreak);
        Assert.Null((await bed.FailAsync()).RetryAfter);
        Assert.InRange((await bed.FailAsync()).RetryAfter!.Value, CircuitBreaker.FirstBreak + TimeSpan.FromSeconds(1), CircuitBreaker.FirstBreak * 2);
        Assert.Equal(CircuitBreaker.Threshold + 1, _openAI.Orders.Count);
    }

    [Fact]
    public async Task Draw_RefusalAfterRefusal_HoldsNothingBack()
    {
        using var bed = Bed();
        _openAI.Next([.. Enumerable.Repeat(FakeOpenAI.Error(400, "moderation_blocked"), CircuitBreaker.Threshold + 1)]);
        for (var refusal = 0; refusal <= CircuitBreaker.Threshold; refusal++)
            Assert.Equal(ErrorCode.Refused, (await bed.FailAsync()).Code);
        await bed.DrawAsync();
        Assert.Single(bed.Pictures);
    }

    private async Task<GenerationException> ExpectAsync(ErrorCode code, bool transient, bool uncertain)
    {
        using var bed = Bed();
        var fault = await bed.FailAsync();
        Assert.Equal((code, transient, uncertain), (fault.Code, fault.IsTransient, fault.IsUncertain));
        return fault;
    }

    private ProviderBed Bed(params (string Key, string Value)[] settings) => Bed(TimeProvider.System, settings);

    private ProviderBed Bed(TimeProvider clock, params (string Key, string Value)[] settings) =>
        new(clock, [("Kind", "OpenAI"), ("Endpoint", _openAI.Endpoint), ("ApiKey", _openAI.Key), ("Model", "gpt-image-2.6-flare"), .. settings]);
}
