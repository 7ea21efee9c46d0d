using System.Diagnostics;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Benchmarks;

/// <summary>
/// 10,000 signed commands in ten seconds from 200 guilds, of which one sends nine in ten. They are sent on schedule,
/// however the bot fares, and every time counts from the moment a command was due.
/// </summary>
internal static class BurstBenchmark
{
    private const int Guilds = 200;
    /// <summary>Commands that are drawn at once before, so that the program is compiled.</summary>
    private const int WarmUp = 2_000;
    private const int WarmUpAtOnce = 32;

    private const double AcknowledgedWithinMs = 250;

    /// <summary>One command in so many is not of the guild that floods.</summary>
    private const int OneInSo = 10;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="commands">How many.</param>
    /// <param name="serviceMs">How long the provider takes for each picture.</param>
    /// <param name="atOnce">How many it draws at once.</param>
    public static async Task<int> RunAsync(int commands, int serviceMs, int atOnce)
    {
        var service = TimeSpan.FromMilliseconds(serviceMs);
        var results = new List<BurstResult>();
        foreach (var state in new[] { StateProvider.Redis, StateProvider.Sqlite })
            results.Add(await MeasureAsync(state, commands, service, atOnce));

        Console.WriteLine();
        Console.WriteLine($"{commands:N0} commands in {Duration.TotalSeconds} s from {Guilds} guilds, {OneInSo - 1} of {OneInSo} from one; {atOnce} pictures at once, {serviceMs} ms each; {Environment.ProcessorCount} cores for everything");
        Columns.Print(results.Select(result => result.Subject), BurstResult.Rows(2 * serviceMs, AcknowledgedWithinMs).Select(row => (row.Name, results.Select(row.Of))));
        foreach (var fault in results.SelectMany(result => result.Faults))
            Console.WriteLine($"FAULT {fault}");
        return results.Exists(result => result.Faults.Count > 0) ? 1 : 0;
    }

    private static async Task<BurstResult> MeasureAsync(StateProvider state, int commands, TimeSpan service, int atOnce)
    {
        await using var bot = await BotUnderLoad.StartAsync(state, atOnce);
        var sender = new CommandSender(bot.Discord, Guilds);
        await sender.SendInTurnAsync(WarmUpAtOnce, [.. Enumerable.Range(0, WarmUp).Select(at => sender.Sign(at % Guilds))]);
        bot.Provider.ServiceTime = service;
        var (drawnBefore, busyBefore) = (bot.Provider.Drawn, bot.ProcessorTimes);

        // The first guild floods; the others send what they have in turn, so that their first commands come all through it.
        var others = commands / OneInSo;
        var signed = sender.Sign(Enumerable.Range(0, commands).Select(at => at % OneInSo == 0 ? 1 + (int)((long)(at / OneInSo) * (Guilds - 1) / others) : 0));
        Console.WriteLine($"{state}: {commands:N0} commands are signed.");
        var clock = Stopwatch.StartNew();
        var sent = await sender.SendEvenlyAsync(signed, Duration);
        var waiting = sent.Count(command => !command.IsPictured);
        IReadOnlyList<(string, TimeSpan)> sending = [.. bot.ProcessorTimes.Zip(busyBefore, (after, before) => (after.Name, after.Time - before.Time))];
        Console.WriteLine($"{state}: sent; {waiting:N0} wait for their pictures.");
        await Task.WhenAll(sent.Where(command => command.IsAccepted).Select(command => command.Interaction.Message.Pictured))
            .WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var drained = clock.Elapsed;
        // What comes twice comes late.
        await Task.Delay(TimeSpan.FromSeconds(1));
        return new BurstResult(state == StateProvider.Redis ? "Redis, web and worker" : "SQLite, one process", sent)
        {
            Drained = drained,
            WaitingWhenSent = waiting,
            ProcessorTimes = [.. bot.ProcessorTimes.Zip(busyBefore, (after, before) => (after.Name, after.Time - before.Time))],
            SendingTimes = sending,
            Drawn = bot.Provider.Drawn - drawnBefore,
            Violations = bot.Discord.Violations,
            Messages = sender.Messages - WarmUp,
        };
    }
}
