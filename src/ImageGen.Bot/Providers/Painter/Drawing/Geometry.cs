using System.Runtime.InteropServices;

namespace ImageGen.Bot.Providers.Painter;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Point(float X, float Y);

/// <summary>
/// A plane transform from a drawing's own units to pixels.
/// (System.Numerics may fuse multiply and add where the processor can, which would make pixels depend on it.)
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Affine(float Xx, float Xy, float Yx, float Yy, float Dx, float Dy)
{
    public static readonly Affine Pixels = new(1f, 0f, 0f, 1f, 0f, 0f);

    /// <summary>The factor by which lengths grow, for stroke widths.</summary>
    public float Scale => MathF.Sqrt(MathF.Abs(Xx * Yy - Xy * Yx));

    public static Affine Place(float x, float y, float scale, bool mirrored = false)
        => new(mirrored ? -scale : scale, 0f, 0f, scale, x, y);

    public Point Map(float x, float y) => new(Xx * x + Yx * y + Dx, Xy * x + Yy * y + Dy);

    /// <summary>A frame inside this one: moved, stretched, then turned clockwise by radians.</summary>
    public Affine Inner(float x, float y, float scaleX, float scaleY, float turn = 0f)
    {
        float cos = Scalar.Cos(turn), sin = Scalar.Sin(turn);
        Point origin = Map(x, y);
        return new(
            (Xx * cos + Yx * sin) * scaleX, (Xy * cos + Yy * sin) * scaleX,
            (Yx * cos - Xx * sin) * scaleY, (Yy * cos - Xy * sin) * scaleY,
            origin.X, origin.Y);
    }
}

/// <summary>A closed polygon in pixels; curves are flattened as they are added.</summary>
internal sealed class Contour
{
    private readonly List<Point> _points = new(256);

    public IReadOnlyList<Point> Points => _points;

    public void Clear() => _points.Clear();

    public void Add(Point point) => _points.Add(point);

    /// <summary>A smooth closed curve through the points, given as x, y pairs (a uniform Catmull-Rom spline).</summary>
    public void AddLoop(in Affine frame, ReadOnlySpan<float> xy)
    {
        int count = xy.Length / 2;
        for (int i = 0; i < count; i++)
        {
            Point p0 = Vertex(frame, xy, (i + count - 1) % count), p1 = Vertex(frame, xy, i);
            Point p2 = Vertex(frame, xy, (i + 1) % count), p3 = Vertex(frame, xy, (i + 2) % count);
            AddSpan(p0, p1, p2, p3);
        }
    }

    public void AddPolygon(in Affine frame, ReadOnlySpan<float> xy)
    {
        for (int i = 0; i < xy.Length / 2; i++)
            Add(Vertex(frame, xy, i));
    }

    public void AddEllipse(in Affine frame, float x, float y, float radiusX, float radiusY, float turn)
    {
        Affine inner = frame.Inner(x, y, radiusX, radiusY, turn);
        int steps = Math.Clamp((int)(MathF.Sqrt(inner.Scale) * 5f), 12, 96);
        for (int i = 0; i < steps; i++)
        {
            float angle = i * Scalar.Tau / steps;
            Add(inner.Map(Scalar.Cos(angle), Scalar.Sin(angle)));
        }
    }

    /// <summary>A ribbon along a smooth open curve, its width going from one end's to the other's, with round ends.</summary>
    public void AddRibbon(in Affine frame, float startWidth, float endWidth, ReadOnlySpan<float> xy)
    {
        var spine = new Contour();
        int count = xy.Length / 2;
        for (int i = 0; i < count - 1; i++)
        {
            spine.AddSpan(Vertex(frame, xy, Math.Max(i - 1, 0)), Vertex(frame, xy, i),
                Vertex(frame, xy, i + 1), Vertex(frame, xy, Math.Min(i + 2, count - 1)));
        }

        spine.Add(Vertex(frame, xy, count - 1));
        AddOffset(spine._points, startWidth * frame.Scale / 2f, endWidth * frame.Scale / 2f);
    }

    private static Point Vertex(in Affine frame, ReadOnlySpan<float> xy, int i) => frame.Map(xy[2 * i], xy[2 * i + 1]);

    private void AddSpan(Point p0, Point p1, Point p2, Point p3)
    {
        float length = MathF.Abs(p2.X - p1.X) + MathF.Abs(p2.Y - p1.Y);
        int steps = Math.Clamp((int)(length / 5f), 2, 24);
        for (int i = 0; i < steps; i++)
        {
            float t = (float)i / steps;
            Add(new Point(CatmullRom(p0.X, p1.X, p2.X, p3.X, t), CatmullRom(p0.Y, p1.Y, p2.Y, p3.Y, t)));
        }
    }

    private static float CatmullRom(float a, float b, float c, float d, float t)
        => b + 0.5f * t * (c - a + t * (2f * a - 5f * b + 4f * c - d + t * (3f * (b - c) + d - a)));

    private void AddOffset(List<Point> spine, float startRadius, float endRadius)
    {
        int last = spine.Count - 1;
        for (int i = 0; i <= last; i++)
            Add(Side(spine, i, Scalar.Lerp(startRadius, endRadius, (float)i / last)));
        AddCap(spine[last], spine[last - 1], endRadius);
        for (int i = last; i >= 0; i--)
            Add(Side(spine, i, -Scalar.Lerp(startRadius, endRadius, (float)i / last)));
        AddCap(spine[0], spine[1], startRadius);
    }

    private static Point Side(List<Point> spine, int i, float offset)
    {
        Point ahead = spine[Math.Min(i + 1, spine.Count - 1)], behind = spine[Math.Max(i - 1, 0)];
        float dx = ahead.X - behind.X, dy = ahead.Y - behind.Y;
        float scale = offset / MathF.Max(MathF.Sqrt(dx * dx + dy * dy), 1e-4f);
        return new Point(spine[i].X - dy * scale, spine[i].Y + dx * scale);
    }

    private void AddCap(Point end, Point before, float radius)
    {
        float dx = end.X - before.X, dy = end.Y - before.Y;
        float scale = radius / MathF.Max(MathF.Sqrt(dx * dx + dy * dy), 1e-4f);
        for (int i = 1; i < 6; i++)
        {
            float cos = Scalar.Cos(i * Scalar.Tau / 12f) * scale, sin = Scalar.Sin(i * Scalar.Tau / 12f) * scale;
            Add(new Point(end.X - dy * cos + dx * sin, end.Y + dx * cos + dy * sin));
        }
    }
}
