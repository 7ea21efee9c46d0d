using System.Globalization;
using ImageGen.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// Each command measures one thing and prints one table.
switch (args)
{
    case ["queue", .. var options]:
        await QueueBenchmark.RunAsync(Options.Read(options, "--jobs", 20_000), Options.Read(options, "--runs", 3));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: queue [--jobs 20000] [--runs 3]   the ledgers beside BullMQ");
        return 2;
}
