namespace ImageGen.Bot.Providers.Painter;

/// <summary>What lies between the viewer and the subject: falling weather and a frame of leaves or rocks.</summary>
internal static class Foreground
{
    public static void Paint(Stage stage)
    {
        stage.Distance(0f);
        stage.Pen.OnSubject = false;
        Frame(stage);
        switch (stage.Scene.Weather)
        {
            case Weather.Rain:
            case Weather.Storm:
                Rain(stage);
                break;
            case Weather.Snow:
                Snow(stage);
                break;
            case Weather.Fog:
                Fog(stage);
                break;
        }

        if (stage.Scene.Weather == Weather.Storm)
            Lightning(stage);
        if (stage.Scene.Mood?.Name == "fantasy")
            Sparkles(stage);
    }

    /// <summary>A dark branch in the upper corner over land, birds over open water: depth for little ink.</summary>
    private static void Frame(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("frame");
        switch (stage.Scene.Setting)
        {
            case Setting.Sea or Setting.Lake or Setting.Mountains when stage.Scene.Weather is Weather.Clear or Weather.Cloudy:
                Birds(stage, random);
                if (stage.Scene.Setting == Setting.Lake)
                    Reeds(stage, random);
                break;
            case Setting.Forest or Setting.Meadow when stage.Scene.Mood?.Name != "gothic":
                Branch(stage, random);
                break;
            case Setting.Forest:
                Birds(stage, random);
                break;
        }
    }

    private static void Branch(Stage stage, Pcg32 random)
    {
        bool left = !stage.Scene.Composition.Mirrored;
        stage.Pen.Frame = Affine.Place(left ? 0f : stage.Width, 0f, stage.Extent / 100f, mirrored: !left);
        Rgb dark = Rgb.Hex(0x2E4434);
        bool snowy = stage.Scene.Weather == Weather.Snow;
        stage.Pen.Stroke(Material.Of(0x3E3028), 3.2f, 0.6f, -4f, 7f, 10f, 9f, 22f, 6f, 36f, 9f);
        for (int leaf = 0; leaf < 34; leaf++)
        {
            float along = random.NextFloat(), x = -2f + along * 38f, y = 7f + random.Range(-6f, 7f) * (1.2f - along * 0.6f);
            Rgb color = snowy && leaf % 3 == 0 ? Rgb.Hex(0xF0F4FA) : dark.Mix(Rgb.Hex(0x6E9A52), random.NextFloat() * 0.7f);
            stage.Pen.Ellipse(new Material(color) { Detail = leaf % 2 == 0 }, x, y, 3f, 1.4f, random.Range(-1f, 1.6f));
        }

        stage.Pen.Frame = Affine.Pixels;
    }

    private static void Birds(Stage stage, Pcg32 random)
    {
        float x = stage.Scene.Composition.SunX * stage.Width, y = stage.Horizon * random.Range(0.25f, 0.45f), u = stage.Unit;
        Material ink = Material.Lamp(stage.Palette.Ambient * 0.4f).AsDetail();
        for (int bird = 0; bird < 6; bird++)
        {
            float cx = x + random.Range(-120f, 120f) * u, cy = y + random.Range(-50f, 50f) * u, s = u * random.Range(7f, 14f), lift = random.Range(0.3f, 0.8f);
            stage.Pen.Stroke(ink, u * 0.6f, u * 2f, cx - s, cy - s * lift, cx - s * 0.5f, cy - s * 0.55f, cx, cy);
            stage.Pen.Stroke(ink, u * 2f, u * 0.6f, cx, cy, cx + s * 0.5f, cy - s * 0.55f, cx + s, cy - s * lift);
        }
    }

