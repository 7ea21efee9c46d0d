using System.Net;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Discord;

public sealed class InvalidRequestGuardTests
{
    private static readonly RateLimitHeaders NoHeaders = new();

    private readonly ManualClock _clock = new();
    private readonly RecordedLog _log = new();
    private readonly InvalidRequestGuard _guard;

    public InvalidRequestGuardTests() => _guard = new InvalidRequestGuard(_clock, _log.For<InvalidRequestGuard>());

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public void Count_AThousandInTenMinutes_OpensTheCircuit(HttpStatusCode status)
    {
        Count(InvalidRequestGuard.OpensAt - 1, status);
        Assert.Null(_guard.OpenFor());
        Count(1, status);
        Assert.Equal(InvalidRequestGuard.Window, _guard.OpenFor());
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.BadGateway)]
    public void Count_OtherAnswers_NeverOpensIt(HttpStatusCode status)
    {
        Count(2 * InvalidRequestGuard.OpensAt, status);
        Assert.Null(_guard.OpenFor());
    }

    [Fact]
    public void Count_LimitsUsedUpByOthers_NeverOpensIt()
    {
        Count(2 * InvalidRequestGuard.OpensAt, HttpStatusCode.TooManyRequests, new RateLimitHeaders { Scope = "shared" });
        Assert.Null(_guard.OpenFor());
    }

    [Fact]
    public void Count_SpreadOverMoreThanTenMinutes_NeverOpensIt()
    {
        for (var call = 0; call < 3 * InvalidRequestGuard.OpensAt; call++)
        {
            Count(1, HttpStatusCode.Forbidden);
            _clock.Advance(TimeSpan.FromSeconds(0.61));
        }

        Assert.Null(_guard.OpenFor());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void OpenFor_EnoughHaveAged_ClosesItWithoutOpeningAtTheNext()
    {
        for (var call = 0; call < InvalidRequestGuard.OpensAt; call++)
        {
            Count(1, HttpStatusCode.Forbidden);
            _clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        // The first 100 took ten seconds, and 100 seconds have passed since the first.
        var wait = _guard.OpenFor();
        Assert.Equal(TimeSpan.FromSeconds(600 - 100 + 9.9), wait);
        _clock.Advance(wait!.Value - TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromMilliseconds(1), _guard.OpenFor());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(_guard.OpenFor());
        Count(1, HttpStatusCode.Forbidden);
        Assert.Null(_guard.OpenFor());
    }

    [Fact]
    public void Count_WhileOpen_SaysSoOnceEachTime()
    {
        Count(InvalidRequestGuard.OpensAt + 50, HttpStatusCode.Unauthorized);
        Assert.StartsWith("Error: Discord refused 1000 calls in 10 minutes", Assert.Single(_log.Lines), StringComparison.Ordinal);
        _clock.Advance(InvalidRequestGuard.Window);
        Assert.Null(_guard.OpenFor());
        Count(InvalidRequestGuard.OpensAt, HttpStatusCode.Unauthorized);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public async Task Call_CircuitOpen_IsRateLimitedWithoutACall()
    {
        using var bed = new DiscordTestBed();
        for (var call = 0; call < InvalidRequestGuard.OpensAt; call++)
        {
            bed.Discord.Answers(401, """{"message":"401: Unauthorized","code":0}""");
            Assert.IsType<DiscordResult<SentMessage>.Failed>(await bed.CreateAsync());
        }

        Assert.Equal(new DiscordResult<SentMessage>.RateLimited(InvalidRequestGuard.Window), await bed.CreateAsync());
        Assert.Equal(new DiscordResult<SentMessage>.RateLimited(InvalidRequestGuard.Window), await bed.EditAsync());
        Assert.Equal(InvalidRequestGuard.OpensAt, bed.Discord.Seen.Count);

        bed.Clock.Advance(InvalidRequestGuard.Window);
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await bed.CreateAsync());
    }

    private void Count(int answers, HttpStatusCode status, RateLimitHeaders? headers = null)
    {
        for (var answer = 0; answer < answers; answer++)
            _guard.Count(status, headers ?? NoHeaders);
    }
}
