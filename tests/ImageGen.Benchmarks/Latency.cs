namespace ImageGen.Benchmarks;

/// <summary>How long something took, in milliseconds.</summary>
internal sealed record Latency(double P50, double P99, double P999, double Max)
{
    public static Latency Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return sorted.Length == 0 ? new Latency(0, 0, 0, 0) : new Latency(At(0.5), At(0.99), At(0.999), sorted[^1]);

        // The least that so many were no longer than.
        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
