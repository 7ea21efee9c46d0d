namespace ImageGen.Bot.Providers.Painter;

/// <summary>The mood's colour grade, applied to the drawn scene before the medium takes over.</summary>
internal static class Grading
{
    public static void Apply(Stage stage)
    {
        if (stage.Scene.Mood is not { } mood)
            return;
        Canvas canvas = stage.Canvas;
        bool noir = mood.Monochrome;
        float period = stage.Extent * 0.07f;
        uint seed = stage.NoiseSeed("grain");
        for (int y = 0; y < canvas.Height; y++)
        {
            for (int x = 0; x < canvas.Width; x++)
            {
                Rgb color = mood.Grade.Apply(canvas.At(x, y));
                if (noir)
                    color = color * Blind(x, y, period) + Rgb.Gray((Noise.Lattice(x, y, seed) - 0.5f) * 0.07f);
                canvas.Set(x, y, color);
            }
        }
    }

    /// <summary>Light through a Venetian blind: soft slanted bars.</summary>
    private static float Blind(int x, int y, float period)
    {
        float position = (y + x * 0.16f) / period;
        float phase = MathF.Abs(position - MathF.Floor(position) - 0.5f) * 2f;
        return 0.66f + 0.5f * Scalar.SmoothStep(0.32f, 0.6f, phase);
    }
}
