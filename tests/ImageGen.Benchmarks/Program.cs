using System.Globalization;
using ImageGen.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// Each command measures one thing and prints one table.
switch (args)
{
    case ["queue", .. var options]:
        await QueueBenchmark.RunAsync(Options.Read(options, "--jobs", 20_000), Options.Read(options, "--runs", 3));
        return 0;
    case ["memory", .. var options]:
        return await MemoryBenchmark.RunAsync(Options.Read(options, "--jobs", 32), Options.Read(options, "--megabytes", 8));
    default:
        await Console.Error.WriteLineAsync("usage: queue [--jobs 20000] [--runs 3]     the ledgers beside BullMQ");
        await Console.Error.WriteLineAsync("       memory [--jobs 32] [--megabytes 8]  the bot while it draws many large pictures at once");
        return 2;
}
