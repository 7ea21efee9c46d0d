using System.Text.Json;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using StackExchange.Redis;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>Faults planted one and several at a time: the doctor names each and says what to do.</summary>
[Collection(Alone.Name)]
public sealed class DoctorFaultsTests
{
    [Fact]
    public async Task Doctor_SeveralFaultsAtOnce_NamesEveryOneWithItsRemedy()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        await ChangeAsync(redis, ["CONFIG", "SET", "appendonly", "no"], ["CONFIG", "SET", "maxmemory", "200mb"], ["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
        await using var provider = await FakeOpenAI.StartNewAsync();
        provider.Ahead = TimeSpan.FromMinutes(2);
        await File.WriteAllTextAsync(folder.Combine("occupied"), "");

        var faults = await FaultsAsync(
            folder, ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString), ("DataPath", folder.Combine("occupied", "data")),
            ("Providers__gpt__Kind", "OpenAI"), ("Providers__gpt__Model", "gpt-image-9"), ("Providers__gpt__ApiKey", provider.Key), ("Providers__gpt__Endpoint", provider.Endpoint));
        Assert.Collection(
            faults,
            fault => AssertNamed(fault, "Redis", "AOF is off", "CONFIG SET appendonly yes"),
            fault => AssertNamed(fault, "Redis", "maxmemory-policy is allkeys-lru", "noeviction"),
            fault => AssertNamed(fault, "pictures", folder.Combine("occupied", "data"), "DataPath"),
            fault => AssertNamed(fault, "provider gpt", "There is no model gpt-image-9", "Providers:gpt:Model"),
            fault => AssertNamed(fault, "clock", "s behind that of 127.0.0.1", "NTP"));
    }

    [Fact]
    public async Task Doctor_RedisIsAReplica_SaysThatItTakesNoWrites()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        await ChangeAsync(redis, ["REPLICAOF", "127.0.0.1", $"{BotProcess.FreePort()}"]);
        var faults = await FaultsAsync(folder, ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString));
        Assert.Collection(
            faults,
            fault => AssertNamed(fault, "ledger", "READONLY", "Redis"),
            fault => AssertNamed(fault, "Redis", "a replica", "primary"));
    }

    [Fact]
    public async Task Doctor_RedisAbsent_SaysWhereItIsSought()
    {
        using var folder = new TempFolder();
        var port = BotProcess.FreePort();
        var faults = await FaultsAsync(folder, ("State__Provider", "Redis"), ("State__Redis__ConnectionString", $"localhost:{port},password=hidden-secret"));
        AssertNamed(Assert.Single(faults), "ledger", $"localhost:{port} cannot be reached", "State:Redis:ConnectionString");
        Assert.DoesNotContain("hidden-secret", faults[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_DamagedDatabase_NamesTheFileAndGoesOn()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("data"));
        await File.WriteAllTextAsync(folder.Combine("data", "imagegen.db"), string.Concat(Enumerable.Repeat("this is no database ", 500)));
        AssertNamed(Assert.Single(await FaultsAsync(folder)), "ledger", folder.Combine("data", "imagegen.db"), "last copy");
    }

    [Theory]
    [InlineData(50_000_000L, "fault")]
    [InlineData(500_000_000L, "warning")]
    [InlineData(50_000_000_000L, "ok")]
    public async Task Disk_IsJudgedByItsRoom(long free, string expected)
    {
        using var folder = new TempFolder();
        var asked = "";
        var checkup = new DataFolderCheckup(folder.Combine("not", "there", "yet"), place =>
        {
            asked = place;
            return free;
        });
        var finding = Assert.Single(await AllAsync(checkup));
        Assert.Equal((folder.Path, expected), (asked, finding.State.ToString().ToLowerInvariant()));
        Assert.True(DataFolderCheckup.FreeBytes(folder.Path) > 0);
    }

    [Fact]
    public async Task Redis_ClockOfAnotherTime_IsAFault()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = new RedisConnection(new RedisOptions { ConnectionString = redis.ConnectionString });
        var clock = new ShiftedClock();
        Assert.DoesNotContain(await AllAsync(new RedisCheckup(connection, clock)), finding => finding.State != Finding.Level.Ok);
        clock.Advance(TimeSpan.FromSeconds(30));
        var fault = Assert.Single(await AllAsync(new RedisCheckup(connection, clock)), finding => finding.State != Finding.Level.Ok);
        Assert.Equal(Finding.Level.Fault, fault.State);
        Assert.Matches(@"^This machine's clock is (29|30|31) s ahead of that of Redis\.$", fault.What);
    }

    [Theory]
    [InlineData("redis_version:6.0.16", "version 6.0.16")]
    [InlineData("redis_version:7.0.15\r\naof_last_write_status:err", "ended with 'err'")]
    [InlineData("redis_version:7.0.15\r\nmaxmemory:1000\r\nused_memory:950\r\nmaxmemory_policy:noeviction", "95 % of its maxmemory")]
    public void Redis_ThatCannotBeReliedOn_IsAFault(string info, string expected) =>
        Assert.Contains(expected, Assert.Single(RedisCheckup.Judge($"{info}\r\naof_enabled:1\r\n"), finding => finding.State == Finding.Level.Fault).What, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<JsonElement>> FaultsAsync(TempFolder folder, params (string, string)[] settings)
    {
        var (exitCode, output, error) = await BotProcess.RunAsync(folder, ["doctor", "--json"], settings);
        Assert.Equal((4, ""), (exitCode, error));
        return [.. JsonDocument.Parse(output).RootElement.Items("parts")
            .SelectMany(part => part.Items("findings").Where(finding => finding.Text("state") == "fault").Select(finding => JsonSerializer.SerializeToElement(
                new { part = part.Text("part"), what = finding.Text("what"), remedy = finding.Text("remedy") })))];
    }

    private static void AssertNamed(JsonElement fault, string part, string what, string remedy)
    {
        Assert.Equal(part, fault.Text("part"));
        Assert.Contains(what, fault.Text("what"), StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Text("remedy"), StringComparison.Ordinal);
    }

    private static async Task<List<Finding>> AllAsync(ICheckup checkup)
    {
        var findings = new List<Finding>();
        await foreach (var finding in checkup.ExamineAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    private static async Task ChangeAsync(RedisServer server, params string[][] commands)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        foreach (var command in commands)
            await redis.GetDatabase().ExecuteAsync(command[0], [.. command[1..].Cast<object>()]);
    }
}
