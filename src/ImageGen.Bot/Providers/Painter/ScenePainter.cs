namespace ImageGen.Bot.Providers.Painter;

/// <summary>Paints a brief: plans the scene, draws it back to front, and develops it in its medium while encoding.</summary>
internal static class ScenePainter
{
    private static readonly KeyValuePair<string, string>[] Texts =
    [
        new("Software", "ImageGen.Bot Painter"),
        new("Source", "procedurally drawn, no AI model"),
    ];

    /// <summary>
    /// Paints the brief as an 8-bit RGB PNG, written to <paramref name="png"/> as it is encoded (never seeks, bounded memory).
    /// The pixels depend on nothing but the brief.
    /// </summary>
    public static void Paint(PaintingBrief brief, Stream png, CancellationToken cancellation)
    {
        Scene scene = ScenePlanner.Plan(brief);
        var random = new Pcg32(Pcg32.HashText(brief.Text + "|" + string.Join('|', brief.Styles)) ^ brief.Seed, brief.Seed);
        var canvas = new Canvas(brief.Width, brief.Height);
        var pen = new Pen(canvas, LightOf(scene), Medium.ShadingOf(scene.Medium));
        var stage = new Stage(canvas, pen, scene, random);
        foreach (Action<Stage> layer in Layers(scene))
        {
            cancellation.ThrowIfCancellationRequested();
            layer(stage);
        }

        Grading.Apply(stage);
        Medium medium = Medium.Create(scene.Medium, canvas, scene, random.Fork("medium").Next());
        cancellation.ThrowIfCancellationRequested();
        medium.Prepare(cancellation);
        Develop(medium, scene, canvas, png, cancellation);
    }

    private static Action<Stage>[] Layers(Scene scene) => scene.Medium == Medium.Isometric
        ? [Diorama.Paint, Staging.Paint]
        : [Sky.Paint, Landscape.Paint, Ornament.Behind, Staging.Paint, Foreground.Paint];

    private static void Develop(Medium medium, Scene scene, Canvas canvas, Stream png, CancellationToken cancellation)
    {
        using var encoder = new PngEncoder(png, canvas.Width, canvas.Height, Texts);
        var row = new byte[canvas.Width * 3];
        bool gray = scene.Mood?.Monochrome == true;
        for (int y = 0; y < canvas.Height; y++)
        {
            if (y % 16 == 0)
                cancellation.ThrowIfCancellationRequested();
            for (int x = 0; x < canvas.Width; x++)
            {
                Rgb color = medium.Develop(x, y);
                uint packed = gray ? Rgb.Gray(color.Luminance).Pack() : color.Pack();
                row[3 * x] = (byte)(packed >> 16);
                row[3 * x + 1] = (byte)(packed >> 8);
                row[3 * x + 2] = (byte)packed;
            }

            encoder.WriteRow(row);
        }
    }

    private static Light LightOf(Scene scene)
    {
        float x = scene.Composition.SunX < 0.5f ? -0.72f : 0.72f;
        float y = scene.Time is TimeOfDay.Sunset or TimeOfDay.Dawn ? -0.45f : -0.7f;
        return new Light(x, y, scene.Palette.Key, scene.Palette.Ambient);
    }
}
