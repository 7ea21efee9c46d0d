namespace ImageGen.Bot.Providers.Painter;

/// <summary>Rocket, balloon and planet.</summary>
internal static class Flyers
{
    public static void Rocket(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0xF2EEE6, 0xE4E8EE);
        Material hull = new Material(paint) { Round = 1f };
        Rgb trim = figure.Scene.SubjectColor is { } color ? color * 0.7f : figure.Random.Pick(Rgb.Hex(0xD8402E), Rgb.Hex(0x2F7AC8), Rgb.Hex(0xE8952E));
        Material fins = new Material(trim);
        figure.Within(0, -50, 1f, 1f, figure.Random.Range(0.2f, 0.55f), () => figure.Within(0, 50, 1f, 1f, 0f, () =>
        {
            Flame(figure);
            for (int side = -1; side <= 1; side += 2)
                pen.Loop(fins, side * 10, -46, side * 24, -32, side * 30, -12, side * 28, -6, side * 18, -16, side * 10, -18);
            pen.Polygon(Material.Of(0x4A4C58), -8, -18, 8, -18, 10, -11, -10, -11);
            pen.Symmetric(hull, 4, -104, 12, -86, 17, -60, 16, -36, 10, -17);
            pen.Symmetric(fins.AsDetail(), 3, -104.5f, 8, -95, 12.4f, -84, 5, -82.4f);
            pen.Symmetric(fins.AsDetail(), 4, -28.6f, 14.8f, -30, 14, -25, 4, -23.6f);
            pen.Ellipse(Material.Of(0xC8CCD4), 0, -62, 9, 9);
            pen.Ellipse(new Material(Rgb.Hex(0x2A4A78)) { Fade = Rgb.Hex(0x6AC0E0), Detail = true, Round = 0f }, 0, -62, 6.6f, 6.6f);
            pen.Ellipse(Material.Lamp(Rgb.White) with { Detail = true, Opacity = 0.8f }, -2.2f, -64.4f, 1.9f, 1.5f);
            pen.Loop(fins, -2.6f, -44, 2.6f, -44, 3, -10, 0, -5, -3, -10);
        }));
    }

    public static void Balloon(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb one = figure.Coat(0xD8453A, 0x2F8AA8, 0xE89A2E, 0x7A5AB0);
        Rgb other = figure.Random.Pick(Rgb.Hex(0xF8E6C0), Rgb.Hex(0xF2C24A), Rgb.Hex(0xF6EEE0));
        Material rope = Material.Of(0x5A4434).Flat();
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Stroke(rope, 0.6f, 0.6f, side * 11, -30, side * 7, -13);
            pen.Stroke(rope, 0.6f, 0.6f, side * 4, -28, side * 3, -13);
        }

        pen.Symmetric(new Material(one) { Round = 1f }, 12, -101, 28, -90, 34, -70, 27, -48, 12, -29, 6, -27);
        for (int gore = -2; gore <= 2; gore += 2)
        {
            float middle = gore * 8f, half = gore == 0 ? 6.4f : 4.6f;
            pen.Loop(new Material(other) { Round = 0.5f, Detail = true }, middle * 0.3f, -101.5f + MathF.Abs(gore) * 0.3f, middle * 1.1f + half, -86, middle * 1.3f + half, -70, middle * 1.06f + half * 0.8f, -50, middle * 0.45f + 1.4f, -29,
                middle * 0.45f - 1.4f, -29, middle * 1.06f - half * 0.8f, -50, middle * 1.3f - half, -70, middle * 1.1f - half, -86);
        }

        pen.Loop(new Material(one * 0.75f), -12, -31, 0, -29, 12, -31, 10, -26.5f, 0, -25.4f, -10, -26.5f);
        pen.Glow(Rgb.Hex(0xFFC050), 0, -23, 9, 0.8f);
        pen.Loop(new Material(Rgb.Hex(0x9A6A3C)) { Texture = 0.3f }, -8.5f, -13, 8.5f, -13, 7, 0, -7, 0);
        pen.Stroke(Material.Of(0x6E4828), 2.2f, 2.2f, -9, -13, 9, -13);
    }

    public static void Planet(Figure figure)
        => Cosmos.Planet(figure.Pen, figure.Random, 0, -50, 42, figure.Scene.SubjectColor, ringed: true);

    private static void Flame(Figure figure)
    {
        Pen pen = figure.Pen;
        pen.Glow(Rgb.Hex(0xFF9A3A), 0, 6, 44, 0.9f);
        for (int puff = 0; puff < 8; puff++)
            pen.Ellipse(Material.Lamp(Rgb.Hex(0xF0E6E0)) with { Opacity = 0.16f, Detail = true }, figure.Random.Range(-5f, 5f) * (1 + puff * 0.3f), 26 + puff * 9, 7 + puff * 1.6f, 6 + puff * 1.2f);
        pen.Symmetric(Material.Lamp(Rgb.Hex(0xF0702A)), 7, -12, 11, 2, 7, 18, 1.5f, 36);
        pen.Symmetric(Material.Lamp(Rgb.Hex(0xFFC24A)).AsDetail(), 5, -12, 7, 1, 4, 13, 1, 25);
        pen.Symmetric(Material.Lamp(Rgb.Hex(0xFFF6D0)).AsDetail(), 3, -12, 4, -3, 2, 5, 0.6f, 12);
    }
}
