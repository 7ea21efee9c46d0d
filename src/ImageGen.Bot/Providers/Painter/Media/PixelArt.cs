namespace ImageGen.Bot.Providers.Painter;

/// <summary>A coarse grid, a palette of few colours chosen from the picture, ordered dithering and a dark contour.</summary>
internal sealed class PixelArt : Medium
{
    private const int PaletteSize = 30;
    private readonly int _cell;
    private readonly int _columns;
    private readonly int _rows;
    private readonly Rgb[] _blocks;

    public PixelArt(Canvas canvas, Scene scene, uint seed) : base(canvas, scene, seed)
    {
        _cell = Math.Max(2, Math.Max(canvas.Width, canvas.Height) / 160);
        _columns = (canvas.Width + _cell - 1) / _cell;
        _rows = (canvas.Height + _cell - 1) / _cell;
        _blocks = new Rgb[_columns * _rows];
    }

    public override void Prepare(CancellationToken cancellation)
    {
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
                _blocks[row * _columns + column] = Block(column, row);
        }

        cancellation.ThrowIfCancellationRequested();
        Rgb[] palette = MedianCut([.. _blocks], PaletteSize);
        ReadOnlySpan<byte> bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                ref Rgb block = ref _blocks[row * _columns + column];
                bool subject = MarkOf(column, row) >= Canvas.SubjectMark;
                float dither = (bayer[((row & 3) << 2) | (column & 3)] / 16f - 0.47f) * (subject ? 0.02f : 0.075f);
                block = Closest(palette, block + Rgb.Gray(dither));
            }
        }
    }

    public override Rgb Develop(int x, int y) => _blocks[y / _cell * _columns + x / _cell];

    private Rgb Block(int column, int row)
    {
        int x = column * _cell, y = row * _cell, third = Math.Max(1, _cell / 3);
        Rgb color = (Canvas.At(x + third, y + third) + Canvas.At(x + 2 * third, y + third) + Canvas.At(x + third, y + 2 * third) + Canvas.At(x + 2 * third, y + 2 * third)) * 0.25f;
        bool inside = MarkOf(column, row) >= Canvas.SubjectMark;
        bool border = inside && (MarkOf(column - 1, row) < Canvas.SubjectMark || MarkOf(column + 1, row) < Canvas.SubjectMark
            || MarkOf(column, row - 1) < Canvas.SubjectMark || MarkOf(column, row + 1) < Canvas.SubjectMark);
        return border ? color * 0.3f : color.Saturate(1.2f);
    }

    private uint MarkOf(int column, int row) => Canvas.MarkAt(column * _cell + _cell / 2, row * _cell + _cell / 2);

    /// <summary>Splits the box of colours with the widest channel at its median until there are enough boxes.</summary>
    private static Rgb[] MedianCut(Rgb[] colors, int count)
    {
        var boxes = new List<(int Start, int Length)> { (0, colors.Length) };
        while (boxes.Count < count)
        {
            int widest = 0, widestChannel = 0;
            float width = 0f;
            for (int i = 0; i < boxes.Count; i++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    float spread = Spread(colors.AsSpan(boxes[i].Start, boxes[i].Length), channel) * MathF.Sqrt(MathF.Sqrt(boxes[i].Length));
                    if (spread > width)
                        (widest, widestChannel, width) = (i, channel, spread);
                }
            }

            (int start, int length) = boxes[widest];
            if (length < 2 || width <= 0f)
                break;
            colors.AsSpan(start, length).Sort((a, b) => Channel(a, widestChannel).CompareTo(Channel(b, widestChannel)));
            boxes[widest] = (start, length / 2);
            boxes.Add((start + length / 2, length - length / 2));
        }

        return [.. boxes.Select(box => Mean(colors.AsSpan(box.Start, box.Length)))];
    }

    private static float Channel(Rgb color, int channel) => channel switch { 0 => color.R, 1 => color.G, _ => color.B };

    private static float Spread(ReadOnlySpan<Rgb> colors, int channel)
    {
        float low = float.MaxValue, high = float.MinValue;
        foreach (Rgb color in colors)
        {
            low = MathF.Min(low, Channel(color, channel));
            high = MathF.Max(high, Channel(color, channel));
        }

        return high - low;
    }

    private static Rgb Mean(ReadOnlySpan<Rgb> colors)
    {
        Rgb sum = default;
        foreach (Rgb color in colors)
            sum += color;
        return sum * (1f / colors.Length);
    }

    private static Rgb Closest(Rgb[] palette, Rgb color)
    {
        Rgb best = palette[0];
        float least = float.MaxValue;
        foreach (Rgb candidate in palette)
        {
            float r = candidate.R - color.R, g = candidate.G - color.G, b = candidate.B - color.B;
            float distance = r * r * 0.8f + g * g * 1.4f + b * b * 0.7f;
            if (distance < least)
                (best, least) = (candidate, distance);
        }

        return best;
    }
}
