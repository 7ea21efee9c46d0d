namespace ImageGen.Bot.Providers.Painter;

/// <summary>A sitting dog with drooping ears and its tongue out.</summary>
internal static class Dog
{
    public static void Draw(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0xC98A4E, 0x8A5E3E, 0xE3BE88, 0x5C5258, 0xEADFCB);
        var fur = new Material(coat) { Texture = 0.16f };
        var pale = new Material(coat.Mix(Rgb.Hex(0xFFF6E6), 0.7f)) { Texture = 0.08f, Detail = true };
        Material dark = new(coat * 0.62f) { Texture = 0.14f };

        pen.Shadow(2, 0, 44, 7, 0.75f);
        pen.Stroke(fur, 8, 3, 18, -10, 34, -16, 41, -30, 38, -42);
        pen.Symmetric(fur, 10, -58, 18, -44, 24, -26, 27, -12, 23, -2, 10, 0);
        pen.Symmetric(pale, 5, -54, 11, -42, 9, -26, 4, -20);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(fur, side * 20, -6, 11, 7);
            pen.Loop(fur, side * 3, -38, side * 12, -36, side * 12.5f, -18, side * 12, -4, side * 8, -1, side * 3, -3, side * 2.4f, -18);
            pen.Ellipse(pale with { Detail = false }, side * 8, -4, 7.6f, 5);
        }

        if (figure.Wears(Attire.Scarf))
            Wardrobe.Scarf(figure, -49, 18);
        else
            Wardrobe.Collar(figure, -49, 16);
        figure.Within(0, 0, 1f, 1f, figure.Random.Range(-0.06f, 0.06f), () => Head(figure, fur, pale, dark));
    }

    private static void Head(Figure figure, Material fur, Material pale, Material dark)
    {
        Pen pen = figure.Pen;
        Material ink = new Material(Rgb.Hex(0x2A2024)) { Detail = true, Round = 0.5f };
        pen.Symmetric(fur, 10, -97, 20, -91, 24, -78, 22, -64, 15, -53, 6, -49);
        if (figure.Random.Chance(0.5f))
            pen.Ellipse(dark.AsDetail(), 10, -78, 9, 11);
        pen.Symmetric(pale, 2, -92, 4, -80, 11, -68, 13, -60, 8, -50);
        for (int side = -1; side <= 1; side += 2)
            pen.Loop(dark, side * 13, -95, side * 24, -92, side * 33, -78, side * 33, -62, side * 27, -58, side * 22, -68, side * 20, -82);
        pen.Loop(new Material(Rgb.Hex(0xE8737C)), -3, -56, 4, -56, 4.6f, -46, 1, -42, -3, -46);
        pen.Stroke(ink, 0.7f, 0.4f, 0.6f, -55, 0.8f, -47);
        pen.Loop(ink with { Detail = false }, -6, -69, 0, -70.5f, 6, -69, 4, -64, 0, -62, -4, -64);
        pen.Ellipse(Material.Lamp(Rgb.White) with { Opacity = 0.6f, Detail = true }, -2, -68.4f, 1.8f, 0.9f);
        pen.Stroke(ink, 0.9f, 0.9f, 0, -63, 0, -58.5f);
        for (int side = -1; side <= 1; side += 2)
            pen.Stroke(ink, 1, 0.5f, 0, -58.5f, side * 4, -55.6f, side * 9, -57, side * 11.5f, -60);
        if (figure.Wears(Attire.Sunglasses))
        {
            Wardrobe.Sunglasses(figure, -78, 10.4f, 9);
        }
        else
        {
            for (int side = -1; side <= 1; side += 2)
            {
                pen.Ellipse(ink, side * 10.4f, -77, 4.4f, 5);
                pen.Ellipse(new Material(Rgb.Hex(0x7A4A28)) { Round = 0f, Detail = true }, side * 10.4f, -76, 3, 3.2f);
                pen.Ellipse(ink, side * 10.4f, -76.6f, 2, 2.4f);
                pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 10.4f - 1.2f, -79, 1.4f, 1.5f);
                pen.Stroke(dark.AsDetail(), 1.6f, 0.8f, side * 7, -85, side * 11, -86.4f, side * 15, -84.6f);
            }
        }

        Wardrobe.Hats(figure, -95, 0.85f);
    }
}
