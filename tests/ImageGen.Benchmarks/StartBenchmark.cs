using ImageGen.Bot.Hosting;

namespace ImageGen.Benchmarks;

/// <summary>How long a new process takes, on an empty folder, until it is ready, and until its first command is acknowledged.</summary>
internal static class StartBenchmark
{
    private static readonly StateProvider[] States = [StateProvider.Sqlite, StateProvider.Redis];

    public static async Task<int> RunAsync(int runs)
    {
        var starts = States.ToDictionary(state => state, _ => new List<Start>());
        // The first of each reads the program from the disk, and does not count.
        for (var run = 0; run <= runs; run++)
        {
            foreach (var state in States)
            {
                var start = await MeasureAsync(state);
                if (run > 0)
                    starts[state].Add(start);
            }
        }

        Console.WriteLine($"one process with both roles, median of {runs}; {Environment.ProcessorCount} cores");
        Columns.Print(States.Select(state => $"{state}"),
        [
            ("ready after, ms", Medians(start => start.Ready)),
            ("first command acknowledged after, ms", Medians(start => start.Acknowledged)),
            ("of which its answer took, ms", Medians(start => start.Answer)),
            ("processor time until then, ms", Medians(start => start.ProcessorTime)),
        ]);
        return 0;

        IEnumerable<string> Medians(Func<Start, TimeSpan> of) => States.Select(state => $"{Latency.Of(starts[state].Select(of)).P50:N0}");
    }

    private static async Task<Start> MeasureAsync(StateProvider state)
    {
        await using var bot = await BotUnderLoad.StartAsync(state, concurrency: 8, apart: false);
        await bot.Bots[0].UntilReadyAsync();
        var ready = bot.SinceStart.Elapsed;
        var sender = new CommandSender(bot.Discord, guilds: 1);
        var signed = sender.Sign(0);
        var before = bot.SinceStart.Elapsed;
        var first = await bot.Discord.SendAsync(signed);
        if (first.Failure is { } failure)
            throw new InvalidOperationException($"The first command failed: {failure}");
        return new Start(ready, ready + bot.SinceStart.Elapsed - before, first.Took, bot.ProcessorTimes[0].Time);
    }

    private sealed record Start(TimeSpan Ready, TimeSpan Acknowledged, TimeSpan Answer, TimeSpan ProcessorTime);
}
