namespace ImageGen.Bot.Providers.Painter;

/// <summary>Things worn. All sit on the middle line of the figure's frame.</summary>
internal static class Wardrobe
{
    /// <summary>Two big dark lenses with the sky's reflection across them.</summary>
    public static void Sunglasses(Figure figure, float y, float apart, float radius)
    {
        Pen pen = figure.Pen;
        Rgb rim = figure.Random.Pick(Rgb.Hex(0x17151E), Rgb.Hex(0x17151E), figure.Accent * 0.75f, Rgb.Hex(0xC9A24A));
        Rgb tint = figure.Scene.Palette.Middle.Mix(figure.Accent, 0.35f).Saturate(1.3f);
        Material frame = new(rim) { Round = 0.3f };
        float r = radius;
        pen.Stroke(frame, r * 0.28f, r * 0.28f, -apart + r * 0.5f, y - r * 0.36f, 0, y - r * 0.6f, apart - r * 0.5f, y - r * 0.36f);
        for (int side = -1; side <= 1; side += 2)
        {
            float x = side * apart;
            pen.Stroke(frame, r * 0.24f, r * 0.16f, x + side * r * 0.8f, y - r * 0.5f, x + side * r * 1.55f, y - r * 0.62f);
            pen.Loop(frame, x - side * r * 0.9f, y - r * 0.7f, x, y - r * 0.88f, x + side * r * 1.06f, y - r * 0.78f, x + side * r * 1.02f, y + r * 0.1f, x + side * r * 0.5f, y + r * 0.78f, x - side * r * 0.3f, y + r * 0.8f, x - side * r * 0.86f, y + r * 0.2f);
            Material lens = new(Rgb.Hex(0x12101C)) { Fade = tint.Mix(Rgb.Hex(0x201C30), 0.35f), Round = 0f, Detail = true, Glows = figure.Scene.Mood?.Name == "cyberpunk" };
            pen.Loop(lens, x - side * r * 0.74f, y - r * 0.54f, x, y - r * 0.7f, x + side * r * 0.88f, y - r * 0.62f, x + side * r * 0.84f, y + r * 0.06f, x + side * r * 0.4f, y + r * 0.62f, x - side * r * 0.24f, y + r * 0.64f, x - side * r * 0.7f, y + r * 0.14f);
            Material gleam = Material.Lamp(Rgb.White) with { Detail = true, Opacity = 0.55f };
            pen.Polygon(gleam, x - r * 0.5f, y + r * 0.16f, x - r * 0.02f, y - r * 0.54f, x + r * 0.22f, y - r * 0.54f, x - r * 0.32f, y + r * 0.4f);
            pen.Polygon(gleam with { Opacity = 0.35f }, x - r * 0.16f, y + r * 0.44f, x + r * 0.42f, y - r * 0.48f, x + r * 0.52f, y - r * 0.44f, x - r * 0.06f, y + r * 0.48f);
        }
    }

    /// <summary>Whatever headgear the text asks for; <paramref name="y"/> is the crown of the head.</summary>
    public static void Hats(Figure figure, float y, float size)
    {
        if (figure.Wears(Attire.WizardHat))
            figure.Within(0, y, size, size, -0.08f, () => WizardHat(figure));
        else if (figure.Wears(Attire.Crown))
            figure.Within(0, y, size, size, 0.06f, () => Crown(figure));
        else if (figure.Wears(Attire.TopHat))
            figure.Within(0, y, size, size, 0.1f, () => TopHat(figure));
    }

    public static void Scarf(Figure figure, float y, float half)
    {
        Material wool = new(figure.Accent) { Texture = 0.2f };
        Pen pen = figure.Pen;
        pen.Stroke(wool, 9, 7, half * 0.4f, y + 2, half * 0.62f, y + 14, half * 0.5f, y + 27);
        pen.Stroke(wool, 9, 9, -half, y - 1, -half * 0.4f, y + 4, half * 0.4f, y + 4, half, y - 1);
        for (int stripe = 0; stripe < 2; stripe++)
            pen.Stroke(wool.Lighter(0.5f).AsDetail(), 1.6f, 1.6f, half * 0.38f, y + 17 + stripe * 4, half * 0.74f, y + 17 + stripe * 4);
    }

    public static void BowTie(Figure figure, float y)
    {
        Material silk = new(figure.Accent);
        for (int side = -1; side <= 1; side += 2)
            figure.Pen.Loop(silk, side, y, side * 6, y - 5, side * 11, y - 4.6f, side * 10, y, side * 11, y + 4.6f, side * 6, y + 4);
        figure.Pen.Ellipse(silk.Darker(0.25f), 0, y, 2.8f, 3.2f);
    }

    public static void Collar(Figure figure, float y, float half)
    {
        figure.Pen.Stroke(new Material(figure.Accent), 3.6f, 3.6f, -half, y - 1, -half * 0.4f, y + 3.4f, half * 0.4f, y + 3.4f, half, y - 1);
        figure.Pen.Ellipse(Material.Of(0xF4C542), 0, y + 6.5f, 3.4f, 3.6f);
        figure.Pen.Ellipse(Material.Of(0x7A5A1C).AsDetail(), 0, y + 7.6f, 0.9f, 1.1f);
    }

    private static void WizardHat(Figure figure)
    {
        Pen pen = figure.Pen;
        Material felt = Material.Of(0x4A3A9A) with { Fade = Rgb.Hex(0x2E2468), Texture = 0.1f };
        pen.Polygon(felt, -19, 0, -9, -24, 2, -42, 12, -50, 8, -38, 12, -20, 19, 0);
        pen.Ellipse(felt, 0, 1, 32, 6);
        pen.Stroke(new Material(figure.Accent), 4, 4, -18, -3, 0, 0, 18, -3);
        for (int star = 0; star < 4; star++)
            pen.Ellipse(Material.Lamp(Rgb.Hex(0xFFE27A)).AsDetail(), -7 + star * 5, -10 - star * 7.5f + star % 2 * 5, 1.5f, 1.5f);
    }

    private static void Crown(Figure figure)
    {
        Pen pen = figure.Pen;
        Material gold = Material.Of(0xF6C93E) with { Fade = Rgb.Hex(0xD9962A) };
        pen.Polygon(gold, -17, 2, -20, -17, -10, -8, 0, -21, 10, -8, 20, -17, 17, 2);
        for (int gem = -1; gem <= 1; gem++)
            pen.Ellipse(new Material(gem == 0 ? Rgb.Hex(0xD23A4A) : Rgb.Hex(0x3A7AD2)) { Detail = true }, gem * 9, -2.5f, 2.3f, 2.3f);
    }

    private static void TopHat(Figure figure)
    {
        Material felt = Material.Of(0x2C2832);
        figure.Pen.Polygon(felt, -15, 1, -17, -28, 17, -28, 15, 1);
        figure.Pen.Ellipse(felt, 0, 1, 27, 4.6f);
        figure.Pen.Polygon(new Material(figure.Accent).AsDetail(), -15.2f, -2, -15.6f, -8, 15.6f, -8, 15.2f, -2);
    }
}
