using ImageGen.Bot.Slack;
using ImageGen.Bot.Slack.Wire;
using Xunit;

namespace ImageGen.Bot.Tests.Slack;

public sealed class SlackRateLimitsTests : IDisposable
{
    private readonly SlackTestBed _bed = new();

    [Theory]
    [InlineData(429, "", "Retry-After: 30", 30)]
    [InlineData(429, "<html></html>", "X-Other: 1", 5)]
    [InlineData(429, """{"ok":false,"error":"ratelimited"}""", "Retry-After: 7", 7)]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""", "Retry-After: 7", 7)]
    [InlineData(200, """{"ok":false,"error":"rate_limited"}""", "X-Other: 1", 5)]
    public async Task Call_Refused429_RestsAsLongAsSlackSays(int status, string body, string header, int seconds)
    {
        _bed.Slack.Answers(status, body, header);
        Assert.Equal(new SlackResult<SentMessage>.RateLimited(TimeSpan.FromSeconds(seconds)), await _bed.UpdateAsync());

        _bed.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(new SlackResult<SentMessage>.RateLimited(TimeSpan.FromSeconds(1)), await _bed.UpdateAsync());
        Assert.Single(_bed.Slack.Seen);

        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<SlackResult<SentMessage>.Ok>(await _bed.UpdateAsync());
    }

    [Fact]
    public async Task Call_MethodRests_OtherMethodsAndWorkspacesDoNot()
    {
        _bed.Slack.Answers(429, "", "Retry-After: 30");
        await _bed.UpdateAsync();
        Assert.IsType<SlackResult<SentMessage>.Ok>(await _bed.PostAsync());
        Assert.IsType<SlackResult<SentMessage>.Ok>(await _bed.UpdateAsync(SlackInstallations.TenantOf("T2")));
    }

    [Fact]
    public async Task Call_ShorterRefusalAfterALonger_DoesNotShortenTheRest()
    {
        var call = new SlackCall("chat.update", SlackTestBed.Team);
        _bed.Limits.Hold(call, TimeSpan.FromSeconds(30));
        _bed.Limits.Hold(call, TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(30), await _bed.Limits.EnterAsync(call, CancellationToken.None));
    }

    [Fact]
    public async Task PostMessage_SecondInAChannel_WaitsItsSecond()
    {
        await _bed.PostAsync();
        var second = _bed.PostAsync();
        _bed.Clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Single(_bed.Slack.Seen);
        _bed.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.IsType<SlackResult<SentMessage>.Ok>(await second);
        Assert.Equal(2, _bed.Slack.Seen.Count);
    }

    [Fact]
    public async Task PostMessage_ThirdInAChannel_IsPutOffAndTakesNobodysTurn()
    {
        await _bed.PostAsync();
        var second = _bed.PostAsync();
        Assert.Equal(new SlackResult<SentMessage>.RateLimited(TimeSpan.FromSeconds(2)), await _bed.PostAsync());
        Assert.Equal(new SlackResult<SentMessage>.RateLimited(TimeSpan.FromSeconds(2)), await _bed.PostAsync());
        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<SlackResult<SentMessage>.Ok>(await second);
        var third = _bed.PostAsync();
        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<SlackResult<SentMessage>.Ok>(await third);
    }

    [Fact]
    public async Task PostMessage_InOtherChannelsAndWorkspaces_DoesNotWait()
    {
        await _bed.PostAsync();
        Assert.IsType<SlackResult<SentMessage>.Ok>(await _bed.PostAsync("C2"));
        Assert.IsType<SlackResult<SentMessage>.Ok>(await _bed.PostAsync(tenant: SlackInstallations.TenantOf("T2")));
    }

    [Fact]
    public async Task PostMessage_RefusedWhileItWaited_IsNotSent()
    {
        await _bed.PostAsync();
        var second = _bed.PostAsync();
        _bed.Slack.Answers(429, "", "Retry-After: 30");
        await _bed.PostAsync("C2");
        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new SlackResult<SentMessage>.RateLimited(TimeSpan.FromSeconds(29)), await second);
        Assert.Equal(2, _bed.Slack.Seen.Count);
    }

    [Fact]
    public async Task Channels_ThatRested_AreForgotten()
    {
        for (var channel = 0; channel < 100; channel++)
            await _bed.PostAsync($"C{channel}");
        _bed.Clock.Advance(TimeSpan.FromSeconds(11));
        await _bed.PostAsync();
        Assert.Equal(1, _bed.Limits.Count);
    }

    public void Dispose() => _bed.Dispose();
}
