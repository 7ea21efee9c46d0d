using ImageGen.Bot.Tests.EndToEnd;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>
/// Some thousand mutated requests at every public endpoint. <c>fuzz</c> of the benchmarks sends a million of the same
/// to the real process.
/// </summary>
[Collection(Alone.Name)]
public sealed class FuzzTests
{
    private const int Seed = 4;
    private const int Requests = 1500;
    private const int Connections = 8;

    [Fact]
    public async Task Requests_MutatedAndNotProven_ChangeNothing_AndProvenOnes_AreAnsweredAndCostNoMoreThanAllowed()
    {
        await using var scene = await FuzzScene.StartAsync();
        using var log = new FaultLog();
        await using var bot = await scene.StartBotAsync(log);
        var run = new FuzzRun(new Mutator(scene.Recorded, Seed), scene.Keys, bot.Address);
        await JobAudit.DrainAsync(bot, TimeSpan.FromMinutes(2));

        var before = await scene.StateAsync();
        await run.SendAsync(isProven: false, first: 0, Requests, Connections);
        AssertNone(run);
        Assert.Empty(StoredState.Differences(before, await scene.StateAsync()));

        await run.SendAsync(isProven: true, first: 0, Requests, Connections);
        AssertNone(run);
        await JobAudit.DrainAsync(bot, TimeSpan.FromMinutes(2));
        Assert.Empty(await JobAudit.FaultsAsync(bot, await scene.JobsAsync()));
        Assert.Empty(log.Lines);
    }

    private static void AssertNone(FuzzRun run) => Assert.True(
        run.Findings.Count == 0,
        string.Join('\n', run.Findings.Select(finding => $"{finding.Number}: {finding.Request.Endpoint} ({finding.Request.Proof}; {finding.Request.Mutations}) {finding.Fault}: {finding.Request.Method} {finding.Request.Target} {System.Text.Encoding.UTF8.GetString(finding.Request.Body)[..Math.Min(300, finding.Request.Body.Length)]}")));
}
