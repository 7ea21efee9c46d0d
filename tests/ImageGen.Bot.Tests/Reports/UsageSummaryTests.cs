using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Tests.Reports;

public sealed class UsageSummaryTests
{
    private static readonly UsageOf Dear = new("dear", new UsageSums(2, new Usd(80_000), 1, 0, default));
    private static readonly UsageOf Free = new("free", new UsageSums(50, default, 0, 3, new Usd(9)));

    [Fact]
    public void Of_DaysWithoutUse_AreThereWithNothing()
    {
        var summary = UsageSummary.Of([Months.Day(Months.First.AddDays(4), Dear), Months.Day(Months.First.AddDays(1), Free)], Months.First, Months.First.AddDays(6));

        Assert.Equal(Enumerable.Range(0, 7).Select(Months.First.AddDays), summary.Days.Select(day => day.Day));
        Assert.Equal([0, 50, 0, 0, 2, 0, 0], summary.Days.Select(day => day.Total.Images));
    }

    [Fact]
    public void Of_Days_AddsUpToTheSameByProviderByUserAndInAll()
    {
        var summary = Months.Of(0.04m, 31, "gpt-image", "flux", "painter");

        var total = summary.Days.Aggregate(default(UsageSums), (sum, day) => sum + day.Total);
        Assert.Equal(total, summary.Total);
        Assert.Equal(total, summary.Providers.Aggregate(default(UsageSums), (sum, part) => sum + part.Sums));
        Assert.Equal(total, Assert.Single(summary.Users).Sums);
        Assert.True(total.Images > 500 && total.Cost > Usd.Zero && total is { Refused: > 0, Cached: > 0 });
    }

    [Fact]
    public void Providers_TheCostliestComesFirstThenWhoDrewMost()
    {
        var other = new UsageOf("also free", new UsageSums(51, default, 0, 0, default));
        var summary = UsageSummary.Of([Months.Day(Months.First, Free, other, Dear)], Months.First, Months.First);
        Assert.Equal(["dear", "also free", "free"], summary.Providers.Select(provider => provider.Name));
    }

    [Fact]
    public void TopUsers_AreTenPeopleAndNotThoseForgotten()
    {
        UsageOf[] users = [new(UsageDay.Nobody, new UsageSums(99, new Usd(99), 0, 0, default)), .. Enumerable.Range(1, 12).Select(n => new UsageOf($"u{n}", new UsageSums(n, new Usd(n), 0, 0, default)))];
        var summary = UsageSummary.Of([new UsageDay(Months.First, [], users)], Months.First, Months.First);
        Assert.Equal(Enumerable.Range(3, 10).Reverse().Select(n => $"u{n}"), summary.TopUsers.Select(user => user.Name));
        Assert.Equal(13, summary.Users.Count);
    }

    [Fact]
    public void Of_NoDays_IsEmptyAndDatesInDisorderAreRefused()
    {
        Assert.True(UsageSummary.Of([], Months.First, Months.First).IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => UsageSummary.Of([], Months.First, Months.First.AddDays(-1)));
    }
}
