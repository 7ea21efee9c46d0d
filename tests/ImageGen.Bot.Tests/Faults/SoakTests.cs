using ImageGen.Bot.Tests.EndToEnd;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>
/// A short form of <c>ImageGen.Benchmarks soak</c>: processes are killed at random while people order, and no job, reply,
/// picture or cent may be lost or doubled by it.
/// </summary>
[Collection(Alone.Name)]
public sealed class SoakTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Redis", 300, 15)]
    [InlineData("Sqlite", 120, 5)]
    public async Task Killed_AtRandomUnderLoad_LosesNothingAndDoesNothingTwice(string ledger, int jobs, int kills)
    {
        var options = new SoakOptions(ledger == "Redis" ? SoakLedger.RedisAlways : SoakLedger.Sqlite, jobs, kills, Seed: Environment.ProcessId);
        var report = await SoakRun.RunAsync(options);
        output.WriteLine($"{report}");
        Assert.True(report.Holds, $"{report}");
    }
}
