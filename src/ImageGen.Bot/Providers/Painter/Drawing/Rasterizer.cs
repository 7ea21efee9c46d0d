namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// Turns a polygon into anti-aliased coverage. Each edge adds its exact signed area to the row it crosses
/// (the method of FreeType and font-rs), so that slanted edges are smooth without supersampling.
/// </summary>
internal sealed class Rasterizer(int width, int height)
{
    private readonly float[] _area = new float[width + 2];

    /// <summary>Coverage 0..255 of the last polygon, row by row within its bounds.</summary>
    public byte[] Mask { get; } = new byte[width * height];

    public int Left { get; private set; }

    public int Top { get; private set; }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>False when nothing of the polygon is inside the picture.</summary>
    public bool Fill(IReadOnlyList<Point> polygon)
    {
        float minX = float.MaxValue, minY = float.MaxValue, maxX = float.MinValue, maxY = float.MinValue;
        for (int i = 0; i < polygon.Count; i++)
        {
            minX = MathF.Min(minX, polygon[i].X);
            maxX = MathF.Max(maxX, polygon[i].X);
            minY = MathF.Min(minY, polygon[i].Y);
            maxY = MathF.Max(maxY, polygon[i].Y);
        }

        Left = (int)MathF.Floor(Math.Clamp(minX, 0f, width));
        Top = (int)MathF.Floor(Math.Clamp(minY, 0f, height));
        Columns = (int)MathF.Ceiling(Math.Clamp(maxX, 0f, width)) - Left;
        Rows = (int)MathF.Ceiling(Math.Clamp(maxY, 0f, height)) - Top;
        if (Columns <= 0 || Rows <= 0)
            return false;

        for (int row = 0; row < Rows; row++)
        {
            Span<float> area = _area.AsSpan(0, Columns + 2);
            area.Clear();
            Point from = polygon[polygon.Count - 1];
            for (int i = 0; i < polygon.Count; i++)
            {
                Point to = polygon[i];
                AddEdge(area, from, to, Top + row);
                from = to;
            }

            float sum = 0f;
            Span<byte> mask = Mask.AsSpan(row * Columns, Columns);
            for (int column = 0; column < mask.Length; column++)
            {
                sum += area[column];
                mask[column] = (byte)(MathF.Min(MathF.Abs(sum), 1f) * 255f + 0.5f);
            }
        }

        return true;
    }

    private void AddEdge(Span<float> area, Point from, Point to, float top)
    {
        if ((from.Y <= top && to.Y <= top) || (from.Y >= top + 1f && to.Y >= top + 1f) || from.Y == to.Y)
            return;
        float direction = 1f;
        if (from.Y > to.Y)
        {
            (from, to) = (to, from);
            direction = -1f;
        }

        float slope = (to.X - from.X) / (to.Y - from.Y);
        float startY = MathF.Max(top, from.Y), endY = MathF.Min(top + 1f, to.Y);
        float x0 = Math.Clamp(from.X + (startY - from.Y) * slope - Left, 0f, Columns);
        float x1 = Math.Clamp(from.X + (endY - from.Y) * slope - Left, 0f, Columns);
        float rise = (endY - startY) * direction;
        if (x0 > x1)
            (x0, x1) = (x1, x0);

        int first = (int)x0, last = (int)MathF.Ceiling(x1);
        if (last <= first + 1)
        {
            float middle = 0.5f * (x0 + x1) - first;
            area[first] += rise * (1f - middle);
            area[first + 1] += rise * middle;
            return;
        }

        // The edge crosses several pixels: each takes the trapezoid between the edge and its right side.
        float perColumn = rise / (x1 - x0), covered = 0f, previous = 0f;
        for (int column = first; column < last; column++)
        {
            float enter = MathF.Max(x0, column), leave = MathF.Min(x1, column + 1);
            float step = (leave - enter) * perColumn;
            float inside = previous + step * (column + 1 - 0.5f * (enter + leave));
            area[column] += inside - covered;
            covered = inside;
            previous += step;
        }

        area[last] += previous - covered;
    }
}
