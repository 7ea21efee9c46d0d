using System.Diagnostics;
using System.Net;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>
/// Redis slow, full, read-only, and replaced by its replica: orders are refused while it cannot take them, what was
/// accepted is drawn once, and everything goes on by itself.
/// </summary>
public sealed class RedisFaultTests
{
    [Fact]
    public async Task Slow_EveryCommandHalfASecondLate_AllIsDrawnOnceWithinTheQuota()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var relay = TcpRelay.To(redis.Port);
        await using var bed = await FaultBed.OnRedisAsync($"127.0.0.1:{relay.Port}", ("Quotas:ImagesPerGuildPerDay", "5"));
        await bed.CompleteAsync(await bed.AdmitAsync("a boat before"));

        relay.Delay = TimeSpan.FromMilliseconds(500);
        var orders = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => bed.OrderAsync($"a slow boat, number {number}")));
        Assert.Equal(4, orders.Count(order => order.StatusCode == HttpStatusCode.Accepted));
        Assert.Equal(4, orders.Count(order => order.StatusCode == HttpStatusCode.TooManyRequests));
        await bed.UntilReadyAsync(true);

        await UntilDrawnAsync(bed, 5);
        relay.Delay = TimeSpan.Zero;
        await UntilSettledAsync(bed, 5);
        Array.ForEach(orders, order => order.Dispose());
    }

    [Fact]
    public async Task Full_NoEviction_RefusesOrdersAndLosesNothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bed = await FaultBed.OnRedisAsync(redis.ConnectionString);
        var gate = Hold(bed);
        var running = await bed.AdmitAsync("a boat being drawn");
        await gate.Reached;
        var waiting = await bed.AdmitAsync("a boat that waits");

        await redis.TellAsync("CONFIG SET maxmemory 1");
        await bed.AssertRefusedAsync("a boat too many");
        await bed.UntilReadyAsync(false);
        // What is being drawn is paid: it is kept, though there is no room to say so yet.
        gate.Open();
        await Task.Delay(500);

        await redis.TellAsync("CONFIG SET maxmemory 0");
        await bed.UntilReadyAsync(true);
        await bed.CompleteAsync(running, waiting, await bed.AdmitAsync("a boat after"));
        Assert.Equal(3, bed.Generator.Drawn);
        await bed.AssertSoundAsync(drawn: 3);
    }

    [Theory]
    [InlineData("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0")]
    [InlineData("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    public async Task ReadOnly_UntilItTakesWritesAgain_RefusesOrdersAndLosesNothing(string fault, string remedy)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bed = await FaultBed.OnRedisAsync(redis.ConnectionString);
        var gate = Hold(bed);
        var running = await bed.AdmitAsync("a boat being drawn");
        await gate.Reached;

        await redis.TellAsync(fault);
        await bed.AssertRefusedAsync("a boat too many");
        await bed.UntilReadyAsync(false);
        gate.Open();
        await Task.Delay(500);

        await redis.TellAsync(remedy);
        await bed.UntilReadyAsync(true, seconds: 30);
        await bed.CompleteAsync(running, await bed.AdmitAsync("a boat after"));
        Assert.Equal(2, bed.Generator.Drawn);
        await bed.AssertSoundAsync(drawn: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failover_ToTheReplica_WhatWasReplicatedIsDrawnOnce(bool oneAddress)
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync();
        await using var relay = TcpRelay.To(primary.Port);
        await using var bed = await FaultBed.OnRedisAsync(oneAddress ? $"127.0.0.1:{relay.Port}" : $"127.0.0.1:{primary.Port},127.0.0.1:{replica.Port}", ("Worker:LeaseSeconds", "60"));
        await replica.FollowAsync(primary);
        var gate = Hold(bed);
        var running = await bed.AdmitAsync("a boat being drawn");
        await gate.Reached;
        var waiting = new List<string>();
        for (var number = 0; number < 5; number++)
            waiting.Add(await bed.AdmitAsync($"a boat that waits, number {number}"));
        Assert.Equal(":1", await primary.TellAsync("WAIT 1 5000"));

        await primary.KillAsync();
        await bed.AssertRefusedAsync("a boat too many");
        await bed.UntilReadyAsync(false);
        gate.Open();
        await replica.TellAsync("REPLICAOF NO ONE");
        relay.Target = replica.Port;
        relay.Break();

        var promoted = Stopwatch.StartNew();
        var (after, _) = await bed.InsistAsync("a boat after");
        Assert.InRange(promoted.Elapsed.TotalSeconds, 0, 30);
        await bed.UntilReadyAsync(true);
        await bed.CompleteAsync([running, .. waiting, after]);
        Assert.Equal(7, bed.Generator.Drawn);
        await bed.AssertSoundAsync(drawn: 7);
    }

    /// <summary>Holds up the first call to the provider.</summary>
    private static Gate Hold(FaultBed bed)
    {
        var gate = new Gate();
        bed.Generator.OnCall = (call, request, cancellation) => call == 1 ? gate.Generator.OnCall(call, request, cancellation) : Task.CompletedTask;
        return gate;
    }

    private static async Task UntilDrawnAsync(FaultBed bed, int pictures)
    {
        for (var giveUp = Stopwatch.StartNew(); bed.Generator.Drawn < pictures; await Task.Delay(50))
            Assert.True(giveUp.Elapsed.TotalSeconds < 60, $"Only {bed.Generator.Drawn} of {pictures} are drawn.");
    }

    private static async Task UntilSettledAsync(FaultBed bed, int drawn)
    {
        for (var giveUp = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                await bed.AssertSoundAsync(drawn);
                Assert.Equal(drawn, bed.Generator.Drawn);
                return;
            }
            catch (Xunit.Sdk.XunitException) when (giveUp.Elapsed.TotalSeconds < 20)
            {
            }
        }
    }
}
