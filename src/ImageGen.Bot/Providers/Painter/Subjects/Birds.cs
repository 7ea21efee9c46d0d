namespace ImageGen.Bot.Providers.Painter;

/// <summary>Owl, songbird and penguin.</summary>
internal static class Birds
{
    public static void Owl(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0x8C6A4C, 0xA58A6C, 0x74645C, 0xD8CDBE);
        var plumage = new Material(coat) { Texture = 0.22f };
        Material pale = new(coat.Mix(Rgb.Hex(0xFFF4DE), 0.65f)) { Detail = true, Texture = 0.08f };
        Material dark = new(coat * 0.6f) { Texture = 0.15f };
        Perch(figure);
        pen.Loop(dark, -9, -22, 9, -22, 11, -4, 6, 4, -6, 4, -11, -4);
        pen.Symmetric(plumage, 14, -96, 27, -84, 31, -62, 31, -40, 24, -20, 10, -10);
        pen.Symmetric(pale, 10, -60, 19, -50, 19, -32, 10, -16);
        for (int row = 0; row < 4; row++)
        {
            for (int column = -2; column <= 2; column++)
            {
                float x = column * 7 + (row % 2) * 3.5f - 1.75f, y = -50 + row * 8;
                if (MathF.Abs(x) < 17 - row)
                    pen.Stroke(dark.AsDetail(), 2.2f, 0.4f, x - 2.2f, y, x, y + 3.4f, x + 2.2f, y);
            }
        }

