namespace ImageGen.Benchmarks;

/// <summary>What one run cost.</summary>
/// <param name="AddsPerSecond">Jobs admitted a second.</param>
/// <param name="JobsPerSecond">Jobs leased and settled a second.</param>
/// <param name="Server">What redis-server did for it; null where there is none.</param>
/// <param name="ClientCpuMs">CPU time of the client's process, milliseconds a job.</param>
internal sealed record Measurement(double AddsPerSecond, double JobsPerSecond, ServerUse? Server, double ClientCpuMs)
{
    public static Measurement Median(IReadOnlyList<Measurement> runs) => new(
        Median(runs, run => run.AddsPerSecond),
        Median(runs, run => run.JobsPerSecond),
        runs[0].Server is null ? null : new ServerUse(
            Median(runs, run => run.Server!.RoundTrips),
            Median(runs, run => run.Server!.Commands),
            Median(runs, run => run.Server!.NetworkBytes),
            Median(runs, run => run.Server!.MemoryBytes),
            Median(runs, run => run.Server!.CpuMs)),
        Median(runs, run => run.ClientCpuMs));

    public override string ToString() => $"{AddsPerSecond,8:N0} adds/s {JobsPerSecond,8:N0} jobs/s";

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Median(IReadOnlyList<Measurement> runs, Func<Measurement, double> of) => Median(runs.Select(of));
}

/// <summary>What redis-server did, a job.</summary>
/// <param name="RoundTrips">Scripts called by clients, and blocking reads.</param>
/// <param name="Commands">Commands executed, those within scripts included.</param>
/// <param name="NetworkBytes">In and out.</param>
/// <param name="MemoryBytes">Kept when all jobs have ended.</param>
/// <param name="CpuMs">CPU time, milliseconds.</param>
internal sealed record ServerUse(double RoundTrips, double Commands, double NetworkBytes, double MemoryBytes, double CpuMs);
