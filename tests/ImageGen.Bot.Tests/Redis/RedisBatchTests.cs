using System.Globalization;
using ImageGen.Bot.Tests.Fakes;
using StackExchange.Redis;

namespace ImageGen.Bot.Tests.Redis;

/// <summary>What many callers share when one script makes many transitions.</summary>
public sealed class RedisBatchTests
{
    private const int Jobs = 200;

    [Fact]
    public async Task Transitions_AskedForAtOnce_GoTogether()
    {
        await using var server = await RedisServer.StartAsync();
        await using var bed = new RedisTestBed(server.ConnectionString);
        using var admin = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await bed.AdmitAsync("the first, which connects");
        var before = await ScriptsAsync(admin);

        var admitted = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(number => Task.Run(() => bed.AdmitAsync($"cat {number}"))));

        Assert.Equal(Jobs, admitted.Distinct().Count());
        Assert.InRange(await ScriptsAsync(admin) - before, Jobs / 64, Jobs / 2);
        var positions = new HashSet<int?>();
        foreach (var id in admitted)
            positions.Add((await bed.FindAsync(id))!.Position);
        Assert.Equal(Enumerable.Range(2, Jobs), positions.Select(position => position!.Value).Order());
    }

    [Fact]
    public async Task Transition_ThatFails_FailsAlone()
    {
        await using var server = await RedisServer.StartAsync();
        await using var bed = new RedisTestBed(server.ConnectionString);
        using var admin = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        foreach (var number in Enumerable.Range(0, 10))
            await bed.AdmitAsync($"cat {number}");
        var leased = new List<Core.Jobs.LeasedJob>();
        while (await bed.LeaseAsync() is { } job)
            leased.Add(job);
        await admin.GetDatabase().HashSetAsync($"{{test}}:job:{leased[3].Job.Id}", "t", "no terms");

        var settled = await Task.WhenAll(leased.Select(async job => await Record.ExceptionAsync(async () => Assert.True(await bed.CompleteAsync(job)))));

        Assert.IsType<RedisServerException>(settled[3]);
        Assert.Equal(leased.Count - 1, settled.Count(fault => fault is null));
    }

    private static async Task<int> ScriptsAsync(ConnectionMultiplexer admin)
    {
        var info = (string)(await admin.GetDatabase().ExecuteAsync("INFO", "commandstats"))!;
        var calls = info.Split("cmdstat_evalsha:calls=")[1];
        return int.Parse(calls[..calls.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }
}
