namespace ImageGen.Bot.Providers.Painter;

/// <summary>Ukiyo-e: flat printed areas under an indigo key line, bokashi at the top of the sky, wood grain, washi and a seal.</summary>
internal sealed class Woodblock(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private static readonly Rgb Key = Rgb.Hex(0x1C2238);
    private static readonly Rgb Washi = Rgb.Hex(0xF6EBD2);
    private static readonly Rgb Indigo = Rgb.Hex(0x1F3A5F);
    private static readonly Rgb[] Pigments =
    [
        Rgb.Hex(0x1F3A5F), Rgb.Hex(0x3E6A8E), Rgb.Hex(0x86A9B4), Rgb.Hex(0xC7D3C4), Rgb.Hex(0xF3E6C8), Rgb.Hex(0xE7C07E), Rgb.Hex(0xD9824A),
        Rgb.Hex(0xB8402E), Rgb.Hex(0x6E3A34), Rgb.Hex(0x5E7A50), Rgb.Hex(0x96A86A), Rgb.Hex(0x2E2E38), Rgb.Hex(0xE6B4A0), Rgb.Hex(0x7E7E86),
    ];

    private readonly Outline _fine = new(canvas, MathF.Max(1f, canvas.Unit * 1.2f));
    private readonly Outline _bold = new(canvas, MathF.Max(1.2f, canvas.Unit * 2.2f));

    public override void Prepare(CancellationToken cancellation)
    {
        var pen = new Pen(Canvas, new Light(0f, -1f, Rgb.White, Rgb.White), Shading.Flat) { OnSubject = true };
        bool left = Scene.Composition.SubjectX > 0.5f;
        pen.Frame = Affine.Place((left ? 0.05f : 0.95f) * Canvas.Width - (left ? 0f : 34f * Canvas.Unit), 44f * Canvas.Unit, Canvas.Unit);
        pen.Rectangle(Material.Of(0xF3E6C8), 0, 0, 34, 118);
        pen.Rectangle(Material.Of(0xB8302A), 4, 122, 26, 28);
        var random = new Pcg32(Seed);
        for (int glyph = 0; glyph < 4; glyph++)
        {
            for (int stroke = 0; stroke < 4; stroke++)
            {
                float y = 8 + glyph * 27 + stroke * 5, x = random.Range(6f, 13f);
                pen.Stroke(Material.Of(0x22222A).AsDetail(), 2.8f, 1.2f, x, y, x + random.Range(8f, 16f), y + random.Range(-2f, 3f));
            }

            pen.Stroke(Material.Of(0x22222A).AsDetail(), 3f, 1.4f, 17, 6 + glyph * 27, random.Range(12f, 22f), 26 + glyph * 27);
        }

        for (int bar = 0; bar < 3; bar++)
            pen.Rectangle(Material.Of(0xF6E4D0).AsDetail(), 9, 127 + bar * 7, 16, 3);
    }

    public override Rgb Develop(int x, int y)
    {
        Rgb color = Canvas.At(x, y);
        Rgb printed = color.Mix(Closest(color), 0.62f);
        if (Canvas.MarkAt(x, y) == 0)
        {
            float top = y / (Canvas.Height * 0.2f);
            if (top < 1f)
                printed = printed.Mix(Indigo, (1f - top) * (1f - top) * 0.8f);
        }

        float grain = Noise.Value(x * 0.006f / Canvas.Unit, y * 0.3f / Canvas.Unit, Seed) - 0.5f;
        float fibre = Noise.Lattice(x >> 1, y, Seed) - 0.5f;
        Rgb paper = printed * Rgb.White.Mix(Washi, 0.75f) * (1f + grain * 0.07f + fibre * 0.035f);
        float line = Canvas.MarkAt(x, y) >= Canvas.SubjectMark ? _bold.At(x, y) : _fine.At(x, y) * 0.75f;
        return line > 0f ? paper.Mix(paper.Luminance > 0.27f ? Key : Rgb.Hex(0x8A8478), line * 0.9f) : paper;
    }

    private static Rgb Closest(Rgb color)
    {
        Rgb best = Pigments[0];
        float least = float.MaxValue;
        foreach (Rgb pigment in Pigments)
        {
            float r = pigment.R - color.R, g = pigment.G - color.G, b = pigment.B - color.B;
            float distance = r * r + g * g + b * b;
            if (distance < least)
                (best, least) = (pigment, distance);
        }

        return best;
    }
}
