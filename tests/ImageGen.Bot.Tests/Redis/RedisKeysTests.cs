using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using StackExchange.Redis;
using Xunit;

namespace ImageGen.Bot.Tests.Redis;

public sealed class RedisKeysTests
{
    [Fact]
    public async Task KeyPrefix_Another_SeesNothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var one = new RedisTestBed(server.ConnectionString, "{one}:");
        await using var other = new RedisTestBed(server.ConnectionString, "{other}:");

        var id = await one.AdmitAsync();

        Assert.Null(await other.FindAsync(id));
        Assert.Null(await other.LeaseAsync());
        Assert.NotNull(await one.LeaseAsync());
    }

    [Fact]
    public async Task EveryKey_StartsWithThePrefix()
    {
        await using var server = await RedisServer.StartAsync();
        await using var bed = new RedisTestBed(server.ConnectionString, "{mine}:");
        await bed.AdmitAsync();
        await bed.AdmitAsync();
        await bed.AdmitAsync("another cat");
        var leased = (await bed.LeaseAsync(perMinute: 10))!;
        await bed.Ledger.ReleaseAsync(leased.Lease, new Release(TimeSpan.FromHours(1), true), TestContext.Current.CancellationToken);
        await bed.CompleteAsync((await bed.LeaseAsync(perMinute: 10))!);
        await bed.LeaseAsync(LaneLimits.ReplyLane("test"));
        await bed.Ledger.PauseLaneAsync(RedisTestBed.Lane, DateTimeOffset.MaxValue.AddYears(-1000), TestContext.Current.CancellationToken);
        await bed.Ledger.RescueAsync([RedisTestBed.Lane], 3, TestContext.Current.CancellationToken);
        await bed.Ledger.CheckAsync(TestContext.Current.CancellationToken);

        using var admin = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var keys = (string[]?)await admin.GetDatabase().ExecuteAsync("KEYS", "*");

        Assert.True(keys!.Length > 10);
        Assert.All(keys, key => Assert.StartsWith("{mine}:", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_WhereverAJobIsInItsHistories_LeavesNothingThere()
    {
        await using var server = await RedisServer.StartAsync();
        await using var bed = new RedisTestBed(server.ConnectionString);
        var jobs = new List<ImageJob>();
        for (var job = 0; job < 5; job++)
        {
            await bed.AdmitAsync($"cat {job}");
            var leased = (await bed.LeaseAsync())!;
            await bed.CompleteAsync(leased);
            jobs.Add(leased.Job);
        }

        using var admin = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        foreach (var (at, left) in ((int, int)[])[(2, 4), (0, 3), (4, 2), (1, 1), (3, 0)])
        {
            await bed.Ledger.DeleteAsync(jobs[at].Order.Tenant, jobs[at].Id, TestContext.Current.CancellationToken);

            var histories = (RedisKey[])(await admin.GetDatabase().ExecuteAsync("KEYS", "*history:*"))!;
            Assert.Equal(left == 0 ? 0 : 4, histories.Length);
            Assert.All(histories, history => Assert.Equal(left, admin.GetDatabase().ListLength(history)));
        }
    }
}
