using ImageGen.Bot.Providers.Painter;
using ImageGen.Bot.Reports;

namespace ImageGen.Benchmarks;

/// <summary>A half of the picture.</summary>
/// <param name="State">Of the jobs held.</param>
/// <param name="Lines">Each ledger's microseconds a job, the smallest size first.</param>
internal sealed record GrowthPanel(string State, IReadOnlyList<(string Ledger, IReadOnlyList<double> Costs)> Lines);

/// <summary>Draws costs over the logarithm of the size, with the pen and the font of the usage chart.</summary>
internal static class GrowthChart
{
    private const int Width = 1200;
    private const int Height = 560;
    private const float Margin = 48f;
    private const float Right = 1152f;
    private const float Top = 176f;
    private const float Bottom = 444f;
    private const float PanelSpace = 56f;
    private const float AxisSpace = 60f;
    private const float EndSpace = 56f;
    private const float LineWidth = 3f;
    private const float DotRadius = 6f;
    private const int GridLines = 5;

    /// <summary>How close two labels of one size may come.</summary>
    private const float LabelSpace = 44f;

    private static readonly double[] NiceFactors = [1, 2, 2.5, 5, 10];

    /// <summary>The file.</summary>
    /// <param name="sizes">Jobs held, the smallest first.</param>
    /// <param name="panels">Side by side, on one scale.</param>
    public static byte[] Draw(IReadOnlyList<int> sizes, IReadOnlyList<GrowthPanel> panels) => ChartPng.Encode(Width, Height, ChartColors.Paper, pen =>
    {
        Write(pen, Margin, 58, "What a job costs as the ledger grows", 30, ChartColors.Ink, isBold: true);
        Write(pen, Margin, 90, "Microseconds to admit, lease and settle one, by how many jobs the ledger holds already", 19, ChartColors.Muted);
        var most = panels.Max(panel => panel.Lines.Max(line => line.Costs.Max()));
        var step = NiceStep(most / GridLines);
        var scale = new Scale(step, Math.Ceiling(most * 1.08 / step) * step);
        var width = (Right - Margin - PanelSpace * (panels.Count - 1)) / panels.Count;
        for (var at = 0; at < panels.Count; at++)
            DrawPanel(pen, panels[at], sizes, scale, Margin + at * (width + PanelSpace), width);
        Legend(pen, [.. panels[0].Lines.Select(line => line.Ledger)]);
    });

    private static void DrawPanel(Pen pen, GrowthPanel panel, IReadOnlyList<int> sizes, Scale scale, float left, float width)
    {
        Write(pen, left, Top - 36, $"{char.ToUpperInvariant(panel.State[0])}{panel.State[1..]} jobs", 19, ChartColors.Ink, isBold: true);
        var (plot, right) = (left + AxisSpace, left + width);
        for (var value = 0d; value <= scale.Top; value += scale.Step)
        {
            Box(pen, ChartColors.Grid, plot, scale.At(value), right - plot, 1);
            Write(pen, plot - 12, scale.At(value) + 6, value.ToString("N0", null), 17, ChartColors.Muted, LabelAnchor.End);
        }

        Box(pen, ChartColors.Baseline, plot, Bottom, right - plot, 1.5f);
        var columns = sizes.Select(Column).ToList();
        for (var at = 0; at < sizes.Count; at++)
            Write(pen, columns[at], Bottom + 30, sizes[at].ToString("N0", null), 17, ChartColors.Muted, LabelAnchor.Middle);

        for (var line = 0; line < panel.Lines.Count; line++)
            DrawLine(pen, columns, panel.Lines[line].Costs, scale, ChartColors.Series[line]);
        for (var at = 0; at < sizes.Count; at++)
            Values(pen, columns[at], [.. panel.Lines.Select(line => line.Costs[at])], scale);

        float Column(int size) =>
            plot + EndSpace + (float)(Math.Log((double)size / sizes[0]) / Math.Log((double)sizes[^1] / sizes[0])) * (right - plot - 2 * EndSpace);
    }

    private static void DrawLine(Pen pen, List<float> columns, IReadOnlyList<double> costs, Scale scale, uint color)
    {
        var rows = costs.Select(scale.At).ToList();
        for (var at = 1; at < rows.Count; at++)
            pen.Stroke(ChartPng.Ink(color), LineWidth, LineWidth, columns[at - 1], rows[at - 1], columns[at], rows[at]);
        for (var at = 0; at < rows.Count; at++)
        {
            pen.Ellipse(ChartPng.Ink(ChartColors.Paper), columns[at], rows[at], DotRadius + 2, DotRadius + 2);
            pen.Ellipse(ChartPng.Ink(color), columns[at], rows[at], DotRadius, DotRadius);
        }
    }

    /// <summary>Each value above its dot; the lower of two that are close, below.</summary>
    private static void Values(Pen pen, float column, IReadOnlyList<double> costs, Scale scale)
    {
        for (var line = 0; line < costs.Count; line++)
        {
            var y = scale.At(costs[line]);
            var isBelow = costs.Any(other => other > costs[line] && y - scale.At(other) < LabelSpace);
            Write(pen, column, isBelow ? y + 28 : y - 15, costs[line].ToString("N0", null), 17, ChartColors.Series[line], LabelAnchor.Middle, isBold: true);
        }
    }

    private static void Legend(Pen pen, IReadOnlyList<string> names)
    {
        var x = Margin + AxisSpace;
        for (var at = 0; at < names.Count; at++)
        {
            Box(pen, ChartColors.Series[at], x, 512, 16, 16);
            Write(pen, x + 24, 526, names[at], 18, ChartColors.Ink);
            x += StrokeFont.Measure(names[at], 18) + 50;
        }
    }

    private static double NiceStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return NiceFactors.Select(factor => factor * power).First(step => step >= least);
    }

    private static void Box(Pen pen, uint color, float x, float y, float width, float height) => pen.Rectangle(ChartPng.Ink(color), x, y, width, height);

    private static void Write(Pen pen, float x, float y, string text, float size, uint color, LabelAnchor anchor = LabelAnchor.Start, bool isBold = false) =>
        StrokeFont.Write(pen, ChartPng.Ink(color), new ChartLabel(x, y, text, size, color, anchor, isBold));

    /// <summary>From zero to the top, in steps.</summary>
    private sealed record Scale(double Step, double Top)
    {
        /// <summary>Whole pixels keep lines sharp.</summary>
        public float At(double value) => MathF.Round(Bottom - (float)(value / Top) * (Bottom - GrowthChart.Top));
    }
}
