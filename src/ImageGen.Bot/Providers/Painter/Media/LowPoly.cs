namespace ImageGen.Bot.Providers.Painter;

/// <summary>A mesh of flat triangles whose corners are drawn to the borders of shapes, finer on the subject.</summary>
internal sealed class LowPoly(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private readonly Canvas _canvas = canvas;

    public override void Prepare(CancellationToken cancellation)
    {
        var random = new Pcg32(Seed);
        var pen = new Pen(_canvas, new Light(0f, -1f, Rgb.White, Rgb.White), Shading.Flat);
        float cell = 34f * _canvas.Unit;
        int columns = (int)(_canvas.Width / cell) + 2, rows = (int)(_canvas.Height / cell) + 2;
        var vertices = new Point[columns * rows];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                vertices[row * columns + column] = Settle(random, (column - 0.5f) * cell, (row - 0.5f) * cell, cell * 0.48f);

        for (int row = 0; row < rows - 1; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int column = 0; column < columns - 1; column++)
            {
                int at = row * columns + column;
                Point a = vertices[at], b = vertices[at + 1], c = vertices[at + columns], d = vertices[at + columns + 1];
                if (((row + column) & 1) == 0)
                {
                    Triangle(pen, random, a, b, d);
                    Triangle(pen, random, a, d, c);
                }
                else
                {
                    Triangle(pen, random, a, b, c);
                    Triangle(pen, random, b, d, c);
                }
            }
        }
    }

    public override Rgb Develop(int x, int y) => _canvas.At(x, y).Saturate(1.12f);

    /// <summary>Of some places near a grid point, the one where shapes meet most sharply.</summary>
    private Point Settle(Pcg32 random, float x, float y, float reach)
    {
        Point best = new(x + random.Range(-reach, reach) * 0.7f, y + random.Range(-reach, reach) * 0.7f);
        float strongest = 0.04f;
        for (int trial = 0; trial < 16; trial++)
        {
            int atX = (int)(x + random.Range(-reach, reach)), atY = (int)(y + random.Range(-reach, reach));
            Rgb here = _canvas.At(atX - 2, atY - 2), there = _canvas.At(atX + 2, atY + 2), other = _canvas.At(atX + 2, atY - 2);
            float edge = MathF.Abs(here.R - there.R) + MathF.Abs(here.G - there.G) + MathF.Abs(here.B - there.B)
                + MathF.Abs(other.R - there.R) + MathF.Abs(other.B - there.B);
            if (_canvas.MarkAt(atX - 2, atY - 2) >= Canvas.SubjectMark != _canvas.MarkAt(atX + 2, atY + 2) >= Canvas.SubjectMark)
                edge += 1f;
            if (edge > strongest)
                (best, strongest) = (new Point(atX, atY), edge);
        }

        return best;
    }

    private void Triangle(Pen pen, Pcg32 random, Point a, Point b, Point c)
    {
        float longest = MathF.Max(MathF.Abs(a.X - c.X), MathF.Max(MathF.Abs(a.X - b.X), MathF.Abs(a.Y - c.Y)));
        Point middle = new((a.X + b.X + c.X) / 3f, (a.Y + b.Y + c.Y) / 3f);
        if (longest > 19f * _canvas.Unit && IsDetailed(middle, a, b, c))
        {
            Point ab = Half(a, b), bc = Half(b, c), ca = Half(c, a);
            Triangle(pen, random, a, ab, ca);
            Triangle(pen, random, ab, b, bc);
            Triangle(pen, random, ca, bc, c);
            Triangle(pen, random, ab, bc, ca);
            return;
        }

        Rgb color = (Sample(middle) * 2f + Sample(Half(middle, a)) + Sample(Half(middle, b)) + Sample(Half(middle, c))) * 0.2f;
        color *= random.Range(0.95f, 1.05f);
        pen.Polygon(Material.Lamp(color).AsDetail(), a.X, a.Y, b.X, b.Y, c.X, c.Y);
    }

    private bool IsDetailed(Point middle, Point a, Point b, Point c)
        => (_canvas.MarkAt((int)middle.X, (int)middle.Y) | _canvas.MarkAt((int)a.X, (int)a.Y) | _canvas.MarkAt((int)b.X, (int)b.Y) | _canvas.MarkAt((int)c.X, (int)c.Y)) >= Canvas.SubjectMark;

    private static Point Half(Point a, Point b) => new((a.X + b.X) * 0.5f, (a.Y + b.Y) * 0.5f);

    private Rgb Sample(Point point) => _canvas.At((int)point.X, (int)point.Y);
}
