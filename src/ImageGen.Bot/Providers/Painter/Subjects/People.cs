namespace ImageGen.Bot.Providers.Painter;

/// <summary>Human figures: a cloaked wanderer, and an astronaut.</summary>
internal static class People
{
    public static void Wanderer(Figure figure)
    {
        Pen pen = figure.Pen;
        Pcg32 random = figure.Random;
        Rgb skin = Rgb.Hex(random.Pick(0xF2C8A0u, 0xD9A074u, 0x9A6444u, 0x6E4632u));
        Rgb hair = Rgb.Hex(random.Pick(0x2E2220u, 0x6A4028u, 0xC89848u, 0x8A3A28u));
        Rgb cloth = figure.Scene.SubjectColor ?? random.Pick(figure.Accent, Rgb.Hex(0x3E6A8A), Rgb.Hex(0x8A3E4E), Rgb.Hex(0x4E7A5A));
        Material cloak = new Material(cloth) { Fade = cloth * 0.68f, Texture = 0.1f };
        Material boots = Material.Of(0x4A342A);

        pen.Shadow(2, 0, 32, 5, 0.8f);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Polygon(Material.Of(0x3A3E50), side * 2, -34, side * 11, -34, side * 10, -5, side * 3.4f, -5);
            pen.Loop(boots, side * 2.6f, -12, side * 10.6f, -12, side * 11, -4, side * 13, 0, side * 2.4f, 0);
        }

        pen.Symmetric(cloak, 6, -74, 14, -68, 18, -50, 23, -24, 20, -18, 8, -21);
        pen.Symmetric(Material.Of(0xEADFC8).AsDetail(), 2, -72, 4.6f, -60, 3.4f, -40, 2, -38);
        pen.Stroke(boots.AsDetail(), 3, 3, -18, -43, 0, -40, 18, -43);
        pen.Ellipse(Material.Of(0xE8C050).AsDetail(), 0, -40.4f, 2.4f, 2.4f);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Stroke(cloak.Darker(0.08f), 9, 7.5f, side * 13, -66, side * 20, -54, side * 21, -42);
            pen.Ellipse(new Material(skin), side * 21, -38, 3.8f, 4.2f);
        }

        pen.Stroke(Material.Of(0x7A5636), 2.6f, 2.2f, 25, 0, 24, -40, 25, -82);
        Head(figure, skin, hair);
        if (figure.Wears(Attire.Scarf) || random.Chance(0.5f))
            figure.Within(0, -71, 0.55f, 0.55f, 0f, () => Wardrobe.Scarf(figure, 0, 16));
    }

    public static void Astronaut(Figure figure)
    {
        Pen pen = figure.Pen;
        Material suit = new(figure.Coat(0xF0F0F2, 0xE8E4DC));
        Material seam = new(figure.Accent);
        pen.Shadow(2, 0, 34, 5, 0.7f);
        pen.Loop(suit.Darker(0.25f), -20, -68, 20, -68, 23, -50, 20, -32, -20, -32, -23, -50);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Loop(suit, side * 2, -36, side * 14, -36, side * 15, -16, side * 14, -6, side * 3, -6, side * 2, -18);
            pen.Loop(Material.Of(0x8A90A0), side * 2, -9, side * 14, -9, side * 17, -3, side * 16, 0, side * 2, 0);
            pen.Stroke(suit, 12, 10, side * 17, -62, side * 26, -50, side * 24, -36);
            pen.Ellipse(seam, side * 24, -33, 5, 5);
            pen.Stroke(seam.AsDetail(), 2, 2, side * 3, -22, side * 14.4f, -22);
        }

        pen.Symmetric(suit, 10, -70, 19, -62, 19, -44, 16, -32, 6, -30);
        pen.Loop(Material.Of(0x6A7488).AsDetail(), -9, -54, 9, -54, 9.6f, -43, -9.6f, -43);
        pen.Ellipse(Material.Lamp(figure.Accent).AsDetail(), -5, -49, 2, 2);
        pen.Ellipse(Material.Lamp(Rgb.Hex(0x6CF0C0)).AsDetail(), 0, -49, 2, 2);
        pen.Rectangle(seam.AsDetail(), 3.4f, -50.5f, 4.6f, 3);
        pen.Ellipse(suit, 0, -82, 19, 18.4f);
        Rgb visor = figure.Scene.Palette.Horizon;
        pen.Loop(new Material(Rgb.Hex(0x1A2038)) { Fade = visor.Mix(Rgb.Hex(0xE0A040), 0.5f), Round = 0.4f, Detail = true }, -14, -84, -9, -93, 0, -95, 9, -93, 14, -84, 11, -74, 0, -70, -11, -74);
        pen.Loop(Material.Lamp(Rgb.White) with { Opacity = 0.6f, Detail = true }, -10.5f, -85, -7, -91, -2, -93, -6, -87, -8, -80);
        if (figure.Wears(Attire.Sunglasses))
            Wardrobe.Sunglasses(figure, -84, 7, 6.4f);
    }

    private static void Head(Figure figure, Rgb skin, Rgb hair)
    {
        Pen pen = figure.Pen;
        bool longHair = figure.Random.Chance(0.5f);
        Material locks = new Material(hair) { Texture = 0.15f };
        Material ink = new Material(Rgb.Hex(0x2C2024)) { Detail = true, Round = 0f };
        if (longHair)
            pen.Symmetric(locks, 6, -102, 13, -94, 14, -82, 15, -68, 7, -70);
        pen.Rectangle(new Material(skin * 0.88f), -3.4f, -78, 6.8f, 8);
        pen.Symmetric(new Material(skin), 5, -101, 10.4f, -95, 11, -86, 8, -78, 3, -74.5f);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(ink, side * 4.3f, -86.6f, 1.25f, 1.7f);
            pen.Stroke(ink with { Opacity = 0.8f }, 0.9f, 0.5f, side * 2.6f, -90, side * 4.6f, -90.8f, side * 6.4f, -90);
            pen.Ellipse(Material.Of(0xE88A80) with { Opacity = 0.4f, Detail = true }, side * 6.4f, -82.8f, 2, 1.3f);
        }

        pen.Stroke(ink, 0.8f, 0.6f, -2.6f, -80, 0, -79, 2.6f, -80);
        pen.Loop(locks, -11.6f, -86, -11, -97, -5, -103.4f, 5, -103.4f, 11, -97, 11.6f, -86, 9, -94, 3, -97, -4, -95, -9.4f, -92);
        if (figure.Wears(Attire.Sunglasses))
            Wardrobe.Sunglasses(figure, -86.6f, 4.9f, 4.6f);
        Wardrobe.Hats(figure, -98, 0.52f);
    }
}
