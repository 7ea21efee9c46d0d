namespace ImageGen.Benchmarks;

/// <summary>A table of what was measured: a row a figure, a column a subject.</summary>
internal static class Columns
{
    public static void Print(IEnumerable<string> subjects, IEnumerable<(string Row, IEnumerable<string> Cells)> rows)
    {
        Line("", subjects);
        foreach (var (row, cells) in rows)
            Line(row, cells);
    }

    private static void Line(string row, IEnumerable<string> cells) => Console.WriteLine($"{row,-58}{string.Concat(cells.Select(cell => $"{cell,24}"))}");
}
