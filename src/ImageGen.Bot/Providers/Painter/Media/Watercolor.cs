namespace ImageGen.Bot.Providers.Painter;

/// <summary>Transparent washes on rough paper: wandering edges where pigment pools, blooms, grain and a torn border.</summary>
internal sealed class Watercolor : Medium
{
    private static readonly Rgb Paper = Rgb.Hex(0xFCF8EF);
    private readonly Field _wanderX;
    private readonly Field _wanderY;
    private readonly Field _pigment;
    private readonly int _reach;

    public Watercolor(Canvas canvas, Scene scene, uint seed) : base(canvas, scene, seed)
    {
        float fine = 0.034f / canvas.Unit, broad = 0.0055f / canvas.Unit, amount = 11f * canvas.Unit;
        _wanderX = new Field(canvas.Width, canvas.Height, 4, (x, y) => (Noise.Fbm(x * fine, y * fine, 2, seed) - 0.5f) * amount);
        _wanderY = new Field(canvas.Width, canvas.Height, 4, (x, y) => (Noise.Fbm(x * fine, y * fine, 2, seed + 77) - 0.5f) * amount);
        _pigment = new Field(canvas.Width, canvas.Height, 4, (x, y) => Noise.Fbm(x * broad, y * broad, 5, seed + 31));
        _reach = Math.Max(2, (int)(4f * canvas.Unit));
    }

    public override Rgb Develop(int x, int y)
    {
        float grain = Noise.Value(x * 0.42f, y * 0.42f, Seed) * 0.6f + Noise.Lattice(x >> 1, y >> 1, Seed) * 0.4f;
        float pigment = _pigment.At(x, y);
        float inside = Inside(x, y, pigment);
        Rgb paper = Paper * (0.975f + grain * 0.03f);
        if (inside <= 0f)
            return paper;

        int fromX = x + (int)_wanderX.At(x, y), fromY = y + (int)_wanderY.At(x, y);
        Rgb color = Canvas.At(fromX, fromY);
        float around = (Canvas.At(fromX + _reach, fromY).Luminance + Canvas.At(fromX - _reach, fromY).Luminance
            + Canvas.At(fromX, fromY + _reach).Luminance + Canvas.At(fromX, fromY - _reach).Luminance) * 0.25f;
        float pooled = MathF.Max(0f, around - color.Luminance) * 1.1f;
        float rim = inside < 1f ? 0.25f * (1f - inside) : 0f;

        // Pigment takes light from the paper: more of it where the wash gathered, less on the grain's hills.
        float density = 0.56f + pigment * 0.5f + pooled + rim + (grain - 0.5f) * 0.2f;
        Rgb clear = color.Mix(Rgb.White, 0.1f).Saturate(1.42f);
        Rgb washed = new(1f - (1f - clear.R) * density, 1f - (1f - clear.G) * density, 1f - (1f - clear.B) * density);
        return (washed * paper).Mix(paper, 1f - MathF.Min(inside * 3f, 1f));
    }

    /// <summary>0 on the bare border of the sheet, 1 well within the wash.</summary>
    private float Inside(int x, int y, float pigment)
    {
        float edge = Math.Min(Math.Min(x, Canvas.Width - 1 - x), Math.Min(y, Canvas.Height - 1 - y)) / Canvas.Unit;
        return Scalar.Clamp01((edge - 14f - (pigment - 0.5f) * 60f - _wanderX.At(x, y) * 1.5f / Canvas.Unit) / 9f);
    }
}
