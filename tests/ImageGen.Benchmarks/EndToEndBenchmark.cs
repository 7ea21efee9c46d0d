using System.Diagnostics;
using ImageGen.Bot.Hosting;

namespace ImageGen.Benchmarks;

/// <summary>
/// From a signed command to the message that shows its picture: with a provider that answers at once, what the pipeline
/// itself takes; with one that takes two seconds, its share.
/// </summary>
internal static class EndToEndBenchmark
{
    private const int Concurrency = 32;
    private const int Guilds = 16;
    private const string Cached = "a lighthouse that was drawn before";

    private static readonly TimeSpan Service = TimeSpan.FromSeconds(2);

    /// <param name="pictures">How many of each kind; a fifth of it where one waits for the other, and for the slow provider.</param>
    public static async Task<int> RunAsync(int pictures)
    {
        foreach (var state in new[] { StateProvider.Sqlite, StateProvider.Redis })
        {
            await using var bot = await BotUnderLoad.StartAsync(state, Concurrency);
            var sender = new CommandSender(bot.Discord, Guilds);
            await MeasureAsync(bot, sender, "", 16, Math.Max(pictures / 5, 200), null);
            // In every guild, as caches are no common property.
            await MeasureAsync(bot, sender, "", 1, Guilds, Cached);

            var few = Math.Max(pictures / 5, 1);
            List<Pass> passes =
            [
                await MeasureAsync(bot, sender, "drawn, 1 at a time", 1, few, null),
                await MeasureAsync(bot, sender, "drawn, 16 at a time", 16, pictures, null),
                await MeasureAsync(bot, sender, "cached, 1 at a time", 1, few, Cached),
                await MeasureAsync(bot, sender, "cached, 16 at a time", 16, pictures, Cached),
            ];
            bot.Provider.ServiceTime = Service;
            var slow = await MeasureAsync(bot, sender, "", 16, Math.Max(pictures / 10, 16), null);

            Console.WriteLine($"{(state == StateProvider.Sqlite ? "SQLite, one process" : "Redis, web and worker")}; {Environment.ProcessorCount} cores for everything");
            Columns.Print(passes.Select(pass => pass.Subject),
            [
                ("command to picture, p50, ms", passes.Select(pass => $"{pass.Time.P50:N1}")),
                ("command to picture, p99, ms", passes.Select(pass => $"{pass.Time.P99:N1}")),
                ("pictures/s", passes.Select(pass => $"{pass.PicturesPerSecond:N0}")),
                ("CPU ms a picture, bot and Redis", passes.Select(pass => $"{pass.ProcessorMs:N2}")),
            ]);
            var own = slow.Time.P50 - Service.TotalMilliseconds;
            Console.WriteLine($"with a provider that takes {Service.TotalSeconds} s, 16 at a time: {slow.Time.P50:N0} ms, of which the pipeline's own p50 {own:N1} ms ({own / slow.Time.P50:P1}), p99 {slow.Time.P99 - Service.TotalMilliseconds:N1} ms");
            Console.WriteLine();
            if (bot.Discord.Violations is { Count: > 0 } violations)
            {
                Console.WriteLine($"FAULT Discord minds {violations[0]}");
                return 1;
            }
        }

        return 0;
    }

    private static async Task<Pass> MeasureAsync(BotUnderLoad bot, CommandSender sender, string subject, int people, int pictures, string? prompt)
    {
        var signed = Enumerable.Range(0, pictures).Select(at => sender.Sign(at % Guilds, prompt)).ToList();
        var (busy, clock) = (bot.BotTime, Stopwatch.StartNew());
        var times = await sender.SendInTurnAsync(people, signed);
        return new Pass(subject, Latency.Of(times), pictures / clock.Elapsed.TotalSeconds, (bot.BotTime - busy).TotalMilliseconds / pictures);
    }

    /// <param name="ProcessorMs">A picture, of the bot's processes and Redis.</param>
    private sealed record Pass(string Subject, Latency Time, double PicturesPerSecond, double ProcessorMs);
}
