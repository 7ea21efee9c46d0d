namespace ImageGen.Bot.Providers.Painter;

/// <summary>Flower, mushroom and tree.</summary>
internal static class Plants
{
    public static void Flower(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb color = figure.Coat(0xE8506A, 0xF2B43A, 0x8A6AD0, 0xF08AB0, 0xFBF4EA);
        Material stem = Material.Of(0x4E8A48);
        Material petal = new Material(color) { Fade = color * 0.85f, Round = 0.6f };
        int petals = 8 + figure.Random.Below(5);
        float turn = figure.Random.NextFloat();
        pen.Shadow(0, 0, 20, 4, 0.5f);
        pen.Stroke(stem, 4.4f, 3.4f, 2, 2, -4, -24, 0, -62);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Loop(stem, -2, -16 - side * 4, side * 14, -32 - side * 4, side * 34, -36 - side * 4, side * 24, -22 - side * 4, side * 10, -14 - side * 4);
            pen.Stroke(stem.Darker(0.25f).AsDetail(), 0.9f, 0.4f, -1, -17 - side * 4, side * 16, -26 - side * 4, side * 31, -34 - side * 4);
        }

        for (int ring = 0; ring < 2; ring++)
        {
            for (int i = 0; i < petals; i++)
            {
                figure.Within(0, -70, 1f, 1f, turn + (i + ring * 0.5f) * Scalar.Tau / petals, () =>
                {
                    Material leaf = ring == 0 ? petal.Darker(0.18f) : petal;
                    float length = ring == 0 ? 32 : 27;
                    pen.Loop(leaf, 0, -4, 6, -length * 0.5f, 6.6f, -length * 0.82f, 0, -length, -6.6f, -length * 0.82f, -6, -length * 0.5f);
                    pen.Stroke(leaf.Darker(0.2f).AsDetail(), 0.8f, 0.3f, 0, -9, 0, -length * 0.82f);
                });
            }
        }

        pen.Ellipse(new Material(Rgb.Hex(color.R > 0.85f && color.G > 0.6f ? 0x7A4A2Au : 0xF0B83Au)) { Texture = 0.3f }, 0, -70, 10.6f, 10.6f);
        for (int seed = 0; seed < 22; seed++)
        {
            float radius = MathF.Sqrt(seed) * 1.9f, angle = seed * 2.4f;
            pen.Ellipse(Material.Of(0x8A5424).AsDetail(), Scalar.Cos(angle) * radius, -70 + Scalar.Sin(angle) * radius, 0.9f, 0.9f);
        }
    }

    public static void Mushroom(Figure figure)
    {
        Pen pen = figure.Pen;
        Material cap = new(figure.Coat(0xD0392E, 0xB86A3A, 0x8A5AA8));
        Material stalk = Material.Of(0xF4E8D4) with { Texture = 0.08f };
        Material spot = Material.Of(0xFBF4E8).AsDetail();
        pen.Shadow(0, 0, 34, 6, 0.7f);
        figure.Within(34, 1, 0.45f, 0.45f, 0.08f, () => Single(pen, cap.Darker(0.1f), stalk, spot));
        figure.Within(-36, 1, 0.32f, 0.32f, -0.1f, () => Single(pen, cap.Lighter(0.08f), stalk, spot));
        Single(pen, cap, stalk, spot);
    }

    public static void Tree(Figure figure)
    {
        Pen pen = figure.Pen;
        Pcg32 random = figure.Random;
        uint natural = figure.Scene.Time == TimeOfDay.Sunset ? 0xD87A34u : figure.Scene.Weather == Weather.Snow ? 0xE8EEF6u : random.Pick(0x5A9A4Au, 0x7AA848u, 0x4A8A58u, 0xF0A0B8u);
        Rgb leaf = figure.Scene.SubjectColor ?? Rgb.Hex(natural);
        Material bark = Material.Of(0x6A4A38) with { Texture = 0.3f };
        pen.Shadow(4, 0, 52, 8, 0.75f);
        Canopy(pen, random, leaf * 0.72f, 0, -66, 1.02f);
        pen.Loop(bark, -16, 3, -8, -4, -6, -24, -9, -44, -3, -48, 4, -46, 8, -40, 6, -22, 9, -4, 18, 3, 0, 1);
        pen.Stroke(bark, 8, 3, -2, -38, -14, -54, -26, -62);
        pen.Stroke(bark, 8, 3, 2, -36, 14, -52, 25, -64);
        pen.Stroke(bark, 6, 2, 0, -40, 2, -58, -2, -76);
        Canopy(pen, random, leaf, 0, -69, 0.9f);
        for (int fallen = 0; fallen < 14; fallen++)
            pen.Ellipse(new Material(leaf * random.Range(0.8f, 1.15f)) { Detail = true, Round = 0f }, random.Range(-52f, 52f), random.Range(-2f, 5f), 1.6f, 0.8f, random.Range(-1f, 1f));
    }

    private static void Canopy(Pen pen, Pcg32 random, Rgb leaf, float x, float y, float size)
    {
        for (int clump = 0; clump < 15; clump++)
        {
            float angle = clump * 2.4f, radius = MathF.Sqrt(clump / 15f) * 27f * size;
            Material tuft = new Material(leaf * (0.84f + clump % 4 * 0.07f)) { Texture = 0.3f, Detail = clump > 9 };
            pen.Ellipse(tuft, x + Scalar.Cos(angle) * radius * 1.3f, y + Scalar.Sin(angle) * radius * 0.82f, random.Range(11f, 15f) * size, random.Range(9f, 12f) * size);
        }
    }

    private static void Single(Pen pen, Material cap, Material stalk, Material spot)
    {
        pen.Symmetric(stalk, 9, -52, 9, -30, 13, -6, 6, 1);
        pen.Symmetric(stalk.Darker(0.16f), 10, -52, 30, -47, 20, -42, 8, -40);
        pen.Symmetric(cap, 12, -97, 34, -78, 42, -54, 34, -47, 14, -50);
        pen.Ellipse(spot, -14, -76, 8, 6.6f, -0.3f);
        pen.Ellipse(spot, 13, -82, 6.4f, 5.4f, 0.3f);
        pen.Ellipse(spot, 6, -62, 6.4f, 4.6f);
        pen.Ellipse(spot, 28, -62, 5, 5, 0.5f);
        pen.Ellipse(spot, -30, -58, 4.6f, 4, -0.4f);
        pen.Ellipse(spot, -4, -93, 4.4f, 2.6f);
    }
}
