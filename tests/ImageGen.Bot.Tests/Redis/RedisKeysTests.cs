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
}
