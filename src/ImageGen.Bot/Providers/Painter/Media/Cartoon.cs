namespace ImageGen.Bot.Providers.Painter;

/// <summary>Flat bright cels under an ink line that is heavier round the subject.</summary>
internal sealed class Cartoon(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    private static readonly Rgb Ink = Rgb.Hex(0x1E1826);
    private readonly Outline _fine = new(canvas, MathF.Max(1f, canvas.Unit * 1.3f));
    private readonly Outline _bold = new(canvas, MathF.Max(1.5f, canvas.Unit * 2.8f));

    public override Rgb Develop(int x, int y)
    {
        Rgb color = Canvas.At(x, y).Saturate(1.14f);
        bool subject = Canvas.MarkAt(x, y) >= Canvas.SubjectMark;
        float line = subject ? _bold.At(x, y) : _fine.At(x, y) * 0.55f;
        return line > 0f ? color.Mix(Ink.Mix(color * 0.3f, 0.3f), line) : color;
    }
}
