using System.Collections.Concurrent;
using ImageGen.Bot.Tests.EndToEnd;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>
/// Every call that the bot makes, met by every fault that a call can meet. Whatever it is: the bot stays up, its author
/// sees one outcome, nothing is held or charged beyond what was ordered, no bug is logged, and the same bot does the same
/// again as soon as the fault is gone. What the author sees is the table in docs/reliability.md.
/// </summary>
[Collection(Alone.Name)]
public sealed class OutsideCallsTests
{
    private static readonly string[] Faults = ["refused", .. FaultGate.Faults.Keys];

    [Fact]
    public async Task Services_EachFault_EndsInTheOneOutcomeOfTheTable() => await AssertAsync(ServiceCalls.All);

    [Fact]
    public async Task Platforms_EachFault_IsToldOnceAllTheSame() => await AssertAsync([.. DiscordCalls.All, .. SlackCalls.All]);

    /// <summary>Some calls at once, each on a bot of its own, one fault after the other.</summary>
    private static async Task AssertAsync(IReadOnlyList<OutsideCall> calls)
    {
        var failures = new ConcurrentQueue<string>();
        var rows = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (call, _) =>
        {
            await using var bed = await call.StartAsync();
            var cells = new List<string>();
            foreach (var fault in Faults)
            {
                try
                {
                    cells.Add(await bed.MeetAsync(fault));
                    Assert.DoesNotContain(bed.Log.Lines, line => line.Contains(" a bug", StringComparison.OrdinalIgnoreCase));
                }
                catch (Exception failure)
                {
                    cells.Add("FAILED");
                    failures.Enqueue($"{call.Name}, {fault}: {failure.Message}\n{string.Join('\n', bed.Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)).TakeLast(25))}");
                }
            }

            rows[call.Name] = $"| {call.Name} | {string.Join(" | ", cells)} |";
        });
        var told = await File.ReadAllLinesAsync(Repository.Combine("docs/reliability.md"));
        Assert.Contains($"| call | {string.Join(" | ", Faults)} |", told);
        var untold = calls.Select(call => rows[call.Name]).Except(told, StringComparer.Ordinal).ToList();
        Assert.True(untold.Count == 0, $"{string.Join('\n', untold)}\n{string.Join('\n', failures)}");
    }
}
