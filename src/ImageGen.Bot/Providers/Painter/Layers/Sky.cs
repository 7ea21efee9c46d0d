namespace ImageGen.Bot.Providers.Painter;

/// <summary>The sky: its gradient, sun or moon, stars, aurora and clouds.</summary>
internal static class Sky
{
    public static void Paint(Stage stage)
    {
        Gradient(stage);
        bool overcast = stage.Scene.Weather is Weather.Rain or Weather.Storm or Weather.Snow;
        if (stage.Scene.Time == TimeOfDay.Night && !overcast)
            Stars(stage, stage.Scene.Setting == Setting.Space ? 700 : 240);
        if (stage.Scene.Aurora)
            Aurora(stage);
        if (!overcast || stage.Scene.Mood is not null)
            SunOrMoon(stage);
        if (stage.Scene.Setting == Setting.Space)
            return;
        if (stage.Pen.Shading == Shading.Smooth)
            SoftClouds(stage);
        else
            DrawnClouds(stage);
    }

    private static void Gradient(Stage stage)
    {
        Canvas canvas = stage.Canvas;
        Palette palette = stage.Palette;
        float sunX = stage.Scene.Composition.SunX * canvas.Width, sunY = stage.Scene.Composition.SunY * canvas.Height;
        float reach = stage.Extent * (stage.Scene.Time == TimeOfDay.Day ? 0.8f : 0.55f);
        float strength = stage.Scene.Time is TimeOfDay.Dawn or TimeOfDay.Sunset ? 0.62f : 0.4f;
        for (int y = 0; y < canvas.Height; y++)
        {
            float t = MathF.Min(y / MathF.Max(stage.Horizon, 1f), 1f);
            Rgb row = t < 0.55f ? palette.Zenith.Mix(palette.Middle, t / 0.55f) : palette.Middle.Mix(palette.Horizon, (t - 0.55f) / 0.45f);
            float dy = (y - sunY) / reach;
            for (int x = 0; x < canvas.Width; x++)
            {
                float dx = (x - sunX) / reach;
                float glow = Scalar.Falloff(dx * dx + dy * dy) * strength;
                canvas.Set(x, y, glow > 0f ? row.Mix(palette.Disc, glow * (glow + 0.2f)) : row);
            }
        }
    }

    private static void Stars(Stage stage, int count)
    {
        Pcg32 random = stage.Random.Fork("stars");
        float reach = MathF.Min(stage.Horizon, stage.Height);
        for (int i = 0; i < count; i++)
        {
            float x = random.NextFloat() * stage.Width, y = random.NextFloat() * reach;
            float brightness = random.NextFloat();
            Rgb tint = Rgb.White.Mix(random.Pick(Rgb.Hex(0xFFD8A8), Rgb.Hex(0xA8C8FF)), random.NextFloat() * 0.6f);
            float radius = stage.Unit * (0.6f + 1.6f * brightness * brightness);
            stage.Pen.Ellipse(Material.Lamp(tint) with { Opacity = 0.3f + 0.28f * brightness }, x, y, radius, radius);
            if (brightness > 0.93f)
                stage.Pen.Glow(tint, x, y, stage.Unit * 14f, 0.5f);
        }
    }

    private static void SunOrMoon(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("disc");
        float x = stage.Scene.Composition.SunX * stage.Width, y = stage.Scene.Composition.SunY * stage.Height;
        bool night = stage.Scene.Time == TimeOfDay.Night;
        bool low = stage.Scene.Time is TimeOfDay.Sunset or TimeOfDay.Dawn;
        float radius = stage.Extent * (low ? random.Range(0.075f, 0.11f) : night ? random.Range(0.05f, 0.08f) : 0.045f);
        if (stage.Scene.Mood?.Name is "vaporwave" or "fantasy" or "gothic")
            radius *= 1.9f;
        Rgb disc = stage.Palette.Disc;
        stage.Pen.Glow(disc, x, y, radius * 4f, 0.4f);
        stage.Pen.Ellipse(Material.Lamp(disc).AsDetail(), x, y, radius, radius);
        if (stage.Scene.Mood?.Name == "vaporwave")
        {
            for (int i = 0; i < 6; i++)
                stage.Pen.Rectangle(Material.Lamp(stage.Palette.Middle.Mix(stage.Palette.Horizon, 0.5f)).AsDetail(), x - radius * 1.1f, y + radius * (0.05f + i * 0.16f), radius * 2.2f, radius * (0.025f + i * 0.014f));
        }
        else if (night)
        {
            Material crater = Material.Lamp(disc * 0.88f).AsDetail();
            stage.Pen.Ellipse(crater, x - radius * 0.3f, y - radius * 0.2f, radius * 0.26f, radius * 0.24f);
            stage.Pen.Ellipse(crater, x + radius * 0.25f, y + radius * 0.3f, radius * 0.34f, radius * 0.22f);
            stage.Pen.Ellipse(crater, x + radius * 0.35f, y - radius * 0.4f, radius * 0.15f, radius * 0.14f);
        }
    }

