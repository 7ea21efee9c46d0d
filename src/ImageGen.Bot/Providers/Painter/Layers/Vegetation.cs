namespace ImageGen.Bot.Providers.Painter;

/// <summary>Trees in stands, grass, flowers, cacti: what grows on the land.</summary>
internal static class Vegetation
{
    /// <summary>Rows of trees that come nearer and darker.</summary>
    public static void Forest(Stage stage, bool snowy, int rows = 3)
    {
        Pcg32 random = stage.Random.Fork("forest");
        bool conifers = snowy || random.Chance(0.6f);
        Rgb leaf = random.Pick(Rgb.Hex(0x3F7A4A), Rgb.Hex(0x4C8050), Rgb.Hex(0x2F6B58));
        if (!conifers && stage.Scene.Time is TimeOfDay.Sunset)
            leaf = Rgb.Hex(0xC8763A);
        for (int row = 0; row < rows; row++)
        {
            float near = (row + 1f) / rows;
            stage.Distance(0.78f - 0.6f * near);
            float height = stage.Extent * (0.2f + 0.24f * near);
            float x = -height * 0.2f;
            while (x < stage.Width + height * 0.2f)
            {
                float size = height * random.Range(0.75f, 1.2f);
                float foot = stage.Horizon + stage.Height * 0.055f * near + random.Range(0f, 8f) * stage.Unit;
                Rgb color = leaf * random.Range(0.82f, 1.12f);
                if (conifers)
                    Conifer(stage.Pen, random, x, foot, size, color, snowy);
                else
                    Broadleaf(stage.Pen, random, x, foot, size, color);
                x += height * random.Range(0.24f, 0.44f);
            }
        }
    }

    public static void Conifer(Pen pen, Pcg32 random, float x, float foot, float height, Rgb color, bool snowy)
    {
        pen.Frame = Affine.Place(x, foot, height / 100f);
        pen.Stroke(Material.Of(0x5E4636), 5f, 4f, 0f, 1f, 0f, -24f);
        int tiers = 4;
        for (int tier = 0; tier < tiers; tier++)
        {
            float bottom = -12f - tier * 20f, width = 25f - tier * 5f, top = bottom - 38f + tier * 2f;
            float droop = random.Range(2f, 5f);
            var needles = new Material(color) { Fade = color * 0.72f, Texture = 0.14f, Detail = tier > 0 };
            pen.Polygon(needles, 0f, top, width * 0.45f, bottom - 14f, width * 0.34f, bottom - 13f, width, bottom + droop, width * 0.4f, bottom - 1f,
                0f, bottom + 2.5f, -width * 0.4f, bottom - 1f, -width, bottom + droop * 0.7f, -width * 0.34f, bottom - 13f, -width * 0.45f, bottom - 14f);
            if (snowy)
            {
                pen.Polygon(Material.Of(0xF2F6FC).AsDetail(), 0f, top, width * 0.42f, bottom - 13f, width * 0.9f, bottom + droop - 2f, width * 0.3f, bottom - 9f,
                    width * 0.05f, bottom - 16f, -width * 0.25f, bottom - 8f, -width * 0.85f, bottom + droop * 0.6f - 2f, -width * 0.42f, bottom - 13f);
            }
        }

        pen.Frame = Affine.Pixels;
    }

    public static void Broadleaf(Pen pen, Pcg32 random, float x, float foot, float height, Rgb color)
    {
        pen.Frame = Affine.Place(x, foot, height / 100f, random.Chance(0.5f));
        Material bark = Material.Of(0x6B4E3A) with { Texture = 0.2f };
        pen.Polygon(bark, -5f, 1f, -3f, -34f, 3f, -34f, 5.5f, 1f);
        pen.Stroke(bark.AsDetail(), 4f, 2f, 0f, -28f, 8f, -42f, 16f, -50f);
        var crown = new Material(color) { Texture = 0.25f };
        pen.Ellipse(crown.Darker(0.16f), 2f, -56f, 31f, 22f);
        for (int clump = 0; clump < 7; clump++)
        {
            float angle = clump * 0.9f + random.NextFloat();
            pen.Ellipse((crown with { Detail = true }).Lighter(0.02f * clump), Scalar.Cos(angle) * 17f, -66f + Scalar.Sin(angle) * 16f, random.Range(12f, 17f), random.Range(11f, 15f));
        }

        pen.Frame = Affine.Pixels;
    }

    /// <summary>Tufts of grass and flowers, larger towards the viewer.</summary>
    public static void Grass(Stage stage, Rgb blade, int tufts, bool flowers)
    {
        Pcg32 random = stage.Random.Fork("grass");
        stage.Distance(0f);
        for (int i = 0; i < tufts; i++)
        {
            float t = (i + 1f) / tufts;
            float y = Scalar.Lerp(stage.Horizon + (stage.Height - stage.Horizon) * 0.32f, stage.Height * 1.02f, t);
            float x = random.NextFloat() * stage.Width, size = stage.Extent * (0.012f + 0.035f * t * t);
            Rgb color = blade * random.Range(0.7f, 1.15f);
            for (int k = 0; k < 4; k++)
            {
                float lean = random.Range(-0.7f, 0.7f);
                stage.Pen.Stroke(new Material(color) { Round = 0f, Detail = true }, size * 0.13f, 0f, x + k * size * 0.12f, y, x + (lean * 0.4f + k * 0.1f) * size, y - size * 0.7f, x + lean * size, y - size * random.Range(0.8f, 1.3f));
            }

            if (flowers && i % 3 == 0)
                Blossom(stage, random, x, y - size, size * 0.24f);
        }
    }

    public static void Cacti(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("cacti");
        for (int i = 0; i < 4; i++)
        {
            float t = random.NextFloat();
            bool left = i % 2 == 0;
            stage.Distance(0.3f * (1f - t));
            float y = Scalar.Lerp(stage.Horizon + stage.Height * 0.04f, stage.Height * 0.8f, t);
            stage.Pen.Frame = Affine.Place(stage.Width * (left ? random.Range(0.03f, 0.22f) : random.Range(0.78f, 0.97f)), y, stage.Extent * (0.0009f + 0.0016f * t), random.Chance(0.5f));
            Material flesh = Material.Of(0x5F8A58) with { Texture = 0.2f };
            stage.Pen.Shadow(6f, 0f, 30f, 5f, 0.5f);
            stage.Pen.Stroke(flesh, 10f, 9f, -4f, -40f, -20f, -42f, -24f, -54f, -24f, -68f);
            stage.Pen.Stroke(flesh, 10f, 9f, 4f, -30f, 20f, -34f, 24f, -46f, 24f, -58f);
            stage.Pen.Stroke(flesh, 16f, 14f, 0f, 2f, 0f, -50f, 0f, -92f);
        }

        stage.Pen.Frame = Affine.Pixels;
    }

    private static void Blossom(Stage stage, Pcg32 random, float x, float y, float size)
    {
        Rgb color = random.Pick(stage.Palette.Accent, Rgb.Hex(0xF7F2E4), Rgb.Hex(0xF2C14E), Rgb.Hex(0xC77DBA));
        for (int petal = 0; petal < 5; petal++)
        {
            float angle = petal * Scalar.Tau / 5f;
            stage.Pen.Ellipse(new Material(color) { Round = 0f, Detail = true }, x + Scalar.Cos(angle) * size, y + Scalar.Sin(angle) * size * 0.8f, size * 0.8f, size * 0.7f);
        }

        stage.Pen.Ellipse(Material.Of(0xE8A628) with { Detail = true }, x, y, size * 0.6f, size * 0.5f);
    }
}
