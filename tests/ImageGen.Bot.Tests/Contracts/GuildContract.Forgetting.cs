using ImageGen.Bot.Hosting;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using Xunit;
using static ImageGen.Bot.Tests.Contracts.GuildProcess;

namespace ImageGen.Bot.Tests.Contracts;

// What is deleted is gone: people who want to be forgotten, and what a guild no longer keeps.
public abstract partial class GuildContract
{
    [Fact]
    public async Task Forget_APerson_LeavesNoPictureNoHistoryNoCacheAndWhatWasSpent()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        var drawn = await process.AcceptAsync("a cat of nine", user: "9");
        var others = await process.AcceptAsync("a dog of eight", user: "8");
        await process.DrawAsync();
        await process.AcceptAsync("a cat that waits", user: "9");
        var picture = (await process.Ledger.FindAsync(Guild, drawn.Id, Stop))!.Outcome!.Assets[0];
        Assert.NotNull(await process.Store.OpenAsync(picture.Key, Stop));

        Assert.Equal(new Forgotten(2, 0), await process.Administration.ForgetAsync(Ann, "9", Stop));

        Assert.Null(await process.Store.OpenAsync(picture.Key, Stop));
        Assert.Empty(await process.Ledger.HistoryAsync(new HistoryQuery(Guild, "9"), Stop));
        Assert.Equal([others.Id], await process.Ledger.History(new HistoryQuery(Guild)));
        Assert.Null(await process.Ledger.FindAsync(Guild, drawn.Id, Stop));
        Assert.False((await process.AcceptAsync("a cat of nine", user: "8")).Cached);
        var today = DateOnly.FromDateTime(harness.Clock.GetUtcNow().DateTime);
        var usage = Assert.Single(await process.Ledger.UsageByDayAsync(Guild, today, today, Stop));
        Assert.Equal([UsageDay.Nobody, "8"], usage.Users.Select(user => user.Name));
        Assert.Equal(2, usage.Total.Images);
        Assert.Equal("user.forget", (await process.Administration.AuditAsync(Guild, 1, Stop))[0].Action);
    }

    [Fact]
    public async Task Forget_WithAJobRunning_StopsItAndForgetsIt()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        var job = await process.AcceptAsync("a cat being drawn");
        var leased = Assert.Single((await process.Ledger.LeaseAsync([new LaneLimits("dear")], 1, TimeSpan.FromMinutes(5), Stop)).Jobs);

        var forgetting = process.Administration.ForgetAsync(Ann, "9", Stop);
        while ((await process.Ledger.FindAsync(Guild, job.Id, Stop)) is { CancelRequested: false })
            await Task.Delay(5, Stop);
        await process.Ledger.SettleAsync(leased.Lease, new Settlement(LimitMessages.Cancelled, 0, Usd.Zero), Stop);
        while (!forgetting.IsCompleted)
        {
            harness.Clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(5, Stop);
        }

        Assert.Equal(new Forgotten(1, 0), await forgetting);
        Assert.Null(await process.Ledger.FindAsync(Guild, job.Id, Stop));
    }

    [Fact]
    public async Task Forget_MoreJobsThanAHistoryShows_ForgetsThemAll()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        for (var n = 0; n < 1200; n += 100)
            await Task.WhenAll(Enumerable.Range(n, 100).Select(number => process.AcceptAsync($"cat number {number} --provider cheap")));
        process.CheapPrice = Usd.Zero;
        Assert.Equal(1200, (await process.Administration.ForgetAsync(Ann, "9", Stop)).Jobs);
        Assert.Empty(await process.Ledger.HistoryAsync(new HistoryQuery(Guild, "9"), Stop));
    }

    [Fact]
    public async Task Retention_Passed_DeletesJobsWithTheirPicturesOldestFirst()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        await process.RulesAsync(("retentionDays", "7"));
        var old = await process.AcceptAsync("an old cat");
        await process.DrawAsync();
        var picture = (await process.Ledger.FindAsync(Guild, old.Id, Stop))!.Outcome!.Assets[0];
        harness.Clock.Advance(TimeSpan.FromDays(5));
        var young = await process.AcceptAsync("a young cat");
        await process.DrawAsync();
        Assert.Equal(0, await process.Sweep.RunAsync(Stop));
        harness.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(1, await process.Sweep.RunAsync(Stop));

        Assert.Null(await process.Store.OpenAsync(picture.Key, Stop));
        Assert.Equal([young.Id], await process.Ledger.History(new HistoryQuery(Guild)));
        Assert.False((await process.AcceptAsync("an old cat")).Cached);
        Assert.True((await process.AcceptAsync("a young cat")).Cached);
        Assert.Equal(0, await harness.Start().Sweep.RunAsync(Stop));
    }
}