    private static void Reeds(Stage stage, Pcg32 random)
    {
        bool left = !stage.Scene.Composition.Mirrored;
        for (int reed = 0; reed < 18; reed++)
        {
            float x = stage.Width * (left ? random.Range(-0.02f, 0.2f) : random.Range(0.8f, 1.02f)), tall = stage.Extent * random.Range(0.1f, 0.24f), lean = tall * random.Range(-0.2f, 0.2f);
            Rgb color = Rgb.Hex(0x3E5A3C).Mix(Rgb.Hex(0x8A8A4A), random.NextFloat() * 0.5f);
            stage.Pen.Stroke(new Material(color) { Round = 0f }, stage.Unit * 5f, stage.Unit, x, stage.Height + 4f, x + lean * 0.3f, stage.Height - tall * 0.5f, x + lean, stage.Height - tall);
            if (reed % 3 == 0)
                stage.Pen.Ellipse(Material.Of(0x6B4630), x + lean, stage.Height - tall, stage.Unit * 5f, stage.Unit * 17f, lean / tall);
        }
    }

    private static void Rain(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("rain");
        Rgb color = stage.Palette.Horizon.Mix(Rgb.White, 0.4f);
        float slant = random.Range(0.12f, 0.24f) * (stage.Scene.Composition.Mirrored ? 1f : -1f);
        for (int drop = 0; drop < 420; drop++)
        {
            float near = random.NextFloat(), x = random.Range(-0.1f, 1.1f) * stage.Width, y = random.Range(-0.05f, 1f) * stage.Height, length = stage.Unit * (16f + 34f * near);
            stage.Pen.Polygon(Material.Lamp(color) with { Opacity = 0.14f + 0.2f * near, Detail = true },
                x, y, x + stage.Unit * (0.8f + near), y, x + slant * length, y + length);
        }
    }

    private static void Snow(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("snow");
        for (int flake = 0; flake < 340; flake++)
        {
            float near = random.NextFloat(), radius = stage.Unit * (1.2f + 4f * near * near);
            stage.Pen.Ellipse(Material.Lamp(Rgb.Hex(0xFBFDFF)) with { Opacity = 0.5f + 0.4f * near, Detail = true }, random.NextFloat() * stage.Width, random.NextFloat() * stage.Height, radius, radius);
        }
    }

    private static void Fog(Stage stage)
    {
        uint seed = stage.NoiseSeed("fog");
        float scale = 2f / stage.Extent;
        var density = new Field(stage.Width, stage.Height, 8, (x, y) => Noise.Fbm(x * scale, y * scale * 4f, 3, seed));
        for (int y = 0; y < stage.Height; y++)
        {
            float aside = (y - stage.Horizon) / (stage.Height * 0.4f);
            float band = Scalar.Falloff(aside * aside) * 0.8f;
            for (int x = 0; band > 0f && x < stage.Width; x++)
            {
                float weight = stage.Canvas.MarkAt(x, y) >= Canvas.SubjectMark ? 0.35f : 1f;
                stage.Canvas.Blend(x, y, stage.Palette.Haze.Mix(stage.Palette.Horizon, 0.5f), band * weight * Scalar.SmoothStep(0.3f, 0.7f, density.At(x, y)));
            }
        }
    }

    private static void Lightning(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("lightning");
        float x = stage.Scene.Composition.SunX * stage.Width, y = stage.Horizon * 0.1f;
        stage.Pen.Glow(Rgb.Hex(0xC8D4FF), x, y, stage.Extent * 0.5f, 0.5f);
        while (y < stage.Horizon * 0.92f)
        {
            float nextX = x + random.Range(-0.05f, 0.05f) * stage.Extent, nextY = y + random.Range(0.03f, 0.07f) * stage.Extent;
            stage.Pen.Stroke(Material.Lamp(Rgb.Hex(0xF8F4FF)).AsDetail(), stage.Unit * 4f, stage.Unit * 3f, x, y, nextX, nextY);
            (x, y) = (nextX, nextY);
        }
    }

    private static void Sparkles(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("sparkles");
        for (int i = 0; i < 46; i++)
        {
            float x = random.NextFloat() * stage.Width, y = random.Range(0.35f, 1f) * stage.Height, radius = stage.Unit * random.Range(1f, 3f);
            stage.Pen.Glow(stage.Palette.Accent, x, y, radius * 7f, 0.6f);
            stage.Pen.Ellipse(Material.Lamp(Rgb.Hex(0xFFF8DC)).AsDetail(), x, y, radius, radius);
        }
    }
}
