using System.Net;
using ImageGen.Bot.Operator;
using ImageGen.Bot.Tests.Fakes;
using Xunit;

namespace ImageGen.Bot.Tests.OperatorPage;

public sealed class SignInLimiterTests
{
    private readonly ManualClock _clock = new();
    private readonly SignInLimiter _limiter;

    public SignInLimiterTests() => _limiter = new SignInLimiter(_clock);

    [Fact]
    public void Address_ThatFailedTooOften_WaitsAloneUntilItsFirstAttemptIsOld()
    {
        for (var attempt = 0; attempt < SignInLimiter.PerAddress; attempt++)
        {
            Assert.Null(Begin("10.0.0.1"));
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(SignInLimiter.Window - TimeSpan.FromSeconds(50), Begin("10.0.0.1"));
        Assert.NotNull(Begin("::ffff:10.0.0.1"));
        Assert.Null(Begin("10.0.0.2"));
        _clock.Advance(SignInLimiter.Window - TimeSpan.FromSeconds(50));
        Assert.Null(Begin("10.0.0.1"));
    }

    [Fact]
    public void Addresses_OfOneIPv6Network_AreOne()
    {
        for (var attempt = 1; attempt <= SignInLimiter.PerAddress; attempt++)
            Assert.Null(Begin($"2001:db8::{attempt}"));
        Assert.NotNull(Begin("2001:db8::ffff:1"));
        Assert.Null(Begin("2001:db8:1::1"));
    }

    [Fact]
    public void ManyAddresses_TogetherTooOften_AreHeldBack()
    {
        for (var attempt = 0; attempt < SignInLimiter.InTotal; attempt++)
            Assert.Null(Begin($"10.0.1.{attempt}"));
        Assert.Equal(SignInLimiter.Window, Begin("10.0.2.1"));
    }

    [Fact]
    public void Success_ForgetsWhatTheAddressTriedBefore()
    {
        for (var attempt = 0; attempt < 3 * SignInLimiter.PerAddress; attempt++)
        {
            Assert.Null(Begin("10.0.0.1"));
            _limiter.Succeeded(IPAddress.Parse("10.0.0.1"));
        }
    }

    private TimeSpan? Begin(string address) => _limiter.Begin(IPAddress.Parse(address));
}
