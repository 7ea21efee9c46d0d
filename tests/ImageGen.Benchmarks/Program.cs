using System.Globalization;
using ImageGen.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// Each command does one thing, prints it, and exits with 1 where what must hold did not.
Command[] benchmarks =
[
    new("queue", "[--jobs 20000] [--runs 5]", "the ledgers beside BullMQ", async options =>
        await QueueBenchmark.RunAsync(Options.Read(options, "--jobs", 20_000), Options.Read(options, "--runs", 5))),
    new("ack", "[--runs 5] [--seconds 3]", "signed commands of Discord and Slack beside express and Bolt", async options =>
        await AcknowledgementBenchmark.RunAsync(Options.Read(options, "--runs", 5), Options.Read(options, "--seconds", 3))),
    new("burst", "[--commands 10000] [--service-ms 2000] [--at-once 256]", "10,000 commands in 10 s from 200 guilds, nine in ten from one", async options =>
        await BurstBenchmark.RunAsync(Options.Read(options, "--commands", 10_000), Options.Read(options, "--service-ms", 2_000), Options.Read(options, "--at-once", 256))),
    new("e2e", "[--pictures 2000]", "from a command to its picture", async options =>
        await EndToEndBenchmark.RunAsync(Options.Read(options, "--pictures", 2_000))),
    new("memory", "[--jobs 32] [--megabytes 8] [--soak-jobs 20000]", "the bot's memory: idle, with large pictures, after many jobs", async options =>
        await MemoryBenchmark.RunAsync(Options.Read(options, "--jobs", 32), Options.Read(options, "--megabytes", 8), Options.Read(options, "--soak-jobs", 20_000))),
    new("start", "[--runs 5]", "from a process's start to its first answer", async options =>
        await StartBenchmark.RunAsync(Options.Read(options, "--runs", 5))),
    new("growth", "[--most 100000] [--out FILE]", "what a job costs as the ledger fills", async options =>
        await GrowthBenchmark.RunAsync(Options.Read(options, "--most", 100_000), Options.Read(options, "--out", Path.Combine(Path.GetTempPath(), "growth.png")))),
];
Command[] proofs =
[
    new("fuzz", "[--requests 200000] [--seed 1] [--sqlite] [--replay FILE]", "mutated requests at every endpoint of the real process", FuzzBenchmark.RunAsync),
    new("soak", "[--jobs 5000] [--kills 200] [--seed N]", "what holds while processes are killed at random", SoakBenchmark.RunAsync),
];

if (args is ["all"])
{
    var failed = 0;
    foreach (var command in benchmarks)
    {
        Console.WriteLine($"== {command.Name}: {command.Measures}");
        failed |= await command.RunAsync([]);
        Console.WriteLine();
    }

    return failed;
}

if (args is [var name, .. var options] && Array.Find([.. benchmarks, .. proofs], command => command.Name == name) is { } chosen)
    return await chosen.RunAsync(options);

await Console.Error.WriteLineAsync("usage: all                                                    the benchmarks, as they are by default");
foreach (var command in (Command[])[.. benchmarks, .. proofs])
    await Console.Error.WriteLineAsync($"       {command.Name + " " + command.Usage,-62} {command.Measures}");
return 2;
