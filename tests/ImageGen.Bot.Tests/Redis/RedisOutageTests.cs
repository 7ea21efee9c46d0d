using System.Net;
using System.Net.Sockets;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using StackExchange.Redis;
using Xunit;

namespace ImageGen.Bot.Tests.Redis;

public sealed class RedisOutageTests
{
    [Fact]
    public async Task EveryCall_AfterScriptFlush_WorksAtOnce()
    {
        await using var server = await RedisServer.StartAsync();
        await using var bed = new RedisTestBed(server.ConnectionString);
        var id = await bed.AdmitAsync();
        using var admin = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await admin.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        var leased = await bed.LeaseAsync();
        await admin.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        Assert.True(await bed.CompleteAsync(leased!));
        Assert.Equal(JobState.Completed, (await bed.FindAsync(id))!.State);
    }

    [Fact]
    public async Task AcknowledgedJobs_ServerKilledAndRestarted_AreAllThere()
    {
        await using var server = await RedisServer.StartAsync(appendfsync: "always");
        await using var bed = new RedisTestBed(server.ConnectionString);
        var waiting = await bed.AdmitAsync("a waiting cat");
        var running = (await bed.LeaseAsync())!;
        var second = await bed.AdmitAsync("a second cat");

        await server.RestartAsync();
        await UntilAsync(() => bed.FindAsync(waiting));

        Assert.True(await bed.CompleteAsync(running));
        Assert.Equal(second, (await bed.LeaseAsync())!.Job.Id);
    }

    [Fact]
    public async Task Outage_EveryCallSaysSo_AndAllRecoversByItself()
    {
        await using var server = await RedisServer.StartAsync(appendfsync: "always");
        await using var bed = new RedisTestBed(server.ConnectionString);
        var id = await bed.AdmitAsync();
        using var watch = bed.Signals.Watch(id);
        await watch.WaitAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);

        await server.KillAsync();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => bed.FindAsync(id));
        await server.RestartAsync();
        await UntilAsync(() => bed.FindAsync(id));

        // The subscription mends itself too: first it has everybody look, then it hears again.
        await watch.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var heard = watch.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await bed.LeaseAsync();
        await heard.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task FirstCall_ServerAbsent_NamesItAndWhatToDo_AndALaterCallConnects()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var bed = new RedisTestBed($"127.0.0.1:{port},password=sesame");

        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => bed.Ledger.CheckAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"127.0.0.1:{port} cannot be reached", fault.Message, StringComparison.Ordinal);
        Assert.Contains("State:Redis:ConnectionString", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", $"{fault}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",password=guess")]
    public async Task FirstCall_WrongOrNoPassword_SaysThatAndNotThePassword(string given)
    {
        await using var server = await RedisServer.StartAsync(password: "sesame");
        await using var bed = new RedisTestBed($"127.0.0.1:{server.Port}{given}");

        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => bed.Ledger.CheckAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"127.0.0.1:{server.Port} refuses the password", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", $"{fault}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstCall_RightPassword_Connects()
    {
        await using var server = await RedisServer.StartAsync(password: "sesame");
        await using var bed = new RedisTestBed(server.ConnectionString);

        await bed.Ledger.CheckAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<Task<ImageJob?>> found)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (await found() is not null)
                    return;
            }
            catch (LedgerUnavailableException) when (attempt < 200)
            {
                await Task.Delay(100);
            }
        }
    }
}
