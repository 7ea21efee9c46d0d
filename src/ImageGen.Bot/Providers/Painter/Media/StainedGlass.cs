namespace ImageGen.Bot.Providers.Painter;

/// <summary>Panes of a Voronoi diagram and the outlines of shapes, joined by lead and lit from behind.</summary>
internal sealed class StainedGlass(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private static readonly Rgb Lead = Rgb.Hex(0x16141A);
    private readonly Outline _contour = new(canvas, MathF.Max(1.5f, canvas.Unit * 3.2f));
    private readonly Outline _detail = new(canvas, MathF.Max(1f, canvas.Unit * 1.7f));
    private readonly float _pane = 62f * canvas.Unit;

    public override Rgb Develop(int x, int y)
    {
        (float siteX, float siteY, float border) = Locate(x, y);
        uint mark = Canvas.MarkAt(x, y);
        bool subject = mark >= Canvas.SubjectMark;
        Rgb own = Canvas.At(x, y);
        Rgb site = Canvas.At((int)siteX, (int)siteY);
        Rgb glass = Canvas.MarkAt((int)siteX, (int)siteY) == mark ? site.Mix(own, subject ? 0.6f : 0.25f) : own;
        float hue = Noise.Lattice((int)siteX, (int)siteY, Seed);
        glass = glass.Saturate(1.55f).Contrast(1.08f) * (0.9f + hue * 0.26f);

        // Old glass is uneven, and brightest in the middle of a pane.
        float streak = Noise.Value(x * 0.03f / Canvas.Unit, y * 0.008f / Canvas.Unit, Seed + (uint)(hue * 64f));
        glass *= 0.84f + 0.22f * streak + 0.14f * Scalar.SmoothStep(0f, 18f, border);
        float lead = (1f - Scalar.SmoothStep(1.6f, 3f, border)) * (subject ? 0.55f : 1f);
        lead = MathF.Max(lead, subject ? _contour.At(x, y) : _detail.At(x, y));
        float sheen = Scalar.SmoothStep(0.2f, 0.9f, Noise.Value(x * 0.12f, y * 0.12f, Seed)) * 0.08f;
        return glass.Mix(Lead + Rgb.Gray(sheen), lead);
    }

    /// <summary>The nearest site of a jittered grid, and how far the border with the second nearest is, in canvas units.</summary>
    private (float X, float Y, float Border) Locate(int x, int y)
    {
        int column = (int)(x / _pane), row = (int)(y / _pane);
        float first = float.MaxValue, second = float.MaxValue, siteX = 0f, siteY = 0f;
        for (int r = row - 1; r <= row + 1; r++)
        {
            for (int c = column - 1; c <= column + 1; c++)
            {
                float px = (c + 0.12f + 0.76f * Noise.Lattice(c, r, Seed)) * _pane, py = (r + 0.12f + 0.76f * Noise.Lattice(r, c, Seed + 1)) * _pane;
                float distance = (px - x) * (px - x) + (py - y) * (py - y);
                if (distance < first)
                    (second, first, siteX, siteY) = (first, distance, px, py);
                else if (distance < second)
                    second = distance;
            }
        }

        return (siteX, siteY, (MathF.Sqrt(second) - MathF.Sqrt(first)) * 0.5f / Canvas.Unit);
    }
}
