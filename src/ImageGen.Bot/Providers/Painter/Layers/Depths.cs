namespace ImageGen.Bot.Providers.Painter;

/// <summary>Under the sea: shafts of light, a sandy floor, weed, coral and bubbles.</summary>
internal static class Depths
{
    public static void Paint(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("depths");
        Rgb surface = Rgb.Hex(0x8FE3E0), deep = Rgb.Hex(0x0B3A66);
        Rgb dim = stage.Scene.Dark ? Rgb.Gray(0.45f) : Rgb.White;
        float lean = random.Range(-0.5f, 0.5f), inverse = 1f / stage.Extent;
        uint seed = random.Next();
        for (int y = 0; y < stage.Height; y++)
        {
            float t = y / (float)stage.Height;
            Rgb water = surface.Mix(Rgb.Hex(0x1F86A8), Scalar.SmoothStep(0f, 0.4f, t)).Mix(deep, Scalar.SmoothStep(0.25f, 1.1f, t)) * dim;
            for (int x = 0; x < stage.Width; x++)
            {
                float shaft = Noise.Value((x + y * lean) * inverse * 9f, 0.5f, seed) - 0.45f;
                stage.Canvas.Set(x, y, shaft > 0f ? water.Mix(Rgb.Hex(0xD8FFF4), shaft * 0.7f * (1f - t)) : water);
            }
        }

        stage.Pen.Haze = Rgb.Hex(0x1A6A90) * dim;
        stage.Pen.HazeAmount = 0.25f;
        Floor(stage, random);
        Weed(stage, random);
        Bubbles(stage, random);
        stage.Pen.HazeAmount = 0.08f;
    }

    private static void Floor(Stage stage, Pcg32 random)
    {
        float h = stage.Height, w = stage.Width;
        for (int ridge = 0; ridge < 2; ridge++)
        {
            float y = h * (0.84f + 0.06f * ridge);
            stage.Pen.Loop(new Material(Rgb.Hex(0xD8C290) * (0.75f + 0.2f * ridge)) { Round = 0f }, -w * 0.2f, h * 1.2f, -w * 0.1f, y, w * 0.3f, y - h * random.Range(0f, 0.05f), w * 0.7f, y + h * random.Range(0f, 0.04f), w * 1.1f, y, w * 1.2f, h * 1.2f);
        }

        for (int i = 0; i < 7; i++)
        {
            float x = random.Chance(0.5f) ? random.Range(0f, 0.3f) * w : random.Range(0.7f, 1f) * w;
            Material coral = new(random.Pick(Rgb.Hex(0xF0706A), Rgb.Hex(0xF2A65A), Rgb.Hex(0xC86FC0), stage.Palette.Accent));
            float foot = h * random.Range(0.88f, 0.97f), size = stage.Extent * random.Range(0.06f, 0.12f);
            for (int branch = -2; branch <= 2; branch++)
                stage.Pen.Stroke(coral, size * 0.2f, size * 0.1f, x, foot, x + branch * size * 0.25f, foot - size * 0.5f, x + branch * size * 0.36f, foot - size * (1.1f - MathF.Abs(branch) * 0.15f));
        }
    }

    private static void Weed(Stage stage, Pcg32 random)
    {
        for (int i = 0; i < 12; i++)
        {
            float x = (random.Chance(0.5f) ? random.Range(-0.02f, 0.25f) : random.Range(0.75f, 1.02f)) * stage.Width;
            float foot = stage.Height * random.Range(0.88f, 1f), tall = stage.Extent * random.Range(0.15f, 0.4f), sway = stage.Extent * 0.03f * random.Range(0.5f, 1.4f);
            stage.Pen.Stroke(new Material(random.Pick(Rgb.Hex(0x3F9A6A), Rgb.Hex(0x6FAF4A), Rgb.Hex(0x2F7F70))), stage.Extent * 0.022f, stage.Extent * 0.004f,
                x, foot, x + sway, foot - tall * 0.25f, x - sway, foot - tall * 0.5f, x + sway, foot - tall * 0.75f, x - sway * 0.4f, foot - tall);
        }
    }

    private static void Bubbles(Stage stage, Pcg32 random)
    {
        for (int i = 0; i < 26; i++)
        {
            float x = random.NextFloat() * stage.Width, y = random.NextFloat() * stage.Height * 0.9f, radius = stage.Extent * random.Range(0.004f, 0.016f);
            stage.Pen.Ellipse(Material.Lamp(Rgb.Hex(0xC8FFF8)) with { Opacity = 0.35f, Detail = true }, x, y, radius, radius);
            stage.Pen.Ellipse(Material.Lamp(Rgb.White) with { Opacity = 0.8f, Detail = true }, x - radius * 0.3f, y - radius * 0.35f, radius * 0.25f, radius * 0.25f);
        }
    }
}
