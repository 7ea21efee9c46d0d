namespace ImageGen.Benchmarks;

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Commands acknowledged a second.</param>
/// <param name="P50">Milliseconds within which half of them were.</param>
/// <param name="P99">Milliseconds within which 99 of 100 were.</param>
/// <param name="P999">Milliseconds within which 999 of 1,000 were.</param>
/// <param name="CpuMs">CPU time of the acknowledging process, milliseconds a command.</param>
/// <param name="RedisMs">CPU time of redis-server, milliseconds a command.</param>
/// <param name="LoadMs">CPU time of the load generator, milliseconds a command.</param>
internal sealed record Acknowledgements(double PerSecond, double P50, double P99, double P999, double CpuMs, double RedisMs, double LoadMs)
{
    /// <summary>Commands that a second of the acknowledging process' CPU time is enough for.</summary>
    public double PerCpuSecond => 1000 / CpuMs;

    /// <summary>The same with redis-server's CPU time.</summary>
    public double PerCpuSecondOfBoth => 1000 / (CpuMs + RedisMs);

    public static Acknowledgements Median(IReadOnlyList<Acknowledgements> runs)
    {
        return new Acknowledgements(
            Of(run => run.PerSecond), Of(run => run.P50), Of(run => run.P99), Of(run => run.P999), Of(run => run.CpuMs), Of(run => run.RedisMs), Of(run => run.LoadMs));

        double Of(Func<Acknowledgements, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
    }

    public override string ToString() => $"{PerSecond,7:N0}/s  p50 {P50,6:N2} ms  p99 {P99,7:N2} ms  p99.9 {P999,7:N2} ms  CPU {CpuMs:N3} + Redis {RedisMs:N3} ms (load {LoadMs:N3})";
}

/// <summary>The bot's figures above its peer's, their ratios, and whether they reach what is asked.</summary>
internal static class AcknowledgementTable
{
    private const double Throughput = 3;
    private const double Tail = 0.5;

    public static void Print(ICommandSource commands, IReadOnlyList<(string Load, Acknowledgements Bot, Acknowledgements Peer)> results)
    {
        (string Name, string Format, Func<Acknowledgements, double> Of)[] columns =
        [
            ("acks/s", "N0", run => run.PerSecond),
            ("p50 ms", "N2", run => run.P50),
            ("p99 ms", "N2", run => run.P99),
            ("p99.9 ms", "N2", run => run.P999),
            ("CPU ms", "N3", run => run.CpuMs),
            ("Redis CPU ms", "N3", run => run.RedisMs),
            ("acks/CPU s", "N0", run => run.PerCpuSecond),
            ("with Redis", "N0", run => run.PerCpuSecondOfBoth),
        ];
        Console.WriteLine($"{commands.Name,-34}{string.Concat(columns.Select(column => $"{column.Name,13}"))}");
        foreach (var (load, bot, peer) in results)
        {
            Row(load, "ImageGen.Bot", column => column.Of(bot).ToString(column.Format, null));
            Row("", commands.PeerName, column => column.Of(peer).ToString(column.Format, null));
            Row("", "ratio", column => $"{column.Of(bot) / column.Of(peer):N2}x");
        }

        foreach (var (load, bot, peer) in results)
        {
            var (throughput, tail) = (bot.PerCpuSecond / peer.PerCpuSecond, bot.P99 / peer.P99);
            Console.WriteLine($"{load,-15} acks a CPU-second {throughput:N2}x of {Throughput}x: {Verdict(throughput >= Throughput)}; p99 {tail:N2}x of {Tail}x: {Verdict(tail <= Tail)}");
        }

        void Row(string load, string name, Func<(string Name, string Format, Func<Acknowledgements, double> Of), string> cell) =>
            Console.WriteLine($"{load,-18}{name,-16}{string.Concat(columns.Select(column => $"{cell(column),13}"))}");
    }

    private static string Verdict(bool isReached) => isReached ? "reached" : "missed";
}
