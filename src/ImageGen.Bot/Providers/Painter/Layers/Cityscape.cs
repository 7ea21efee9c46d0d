namespace ImageGen.Bot.Providers.Painter;

/// <summary>A skyline in three depths, with windows that light up towards evening.</summary>
internal static class Cityscape
{
    public static void Paint(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("city");
        for (int row = 0; row < 3; row++)
        {
            float near = row / 2f;
            stage.Distance(0.7f - 0.5f * near);
            float x = -stage.Extent * 0.03f;
            while (x < stage.Width)
            {
                float width = stage.Extent * random.Range(0.05f, 0.1f) * (0.75f + 0.5f * near);
                float middle = (x + width / 2f) / stage.Width - 0.5f;
                float crown = 1f - 1.1f * middle * middle;
                float height = stage.Extent * random.Range(0.12f, 0.4f) * (1.12f - 0.42f * near) * crown;
                Building(stage, random, x, width, height, near);
                x += width * random.Range(0.8f, 1.15f);
            }
        }
    }

    private static void Building(Stage stage, Pcg32 random, float x, float width, float height, float near)
    {
        Pen pen = stage.Pen;
        float foot = stage.Horizon + 2f, top = foot - height;
        Rgb wall = random.Pick(Rgb.Hex(0x8A93A8), Rgb.Hex(0xA79A92), Rgb.Hex(0x74829C), Rgb.Hex(0xB59C8C)).Mix(stage.Palette.Middle, 0.25f);
        var body = new Material(wall) { Fade = wall.Mix(stage.Palette.Haze, 0.35f), Round = 0f };
        pen.Rectangle(body, x, top, width, height);
        if (pen.Shading != Shading.Flat)
        {
            float side = width * 0.28f;
            pen.Rectangle(body.Darker(0.28f).AsDetail(), pen.Light.X < 0f ? x + width - side : x, top, side, height);
        }

        Roof(stage, random, body, x, width, top);
        if (near > 0.2f)
            Windows(stage, random, x, top, width, height, near);
        if (near > 0.7f && stage.Scene.Mood?.Name is "cyberpunk" or "vaporwave" && random.Chance(0.6f))
            NeonSign(stage, random, x, top, width, height);
    }

    private static void Roof(Stage stage, Pcg32 random, Material body, float x, float width, float top)
    {
        Pen pen = stage.Pen;
        float middle = x + width / 2f, u = width / 10f;
        int kind = stage.Scene.Mood?.Name is "gothic" ? 0 : stage.Scene.Mood?.Name is "art-deco" ? 1 : random.Below(6);
        switch (kind)
        {
            case 0:
                pen.Polygon(body, x, top + 1f, middle, top - width * 0.7f, x + width, top + 1f);
                break;
            case 1:
                pen.Rectangle(body, x + 1.5f * u, top - 2f * u, 7f * u, 2.2f * u);
                pen.Rectangle(body, x + 3f * u, top - 4f * u, 4f * u, 2.2f * u);
                pen.Stroke(body, u, u * 0.3f, middle, top - 4f * u, middle, top - 10f * u);
                break;
            case 2:
                pen.Stroke(body, u * 0.6f, u * 0.2f, middle, top, middle, top - 6f * u);
                if (stage.Scene.Dark)
                    pen.Glow(Rgb.Hex(0xFF4040), middle, top - 6f * u, 2f * u, 0.9f);
                break;
            case 3:
                pen.Rectangle(body, x + 2f * u, top - 1.4f * u, 3f * u, 1.6f * u);
                break;
        }
    }

    private static void Windows(Stage stage, Pcg32 random, float x, float top, float width, float height, float near)
    {
        bool lights = stage.Scene.Dark || stage.Scene.Time is TimeOfDay.Sunset;
        float pane = stage.Unit * (4f + 4f * near), pitch = pane * 2.1f;
        int columns = (int)((width - pane) / pitch), rows = (int)((height - pane * 2f) / (pitch * 1.15f));
        Rgb glass = stage.Palette.Zenith.Mix(stage.Palette.Horizon, 0.5f);
        bool neon = stage.Scene.Mood?.Name is "cyberpunk" or "vaporwave";
        Rgb warm = neon ? random.Pick(stage.Palette.Accent, stage.Palette.Accent, Rgb.Hex(0xFF6AC0), Rgb.Hex(0xFFC46A)) : Rgb.Hex(0xFFD37A);
        float margin = (width - columns * pitch + (pitch - pane)) / 2f;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                bool lit = lights && random.Chance(0.5f);
                if (!lit && lights && random.Chance(0.5f))
                    continue;
                Rgb color = lit ? warm.Mix(random.Pick(Rgb.Hex(0xFFF2C8), Rgb.Hex(0xFF9A5A), warm), random.NextFloat() * 0.7f) : glass * 0.7f;
                stage.Pen.Rectangle(Material.Lamp(color.Mix(stage.Palette.Haze, 0.3f * (1f - near))) with { Detail = true, Opacity = lit ? 0.95f : 0.45f },
                    x + margin + column * pitch, top + pane * 1.3f + row * pitch * 1.15f, pane, pane * 1.25f);
            }
        }
    }

    private static void NeonSign(Stage stage, Pcg32 random, float x, float top, float width, float height)
    {
        Rgb color = random.Pick(stage.Palette.Accent, Rgb.Hex(0xFF3FA4), Rgb.Hex(0xFFE14A), Rgb.Hex(0x8A5BFF));
        float u = stage.Unit, left = x + width * random.Range(0.1f, 0.6f);
        float signTop = top + height * random.Range(0.12f, 0.35f), length = MathF.Min(height * 0.4f, u * 90f);
        Material tube = Material.Lamp(color.Mix(Rgb.White, 0.25f)).AsDetail();
        stage.Pen.Glow(color, left + u * 9f, signTop + length / 2f, length * 0.95f, 0.6f);
        stage.Pen.Rectangle(Material.Lamp(color * 0.25f).AsDetail(), left, signTop, u * 18f, length);
        for (float y = signTop + u * 6f; y < signTop + length - u * 12f; y += u * 16f)
        {
            stage.Pen.Rectangle(tube, left + u * 4f, y, u * 10f, u * 2.4f);
            stage.Pen.Rectangle(tube, left + u * random.Pick(4f, 8f, 11f), y, u * 2.4f, u * 10f);
            if (random.Chance(0.6f))
                stage.Pen.Rectangle(tube, left + u * 4f, y + u * 8f, u * 10f, u * 2.4f);
        }
    }
}
