using System.Globalization;
using ImageGen.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// Each command measures one thing, prints it, and exits with 1 where what must hold did not.
Command[] commands =
[
    new("queue", "[--jobs 20000] [--runs 5]", "the ledgers beside BullMQ", async options =>
        await QueueBenchmark.RunAsync(Options.Read(options, "--jobs", 20_000), Options.Read(options, "--runs", 5))),
    new("memory", "[--jobs 32] [--megabytes 8]", "the bot while it draws many large pictures at once", async options =>
        await MemoryBenchmark.RunAsync(Options.Read(options, "--jobs", 32), Options.Read(options, "--megabytes", 8))),
    new("soak", "[--jobs 5000] [--kills 200] [--seed N]", "what holds while processes are killed at random", SoakBenchmark.RunAsync),
];

if (args is ["all"])
{
    var failed = 0;
    foreach (var command in commands)
    {
        Console.WriteLine($"== {command.Name}: {command.Measures}");
        failed |= await command.RunAsync([]);
        Console.WriteLine();
    }

    return failed;
}

if (args is [var name, .. var options] && Array.Find(commands, command => command.Name == name) is { } chosen)
    return await chosen.RunAsync(options);

await Console.Error.WriteLineAsync("usage: all                                    every one below, as it is by default");
foreach (var command in commands)
    await Console.Error.WriteLineAsync($"       {command.Name + " " + command.Usage,-38} {command.Measures}");
return 2;
