namespace ImageGen.Benchmarks;

internal static class Table
{
    /// <summary>Prints a column a subject, and each one's ratio to the last.</summary>
    public static void Print(IReadOnlyList<(string Name, Measurement Result)> subjects)
    {
        (string Name, string Format, Func<Measurement, double?> Of)[] rows =
        [
            ("adds/s", "N0", run => run.AddsPerSecond),
            ("jobs/s, drained", "N0", run => run.JobsPerSecond),
            ("round trips a job", "N2", run => run.Server?.RoundTrips),
            ("Redis commands a job", "N1", run => run.Server?.Commands),
            ("network bytes a job", "N0", run => run.Server?.NetworkBytes),
            ("memory bytes a job", "N0", run => run.Server?.MemoryBytes),
            ("CPU ms a job, client", "N4", run => run.ClientCpuMs),
            ("CPU ms a job, server", "N4", run => run.Server?.CpuMs),
            ("CPU ms a job, both", "N4", run => run.ClientCpuMs + (run.Server?.CpuMs ?? 0)),
        ];

        Console.WriteLine($"{"",-22}{string.Concat(subjects.Select(subject => $"{subject.Name,24}"))}");
        foreach (var (name, format, of) in rows)
        {
            var peer = of(subjects[^1].Result);
            var cells = subjects.Select((subject, index) => of(subject.Result) is { } value
                ? value.ToString(format, null) + (index < subjects.Count - 1 ? $" ({value / peer:N2}x)" : "")
                : "-");
            Console.WriteLine($"{name,-22}{string.Concat(cells.Select(cell => $"{cell,24}"))}");
        }
    }
}