    private static void Aurora(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("aurora");
        uint seed = random.Next();
        float phase = random.NextFloat() * 9f;
        float unit = 1f / stage.Extent;
        Rgb low = Rgb.Hex(0x4CFFB0), high = Rgb.Hex(0xA060FF);
        int end = (int)MathF.Min(stage.Horizon, stage.Height);
        for (int x = 0; x < stage.Width; x++)
        {
            float along = x * unit;
            float foot = stage.Horizon * (0.5f + 0.2f * Scalar.Sin(along * 4f + phase) + 0.1f * Scalar.Sin(along * 9f + phase * 2f));
            float ray = (0.35f + 0.65f * Noise.Fbm(along * 30f, 0f, 2, seed)) * Noise.Value(along * 4f, 3f, seed);
            float length = stage.Horizon * (0.3f + 0.3f * Noise.Value(along * 6f, 8f, seed));
            for (int y = Math.Max(0, (int)(foot - length)); y < Math.Min(end, (int)foot + 12); y++)
            {
                float t = (foot - y) / length;
                float amount = t < 0f ? 1f + t * length / 12f : (1f - t) * (1f - t);
                stage.Canvas.Set(x, y, stage.Canvas.At(x, y).Screen(low.Mix(high, t) * Scalar.Clamp01(amount * ray * 0.95f)));
            }
        }
    }

    /// <summary>Fractal clouds, brighter on the side that faces the sun.</summary>
    private static void SoftClouds(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("clouds");
        uint seed = random.Next();
        float threshold = stage.Scene.Weather switch
        {
            Weather.Clear => random.Range(0.52f, 0.6f),
            Weather.Cloudy => 0.44f,
            Weather.Fog => 0.46f,
            Weather.Rain or Weather.Snow => 0.34f,
            Weather.Storm => 0.3f,
        };
        float scale = random.Range(2.2f, 3.2f) / stage.Extent;
        float Density(float x, float y)
        {
            // Clouds flatten and shrink towards the horizon.
            float depth = 1.2f + 2.2f * y / MathF.Max(stage.Horizon, 1f);
            return Noise.Fbm(x * scale * (0.6f + depth * 0.2f), y * scale * depth, 5, seed);
        }

        var density = new Field(stage.Width, stage.Height, 4, Density);
        bool low = stage.Scene.Time is TimeOfDay.Sunset or TimeOfDay.Dawn;
        Rgb lit = stage.Palette.Disc.Mix(stage.Palette.Horizon, stage.Scene.Dark ? 0.85f : low ? 0.7f : 0.25f);
        Rgb dark = stage.Palette.Middle.Mix(low ? stage.Palette.Zenith : stage.Palette.Ambient, 0.4f).Mix(stage.Palette.Haze, 0.25f);
        int stepX = (int)((stage.Scene.Composition.SunX < 0.5f ? -1 : 1) * stage.Extent * 0.018f), stepY = (int)(stage.Extent * -0.02f);
        int end = (int)MathF.Min(stage.Horizon, stage.Height - 1);
        for (int y = 0; y < end; y++)
        {
            float fade = 1f - 0.6f * y / end;
            for (int x = 0; x < stage.Width; x++)
            {
                float here = density.At(x, y);
                float cover = Scalar.SmoothStep(threshold, threshold + 0.2f, here) * fade;
                if (cover <= 0.01f)
                    continue;
                float towards = density.At(Math.Clamp(x + stepX, 0, stage.Width - 1), Math.Max(0, y + stepY));
                float light = Scalar.Clamp01(0.55f + (here - towards) * 4.5f);
                stage.Canvas.Blend(x, y, dark.Mix(lit, light), cover * 0.92f);
            }
        }
    }

    /// <summary>Clouds as an illustrator outlines them: a flat foot under a row of bumps.</summary>
    private static void DrawnClouds(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("clouds");
        int count = stage.Scene.Weather == Weather.Clear ? 3 + random.Below(3) : 7;
        Rgb body = stage.Palette.Disc.Mix(stage.Palette.Horizon, stage.Scene.Dark ? 0.75f : 0.3f);
        for (int i = 0; i < count; i++)
        {
            float y = stage.Horizon * random.Range(0.1f, 0.8f);
            float size = stage.Extent * random.Range(0.07f, 0.15f) * (1.25f - y / stage.Horizon * 0.6f);
            float x = (i + random.NextFloat()) * stage.Width / count;
            int bumps = 4 + random.Below(3);
            Material puff = Material.Lamp(body) with { Opacity = 0.94f, Detail = true };
            for (int bump = 0; bump < bumps; bump++)
            {
                float along = (bump + 0.5f) / bumps * 2f - 1f;
                float radius = size * (0.3f + 0.32f * (1f - along * along)) * random.Range(0.85f, 1.15f);
                stage.Pen.Ellipse(puff with { Color = body.Mix(stage.Palette.Middle, 0.3f) }, x + along * size * 1.3f, y + size * 0.05f, radius * 1.05f, radius * 0.62f);
            }

            for (int bump = 0; bump < bumps; bump++)
            {
                float along = (bump + 0.5f) / bumps * 2f - 1f;
                float radius = size * (0.3f + 0.3f * (1f - along * along));
                stage.Pen.Ellipse(puff, x + along * size * 1.2f, y - size * 0.12f, radius, radius * 0.6f);
            }
        }
    }
}