        for (int side = -1; side <= 1; side += 2)
        {
            pen.Loop(dark, side * 22, -66, side * 31, -60, side * 35, -40, side * 30, -18, side * 22, -6, side * 21, -26, side * 24, -46);
            for (int feather = 0; feather < 3; feather++)
                pen.Stroke(plumage.Lighter(0.15f).AsDetail(), 1.8f, 0.5f, side * (26 + feather), -50 + feather * 10, side * (29 - feather), -42 + feather * 10, side * (27 - feather * 1.5f), -35 + feather * 10);
            pen.Polygon(dark, side * 12, -90, side * 27, -108, side * 28, -80);
            for (int toe = -1; toe <= 1; toe++)
                pen.Stroke(Material.Of(0xE0A040), 3.4f, 1.6f, side * 9 + toe * 3, -11, side * 9 + toe * 3.6f, -5.5f);
        }

        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(pale with { Detail = false }, side * 12.6f, -77, 15, 15.4f);
            pen.Ellipse(dark.AsDetail(), side * 12.6f, -77, 10.4f, 10.4f);
        }

        if (figure.Wears(Attire.Sunglasses))
            Wardrobe.Sunglasses(figure, -77, 12.6f, 12);
        else
            OwlEyes(pen);
        pen.Loop(Material.Of(0xE8A53A), -4, -72, 0, -75, 4, -72, 0, -61);
        Wardrobe.Hats(figure, -95, 0.95f);
    }

    public static void Songbird(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0x4A8CC8, 0xC8503C, 0x5AA07A, 0xE0A03C, 0x7A6AB0);
        var plumage = new Material(coat) { Texture = 0.14f };
        Material wing = new(coat * 0.72f) { Texture = 0.14f };
        Material breast = new(coat.RotateHue(0.08f).Mix(Rgb.Hex(0xFFE2B0), 0.6f)) { Detail = true };
        Perch(figure);
        for (int leg = 0; leg < 2; leg++)
            pen.Stroke(Material.Of(0x6A5040), 2, 2, -6 + leg * 12, -24, -4 + leg * 12, -6);
        pen.Loop(wing, 20, -38, 44, -32, 68, -22, 66, -14, 44, -20, 20, -24);
        pen.Loop(plumage, -26, -82, -8, -84, 4, -70, 24, -52, 34, -34, 20, -22, 0, -18, -22, -26, -34, -48, -38, -68);
        pen.Loop(breast, -36, -62, -22, -60, -10, -44, -2, -26, -12, -20, -24, -28, -33, -46);
        pen.Loop(wing, -4, -60, 12, -56, 32, -40, 52, -24, 30, -24, 10, -28, -2, -40);
        for (int feather = 0; feather < 3; feather++)
            pen.Stroke(plumage.Lighter(0.3f).AsDetail(), 1.6f, 0.6f, 4 + feather * 4, -46 + feather * 6, 18 + feather * 6, -38 + feather * 5, 38 + feather * 3, -27 + feather);
        pen.Polygon(Material.Of(0xF0B040), -37, -74, -54, -69, -37, -65);
        pen.Ellipse(Material.Of(0x1C181C).AsDetail(), -26, -72, 4.4f, 4.6f);
        pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), -27.4f, -73.6f, 1.5f, 1.5f);
        if (figure.Wears(Attire.Sunglasses))
            figure.Within(-25, -72, 0.7f, 0.7f, 0f, () => Wardrobe.Sunglasses(figure, 0, 10, 9));
        figure.Within(-20, -82, 0.7f, 0.7f, 0f, () => Wardrobe.Hats(figure, 0, 1f));
    }

    public static void Penguin(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0x2C3444, 0x343A50);
        var back = new Material(coat) { Texture = 0.08f };
        pen.Shadow(0, 0, 34, 6, 0.6f);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(Material.Of(0xF0A030), side * 11, -2.5f, 11, 4);
            pen.Loop(back, side * 20, -60, side * 30, -46, side * 37, -24, side * 33, -20, side * 24, -30);
        }

        pen.Symmetric(back, 12, -99, 21, -86, 23, -66, 29, -40, 28, -16, 16, -3);
        pen.Symmetric(Material.Of(0xF8F6F2).AsDetail(), 5, -66, 17, -58, 22, -36, 20, -14, 10, -5);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(Material.Of(0xF8F6F2).AsDetail(), side * 8.4f, -79, 9.4f, 10.6f);
            pen.Ellipse(Material.Of(0xF4B848) with { Detail = true, Opacity = 0.8f }, side * 13, -64, 5, 3.4f);
            pen.Ellipse(Material.Of(0x16141C).AsDetail(), side * 8, -81, 3, 3.6f);
            pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 8 - 1, -82.6f, 1.1f, 1.2f);
        }

        pen.Loop(Material.Of(0xF0A030), -6, -75, 0, -77.5f, 6, -75, 0, -68);
        if (figure.Wears(Attire.Sunglasses))
            Wardrobe.Sunglasses(figure, -81, 9.4f, 8.6f);
        if (figure.Wears(Attire.Scarf) || figure.Random.Chance(0.4f))
            Wardrobe.Scarf(figure, -61, 22);
        Wardrobe.Hats(figure, -97, 0.8f);
    }

    private static void OwlEyes(Pen pen)
    {
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(Material.Of(0xF6BE3A) with { Round = 0f, Detail = true }, side * 12.6f, -77, 8.6f, 8.6f);
            pen.Ellipse(Material.Of(0x17131A) with { Round = 0f, Detail = true }, side * 12.2f, -77, 5.6f, 5.8f);
            pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 12.6f - 2.4f, -80, 2.2f, 2.3f);
        }
    }

    private static void Perch(Figure figure)
    {
        Material bark = Material.Of(0x6A4C3A) with { Texture = 0.3f };
        Pen pen = figure.Pen;
        bool snowy = figure.Scene.Setting == Setting.Snowfield || figure.Scene.Weather == Weather.Snow;
        pen.Stroke(bark, 15, 5, -95, 6, -50, 2, 0, -2, 50, -4, 98, -16);
        pen.Stroke(bark, 5, 1.5f, 46, -4, 64, -20, 72, -36);
        for (int leaf = 0; leaf < 5; leaf++)
        {
            Rgb color = snowy ? Rgb.Hex(0xF2F6FC) : Rgb.Hex(0x5F9A4E);
            pen.Ellipse(new Material(color), 62 + leaf * 8, -20 - leaf % 2 * 14, 7, 3.6f, -0.6f + leaf * 0.4f);
        }

        if (snowy)
            pen.Loop(Material.Of(0xF4F8FD), -92, 0, -60, -6, -28, -7, 4, -9, 40, -10, 70, -14, 46, -6, 0, -3, -50, 0);
    }
}
