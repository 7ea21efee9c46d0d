namespace ImageGen.Bot.Providers.Painter;

/// <summary>Bloom round bright things, a vignette and a breath of grain: what a lens adds to a smooth rendering.</summary>
internal sealed class Photographic(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private Bloom? _bloom;

    public override void Prepare(CancellationToken cancellation)
        => _bloom = new Bloom(Canvas, Scene.Mood?.Name == "cyberpunk" ? 0.42f : 0.72f);

    public override Rgb Develop(int x, int y)
    {
        Rgb color = Canvas.At(x, y);
        if (_bloom is not null)
            color = color.Screen(_bloom.At(x, y) * 0.55f);
        float dx = (x + 0.5f) / Canvas.Width - 0.5f, dy = (y + 0.5f) / Canvas.Height - 0.5f;
        float vignette = 1.02f - 0.45f * (dx * dx + dy * dy);
        return color * vignette + Rgb.Gray((Noise.Lattice(x, y, Seed) - 0.5f) * 0.012f);
    }
}

/// <summary>The light that bright parts of a picture spill over their surroundings.</summary>
internal sealed class Bloom
{
    private const int Cell = 8;
    private readonly Field _red;
    private readonly Field _green;
    private readonly Field _blue;

    public Bloom(Canvas canvas, float threshold)
    {
        int columns = canvas.Width / Cell + 2, rows = canvas.Height / Cell + 2;
        var bright = new Rgb[columns * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Rgb color = canvas.At(column * Cell, row * Cell).Mix(canvas.At(column * Cell + 4, row * Cell + 4), 0.5f);
                float peak = MathF.Max(color.R, MathF.Max(color.G, color.B));
                bright[row * columns + column] = color * Scalar.SmoothStep(threshold, 1f, peak);
            }
        }

        bright = Blur(Blur(bright, columns, rows, 1), columns, rows, 2);
        Field Channel(Func<Rgb, float> channel)
            => new(canvas.Width, canvas.Height, Cell, (x, y) => channel(bright[(int)y / Cell * columns + (int)x / Cell]));
        _red = Channel(color => color.R);
        _green = Channel(color => color.G);
        _blue = Channel(color => color.B);
    }

    public Rgb At(int x, int y) => new(_red.At(x, y), _green.At(x, y), _blue.At(x, y));

    private static Rgb[] Blur(Rgb[] from, int columns, int rows, int step)
    {
        var to = new Rgb[from.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Rgb sum = default;
                for (int dy = -1; dy <= 1; dy++)
                    for (int dx = -1; dx <= 1; dx++)
                        sum += from[Math.Clamp(row + dy * step, 0, rows - 1) * columns + Math.Clamp(column + dx * step, 0, columns - 1)];
                to[row * columns + column] = sum * (1f / 9f);
            }
        }

        return to;
    }
}
