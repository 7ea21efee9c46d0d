namespace ImageGen.Benchmarks;

internal static class GrowthTable
{
    /// <summary>Less than this is as good as nothing on a machine that does other things as well.</summary>
    private const double Flat = 1.25;

    public static void Print(IReadOnlyList<Growth> growths, IReadOnlyList<int> sizes)
    {
        var most = GrowthRow.Most(sizes);
        Console.WriteLine();
        Console.WriteLine($"microseconds, medians; {Environment.ProcessorCount} cores. Logarithmic: from {sizes[0]:N0} to {sizes[^1]:N0} at most {most:N2} times");
        foreach (var (ledger, state, rows) in growths)
        {
            Console.WriteLine();
            Console.WriteLine($"{$"{ledger}, {state} jobs held",-30}{string.Concat(sizes.Select(size => $"{size,11:N0}"))}     grows");
            foreach (var row in rows)
            {
                var verdict = row.Ratio <= Flat ? "flat" : row.IsLogarithmic(sizes) ? "within logarithmic" : "WORSE THAN LOGARITHMIC";
                Console.WriteLine($"{row.What,-30}{string.Concat(row.Costs.Select(cost => $"{cost,11:N0}"))} {row.Ratio,8:N2}x {verdict}");
            }
        }

        Console.WriteLine();
    }
}
