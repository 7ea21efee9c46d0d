using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Jobs;

public sealed class WatchedClockTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void PutBack_ByAnHour_IsToldUntilItWasHeeded()
    {
        var watched = new WatchedClock(_clock, TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(TimeSpan.Zero, watched.PutBack());

        _clock.PutBack(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromHours(1), watched.PutBack());
        Assert.Equal(TimeSpan.FromHours(1), watched.PutBack());

        watched.Heeded(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, watched.PutBack());
    }

    [Fact]
    public void PutBack_AfterItWasPutAhead_IsToldOnceTheTimeWasAskedBetween()
    {
        var watched = new WatchedClock(_clock, TimeSpan.FromMinutes(2));
        _clock.PutAhead(TimeSpan.FromHours(3));
        Assert.Equal(_clock.GetUtcNow(), watched.GetUtcNow());
        _clock.PutBack(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), watched.PutBack());
    }

    [Fact]
    public void PutBack_ByLessThanIsTolerated_IsNotTold()
    {
        var watched = new WatchedClock(_clock, TimeSpan.FromMinutes(2));
        _clock.PutBack(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.Zero, watched.PutBack());
    }

    [Fact]
    public void Steady_ClockIsPutBack_GoesOn()
    {
        var steady = new SteadyClock(_clock);
        var before = steady.GetUtcNow();
        Assert.Equal(_clock.GetUtcNow(), before);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _clock.PutBack(TimeSpan.FromHours(1));
        Assert.Equal(before.AddSeconds(3), steady.GetUtcNow());
    }
}
