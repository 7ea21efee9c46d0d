using System.Diagnostics;

namespace ImageGen.Benchmarks;

/// <summary>
/// What a job costs (admit, lease, settle), and what looking costs, as the ledgers hold ever more finished and ever more
/// waiting jobs. Draws it, and fails where a cost grows faster than the logarithm of what is held.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Smallest = 1_000;
    private const int Samples = 5;

    /// <summary>From here on, samples of one ledger leave it as large as it was. Below, each is of a ledger of its own.</summary>
    private const int Large = 100 * GrowingLedger.Sample;

    private const string Finished = "finished";
    private const string Waiting = "waiting";

    private static readonly (string Name, Func<bool, Func<GrowingLedger, Task>, Task> OpenAsync)[] Ledgers =
    [
        ("SQLite", GrowingLedger.OnSqliteAsync),
        ("Redis", GrowingLedger.OnRedisAsync),
    ];

    public static async Task<int> RunAsync(int most, string path)
    {
        if (most < 10 * Smallest)
            throw new ArgumentOutOfRangeException(nameof(most), most, $"--most is at least {10 * Smallest}.");
        var sizes = new List<int>();
        for (long size = Smallest; size <= most; size *= 10)
            sizes.Add((int)size);

        var growths = new List<Growth>();
        foreach (var state in (string[])[Finished, Waiting])
        {
            foreach (var (name, openAsync) in Ledgers)
                growths.Add(await GrowAsync(name, state, use => openAsync(state == Waiting, use), sizes));
        }

        GrowthTable.Print(growths, sizes);
        await File.WriteAllBytesAsync(path, GrowthChart.Draw(
            sizes, [.. growths.GroupBy(growth => growth.State).Select(state => new GrowthPanel(state.Key, [.. state.Select(growth => (growth.Ledger, growth.Rows[0].Costs))]))]));
        Console.WriteLine($"drawn: {path}");
        return growths.TrueForAll(growth => growth.Rows.All(row => row.IsLogarithmic(sizes))) ? 0 : 1;
    }

    private static async Task<Growth> GrowAsync(string name, string state, Func<Func<GrowingLedger, Task>, Task> openAsync, List<int> sizes)
    {
        // Code runs slower before it is compiled for good.
        await openAsync(async ledger =>
        {
            await ledger.FillAsync(Smallest);
            await ledger.MeasureAsync();
            await ledger.MeasureCallsAsync();
        });

        var jobs = sizes.ToDictionary(size => size, _ => new List<Measurement>());
        var calls = sizes.ToDictionary(size => size, _ => new List<IReadOnlyList<(string What, double Cost)>>());
        for (var run = 1; run <= Samples; run++)
        {
            await openAsync(async ledger =>
            {
                foreach (var size in sizes.Where(size => size < Large || run == Samples))
                {
                    var filling = Stopwatch.GetTimestamp();
                    await ledger.FillAsync(size);
                    var filled = Stopwatch.GetElapsedTime(filling);
                    while (jobs[size].Count < (size < Large ? run : Samples))
                    {
                        jobs[size].Add(await ledger.MeasureAsync());
                        calls[size].Add(await ledger.MeasureCallsAsync());
                    }

                    if (run == Samples)
                        Console.WriteLine($"{name}, {size,9:N0} {state}: {Measurement.Median(jobs[size])} (filled in {filled.TotalSeconds:N0} s)");
                }
            });
        }

        return new Growth(name, state, GrowthRow.Of([.. jobs.Values.Select(Measurement.Median)], [.. calls.Values]));
    }
}
