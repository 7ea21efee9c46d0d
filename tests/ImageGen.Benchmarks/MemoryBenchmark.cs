using System.Diagnostics;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Benchmarks;

/// <summary>
/// The resident memory of the real bot: idle; while a provider sends it many large pictures at once, each of which passes
/// through to the disk, so that it must not grow by their size; and as jobs go through it, of which it must keep nothing.
/// </summary>
internal static class MemoryBenchmark
{
    /// <summary>What 32 jobs with 8 MB each may take above idle.</summary>
    private const double MostAbove = 250;

    /// <summary>What the later nine tenths of a soak's jobs may add, megabytes: garbage that is not collected yet.</summary>
    private const double MostGrowth = 40;

    private const int Guilds = 50;
    private const int AtOnce = 32;
    private const int Batch = 1_000;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int jobs, int megabytes, int soakJobs) =>
        await LargePicturesAsync(jobs, megabytes) | await SoakAsync(StateProvider.Sqlite, soakJobs) | await SoakAsync(StateProvider.Redis, soakJobs);

    private static async Task<int> LargePicturesAsync(int jobs, int megabytes)
    {
        await using var provider = new LargePictures(jobs, megabytes);
        await provider.StartAsync();
        using var folder = new TempFolder();
        await using var bot = await BotProcess.ServeAsync(folder, BotUnderLoad.ProviderSettings(provider.Address, jobs));
        await Task.Delay(Settling);
        var idle = Resident.Now(bot.Id);

        var clock = Stopwatch.StartNew();
        var orders = await Task.WhenAll(Enumerable.Range(0, jobs).Select(job => bot.SubmitAsync(new { prompt = $"a large picture, number {job}" })));
        foreach (var order in orders)
        {
            if (await bot.FinishAsync(order.Text("id")!) is var job && job.Text("state") != "completed")
                throw new InvalidOperationException($"A job failed: {job}");
        }

        var above = Resident.Peak(bot.Id) - idle;
        Console.WriteLine($"{jobs} jobs at once, {megabytes} MB each, in {clock.Elapsed.TotalSeconds:N1} s; {Environment.ProcessorCount} cores");
        Console.WriteLine($"idle        {idle,8:N0} MB");
        Console.WriteLine($"peak        {idle + above,8:N0} MB");
        Console.WriteLine($"difference  {above,8:N0} MB (at most {MostAbove:N0})");
        Console.WriteLine();
        return above <= MostAbove ? 0 : 1;
    }

    /// <summary>Commands from chat, each drawn at once and told, one batch after the other.</summary>
    private static async Task<int> SoakAsync(StateProvider state, int jobs)
    {
        await using var bot = await BotUnderLoad.StartAsync(state, AtOnce);
        var sender = new CommandSender(bot.Discord, Guilds);
        await Task.Delay(Settling);
        var idle = Sizes(bot);
        Console.WriteLine($"{state}: {jobs:N0} jobs from chat, {AtOnce} at once");
        Console.WriteLine($"{"jobs",10}{string.Concat(bot.Processes.Select(process => $"{process.Name + ", MB",14}"))}{"jobs/s",10}");
        Print(0, idle, 0);

        var marks = new[] { jobs / 10, jobs / 2, jobs };
        var sizes = new List<double[]>();
        var (done, clock) = (0, Stopwatch.StartNew());
        foreach (var mark in marks)
        {
            while (done < mark)
            {
                var batch = Math.Min(Batch, mark - done);
                await sender.SendInTurnAsync(AtOnce, [.. Enumerable.Range(0, batch).Select(at => sender.Sign(at % Guilds))]);
                done += batch;
                bot.Discord.Forget();
            }

            var rate = done / clock.Elapsed.TotalSeconds;
            clock.Stop();
            await Task.Delay(Settling);
            sizes.Add(Sizes(bot));
            Print(done, sizes[^1], rate);
            clock.Start();
        }

        // Redis holds the jobs, as it is to.
        var growth = sizes[^1].Zip(sizes[0], (last, first) => last - first).Take(bot.Bots.Count).Max();
        Console.WriteLine($"grown by {growth:N0} MB from {marks[0]:N0} to {jobs:N0} jobs (at most {MostGrowth:N0})");
        Console.WriteLine();
        return growth <= MostGrowth ? 0 : 1;

        static void Print(int done, double[] sizes, double rate) => Console.WriteLine($"{done,10:N0}{string.Concat(sizes.Select(size => $"{size,14:N1}"))}{rate,10:N0}");
    }

    private static double[] Sizes(BotUnderLoad bot) => [.. bot.Processes.Select(process => Resident.Now(process.Id))];
}
