using System.Globalization;

namespace ImageGen.Benchmarks;

/// <summary>A process's resident memory in megabytes, as the kernel counts it.</summary>
internal static class Resident
{
    public static double Now(int process) => Read(process, "VmRSS:");

    /// <summary>The most there ever was.</summary>
    public static double Peak(int process) => Read(process, "VmHWM:");

    private static double Read(int process, string what)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(what, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
