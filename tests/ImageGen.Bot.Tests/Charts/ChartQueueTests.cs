using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Redis;
using StackExchange.Redis;

namespace ImageGen.Bot.Tests.Charts;

/// <summary>That KEDA is pointed at what says how many workers are needed.</summary>
public sealed class ChartQueueTests
{
    [Fact]
    public async Task ScaledObject_ItsKeys_CountWhatWaitsAndWhatRuns()
    {
        var scaler = (await Helm.RenderAsync("keda")).One("ScaledObject");
        var triggers = scaler.List("spec/triggers");
        Assert.Equal(string.Join(" + ", triggers.Select(trigger => trigger.Value("name"))), scaler.Value("spec/advanced/scalingModifiers/formula"));
        Assert.All(triggers, trigger => Assert.Equal("redis.data.svc:6379", trigger.Value("metadata/address")));
        Assert.Equal("8", scaler.Value("spec/advanced/scalingModifiers/target"));

        await using var redis = await RedisServer.StartAsync();
        await using var bed = new RedisTestBed(redis.ConnectionString, "{pictures}:");
        using var admin = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.Equal(0, await CountAsync());
        await bed.AdmitAsync();
        await bed.AdmitAsync("another cat");
        Assert.Equal(2, await CountAsync());
        var leased = (await bed.LeaseAsync())!;
        Assert.Equal(2, await CountAsync());
        await bed.CompleteAsync(leased);
        Assert.Equal(1, await CountAsync());

        // KEDA's scaler asks a key for its type, and a sorted set for how many members it has.
        async Task<long> CountAsync()
        {
            var sum = 0L;
            foreach (var key in triggers.Select(trigger => trigger.Value("metadata/listName")!))
            {
                Assert.Contains(await admin.GetDatabase().KeyTypeAsync(key), new[] { RedisType.SortedSet, RedisType.None });
                sum += await admin.GetDatabase().SortedSetLengthAsync(key);
            }

            return sum;
        }
    }

    [Fact]
    public async Task ScaledObject_RedisWithAPassword_IsAuthenticated()
    {
        var rendered = await Helm.RenderAsync("keda");
        var authentication = rendered.One("TriggerAuthentication");
        Assert.Equal(("password", "redis", "redis-password"), (authentication.Value("spec/secretTargetRef/0/parameter"), authentication.Value("spec/secretTargetRef/0/name"), authentication.Value("spec/secretTargetRef/0/key")));
        Assert.All(rendered.One("ScaledObject").List("spec/triggers"), trigger => Assert.Equal(authentication.Value("metadata/name"), trigger.Value("authenticationRef/name")));

        var open = await Helm.RenderAsync("keda", "worker.autoscaling.queue.redis.passwordSecret.name=");
        Assert.Empty(open.OfKind("TriggerAuthentication"));
        Assert.All(open.One("ScaledObject").List("spec/triggers"), trigger => Assert.Null(trigger.At("authenticationRef")));
    }

    [Theory]
    [InlineData("16", "config.Worker.Concurrency=16")]
    [InlineData("3", "config.Worker.Concurrency=16", "worker.autoscaling.queue.jobsPerReplica=3")]
    public async Task ScaledObject_JobsOfAReplica_AreThoseItWorksOnAtOnce(string expected, params string[] sets) =>
        Assert.Equal(expected, (await Helm.RenderAsync("keda", sets)).One("ScaledObject").Value("spec/advanced/scalingModifiers/target"));
}
