namespace ImageGen.Bot.Providers.Painter;

/// <summary>Graphite on toothed paper: searching outlines, and hatching laid in more directions the darker the tone.</summary>
internal sealed class PencilSketch(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private static readonly Rgb Paper = Rgb.Hex(0xF7F3E9);
    private static readonly Rgb Graphite = Rgb.Hex(0x2C2A30);
    private readonly Outline _line = new(canvas, MathF.Max(1f, canvas.Unit * 1.7f));
    private readonly Field _tremble = new(canvas.Width, canvas.Height, 4, (x, y) => Noise.Fbm(x * 0.012f / canvas.Unit, y * 0.012f / canvas.Unit, 3, seed) - 0.5f);

    public override Rgb Develop(int x, int y)
    {
        float tremble = _tremble.At(x, y);
        int shift = (int)(tremble * 9f * Canvas.Unit);
        Rgb color = Canvas.At(x + shift, y - shift);
        float tooth = Noise.Value(x * 0.5f, y * 0.5f, Seed) * 0.5f + Noise.Lattice(x, y, Seed) * 0.5f;
        bool subject = Canvas.MarkAt(x + shift, y - shift) >= Canvas.SubjectMark;
        float dark = (1f - MathF.Min(1f, color.Luminance * (Scene.Dark ? 1.5f : 1.12f))) * Fade(x, y) * (subject ? 1.25f : 0.85f);
        float u = x / Canvas.Unit + tremble * 26f, v = y / Canvas.Unit - tremble * 26f;
        float tone = Hatch(u + v, 7.5f, dark, 0.12f) + Hatch(u - v * 0.8f, 8.5f, dark, 0.36f) + Hatch(v + u * 0.2f, 5.5f, dark, 0.58f);
        float graphite = dark * 0.12f + tone * (0.4f + 0.6f * tooth);
        float outline = _line.At(x + shift, y - shift);
        if (!subject)
            outline *= 0.6f * Fade(x, y);
        graphite = MathF.Min(0.94f, graphite + outline * (0.45f + 0.5f * tooth));
        return (Paper * (0.985f + tooth * 0.025f)).Mix(Graphite.Mix(color * 0.6f, 0.18f), graphite);
    }

    /// <summary>A sketch thins out towards the edges of its sheet.</summary>
    private float Fade(int x, int y)
    {
        float edge = Math.Min(Math.Min(x, Canvas.Width - 1 - x), Math.Min(y, Canvas.Height - 1 - y)) / Canvas.Unit;
        return Scalar.SmoothStep(8f, 110f, edge + _tremble.At(x, y) * 160f);
    }

    /// <summary>One family of parallel strokes, which thicken as the tone passes the level where they begin.</summary>
    private static float Hatch(float position, float spacing, float dark, float from)
    {
        float weight = (dark - from) * 1.5f;
        if (weight <= 0f)
            return 0f;
        float wave = position / spacing;
        float distance = MathF.Abs(wave - MathF.Floor(wave) - 0.5f) * 2f;
        return Scalar.Clamp01((0.22f + weight * 0.7f - distance) * 2.2f) * 0.62f;
    }
}
