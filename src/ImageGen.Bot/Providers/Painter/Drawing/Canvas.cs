namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// The picture being painted: one 32-bit word a pixel, 8-bit colour below and the mark of the topmost shape above.
/// Marks let a medium know where one thing ends and another begins, which is where ink lines and lead go.
/// </summary>
internal sealed class Canvas(int width, int height)
{
    /// <summary>Set in the marks of the main subject and of nothing else.</summary>
    public const uint SubjectMark = 128;

    private readonly uint[] _pixels = new uint[width * height];

    public int Width => width;

    public int Height => height;

    /// <summary>Lengths that should look alike at every size are given in thousandths of the long side.</summary>
    public float Unit { get; } = Math.Max(width, height) / 1000f;

    /// <summary>The pixel nearest to a point that may lie outside the picture.</summary>
    public uint Nearest(int x, int y)
    {
        x = x < 0 ? 0 : x >= width ? width - 1 : x;
        y = y < 0 ? 0 : y >= height ? height - 1 : y;
        return _pixels[y * width + x];
    }

    public Rgb At(int x, int y) => Rgb.Hex(Nearest(x, y));

    public uint MarkAt(int x, int y) => Nearest(x, y) >> 24;

    /// <summary>Covers a pixel with a colour, keeping its mark.</summary>
    public void Set(int x, int y, Rgb color)
    {
        ref uint pixel = ref _pixels[y * width + x];
        pixel = (pixel & 0xFF000000u) | color.Pack(Dither(x, y));
    }

    public void Blend(int x, int y, Rgb color, float alpha)
    {
        ref uint pixel = ref _pixels[y * width + x];
        pixel = (pixel & 0xFF000000u) | Rgb.Hex(pixel).Mix(color, alpha).Pack(Dither(x, y));
    }

    public void Mark(int x, int y, uint mark)
    {
        ref uint pixel = ref _pixels[y * width + x];
        pixel = (pixel & 0x00FFFFFFu) | (mark << 24);
    }

    /// <summary>Ordered rounding offset near one half: breaks the bands of slow gradients, leaves exact colours exact.</summary>
    private static float Dither(int x, int y) => 0.1f + 0.8f / 16f * Bayer[((y & 3) << 2) | (x & 3)];

    private static ReadOnlySpan<byte> Bayer => [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
}
