namespace ImageGen.Bot.Providers.Painter;

/// <summary>Water and wet streets: the picture above the waterline, mirrored, broken by ripples and tinted.</summary>
internal static class Water
{
    public static void Paint(Stage stage, Rgb tint, float clarity, float roughness)
    {
        Canvas canvas = stage.Canvas;
        uint seed = stage.NoiseSeed("ripples");
        int line = Math.Clamp((int)stage.Horizon, 1, canvas.Height - 1);
        float depth = canvas.Height - line;
        Rgb deep = stage.Pen.Light.Ambient.Mix(stage.Pen.Light.Key, 0.5f) * tint;
        float sunX = stage.Scene.Composition.SunX * canvas.Width;
        float path = stage.Extent * 0.05f;
        for (int y = line; y < canvas.Height; y++)
        {
            float t = (y - line) / depth;
            float ripple = 46f / (0.25f + t * 2.4f) / stage.Extent;
            float sway = roughness * stage.Extent * (0.004f + 0.022f * t);
            float mix = clarity * (1f - 0.55f * t);
            for (int x = 0; x < canvas.Width; x++)
            {
                float wave = Noise.Value(x * ripple * 0.24f, y * ripple * 1.3f, seed) - 0.5f;
                int sourceX = x + (int)(wave * sway * 2f);
                int sourceY = line - 1 - (int)((y - line) * 0.92f + wave * sway * 2.4f);
                Rgb color = deep.Mix(canvas.At(sourceX, Math.Min(sourceY, line - 1)), mix);
                float crest = Scalar.SmoothStep(0.2f, 0.42f, wave);
                color = color.Mix(stage.Palette.Horizon, crest * 0.25f * roughness);

                // The glitter path below the sun or the moon.
                float aside = MathF.Abs(x - sunX) / (path * (0.8f + t * 2.6f));
                if (aside < 1f && wave > -0.05f)
                    color = color.Mix(stage.Palette.Disc, (1f - aside) * Scalar.SmoothStep(-0.05f, 0.2f, wave) * 0.6f);
                canvas.Set(x, y, color);
                canvas.Mark(x, y, 0);
            }
        }
    }
}
