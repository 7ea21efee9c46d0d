namespace ImageGen.Bot.Providers.Painter;

/// <summary>Panes of a Voronoi diagram and the outlines of shapes, joined by lead and lit from behind.</summary>
internal sealed class StainedGlass(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private static readonly Rgb Lead = Rgb.Hex(0x16141A);
    private readonly Outline _contour = new(canvas, MathF.Max(1.5f, canvas.Unit * 3.2f));
    private readonly Outline _detail = new(canvas, MathF.Max(1f, canvas.Unit * 1.7f));
    private readonly float _pane = 62f * canvas.Unit;
    private Point[] _sites = [];
    private int _columns;

    public override void Prepare(CancellationToken cancellation)
    {
        // A border of sites outside the picture spares the search its special cases.
        _columns = (int)(Canvas.Width / _pane) + 3;
        int rows = (int)(Canvas.Height / _pane) + 3;
        _sites = new Point[_columns * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                float x = column - 0.88f + 0.76f * Noise.Lattice(column, row, Seed), y = row - 0.88f + 0.76f * Noise.Lattice(row, column, Seed + 1);
                _sites[row * _columns + column] = new Point(x * _pane, y * _pane);
            }
        }
    }

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
        for (int r = row; r <= row + 2; r++)
        {
            for (int c = column; c <= column + 2; c++)
            {
                (float px, float py) = _sites[r * _columns + c];
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
