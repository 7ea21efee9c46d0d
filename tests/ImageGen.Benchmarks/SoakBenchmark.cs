using System.Security.Cryptography;
using ImageGen.Bot.Tests.Faults;

namespace ImageGen.Benchmarks;

/// <summary>A long run of jobs through the real processes while these are killed at random: on Redis with both ways to sync, and on SQLite.</summary>
internal static class SoakBenchmark
{
    /// <summary>What each is called on the command line, and the share it has of commands and kills, in tenths.</summary>
    private static readonly (string Name, SoakLedger Ledger, int Tenths)[] Shares = [("always", SoakLedger.RedisAlways, 4), ("everysec", SoakLedger.RedisEverySecond, 4), ("sqlite", SoakLedger.Sqlite, 2)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (jobs, kills) = (Options.Read(arguments, "--jobs", 5000), Options.Read(arguments, "--kills", 200));
        var (seed, lease) = (Options.Read(arguments, "--seed", RandomNumberGenerator.GetInt32(1_000_000)), Options.Read(arguments, "--lease", 2));
        var failed = 0;
        foreach (var (_, ledger, tenths) in Array.FindAll(Shares, share => !Array.Exists(Shares, other => arguments.Contains(other.Name)) || arguments.Contains(share.Name)))
        {
            var options = new SoakOptions(ledger, jobs * tenths / 10, kills * tenths / 10, seed) { Lease = TimeSpan.FromSeconds(lease) };
            var report = await SoakRun.RunAsync(options);
            Console.WriteLine(report);
            failed |= report.Holds ? 0 : 1;
        }

        return failed;
    }
}
