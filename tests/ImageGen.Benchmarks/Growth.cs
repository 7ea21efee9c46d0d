namespace ImageGen.Benchmarks;

/// <summary>How the costs of one ledger grow with the jobs it holds.</summary>
/// <param name="State">Of the jobs it holds.</param>
/// <param name="Rows">The first is that of a whole job.</param>
internal sealed record Growth(string Ledger, string State, IReadOnlyList<GrowthRow> Rows);

/// <summary>What one thing costs at each size.</summary>
/// <param name="Costs">Microseconds, the smallest size first.</param>
internal sealed record GrowthRow(string What, IReadOnlyList<double> Costs)
{
    /// <summary>What the logarithm itself grows by: from a thousand to a million, twofold.</summary>
    public static double Most(IReadOnlyList<int> sizes) => Math.Log(sizes[^1]) / Math.Log(sizes[0]);

    /// <summary>The cost at the largest size by that at the smallest.</summary>
    public double Ratio => Costs[^1] / Costs[0];

    public bool IsLogarithmic(IReadOnlyList<int> sizes) => Ratio <= Most(sizes);

    /// <param name="jobs">Of each size.</param>
    /// <param name="calls">Of each size, some rounds of the same calls.</param>
    public static IReadOnlyList<GrowthRow> Of(IReadOnlyList<Measurement> jobs, IReadOnlyList<List<IReadOnlyList<(string What, double Cost)>>> calls)
    {
        return
        [
            Row("a job", static job => 1e6 / job.AddsPerSecond + 1e6 / job.JobsPerSecond),
            Row("  admit", static job => 1e6 / job.AddsPerSecond),
            Row("  lease and settle", static job => 1e6 / job.JobsPerSecond),
            Row("  CPU, this process", static job => 1e3 * job.ClientCpuMs),
            .. jobs[0].Server is null ? Array.Empty<GrowthRow>() : [Row("  CPU, redis-server", static job => 1e3 * job.Server!.CpuMs)],
            .. calls[0][0].Select((call, at) => new GrowthRow(call.What, [.. calls.Select(rounds => Measurement.Median([.. rounds.Select(round => round[at].Cost)]))])),
        ];

        GrowthRow Row(string what, Func<Measurement, double> of) => new(what, [.. jobs.Select(of)]);
    }
}
