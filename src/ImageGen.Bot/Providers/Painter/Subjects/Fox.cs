namespace ImageGen.Bot.Providers.Painter;

/// <summary>A sitting fox with its brush curled round it.</summary>
internal static class Fox
{
    public static void Draw(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0xE0702E, 0xD9622A, 0xC8562C);
        var fur = new Material(coat) { Texture = 0.16f };
        var white = new Material(Rgb.Hex(0xFBF4E8)) { Texture = 0.06f, Detail = true };
        Material sock = new(Rgb.Hex(0x3A2A2E));

        pen.Shadow(8, 0, 50, 7, 0.75f);
        pen.Loop(fur, 12, -3, 24, -16, 40, -30, 56, -34, 60, -22, 52, -6, 34, 0);
        pen.Loop(white, 47, -32.5f, 57, -33.5f, 60, -22, 54, -10, 50, -16, 52, -22, 47, -25);
        pen.Symmetric(fur, 8, -56, 15, -44, 21, -26, 24, -12, 20, -2, 9, 0);
        pen.Symmetric(white, 5, -54, 11, -44, 9, -34, 5, -24);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Loop(fur, side * 2.5f, -36, side * 10, -34, side * 10.5f, -18, side * 9.5f, -10, side * 3.5f, -10, side * 2.2f, -18);
            pen.Loop(sock, side * 3.2f, -17, side * 10, -17, side * 10, -5, side * 9, -0.5f, side * 3, -0.5f, side * 3, -6);
        }

        if (figure.Wears(Attire.Scarf))
            Wardrobe.Scarf(figure, -49, 16);
        figure.Within(0, 0, 1f, 1f, figure.Random.Range(-0.06f, 0.06f), () => Head(figure, fur, white));
    }

    private static void Head(Figure figure, Material fur, Material white)
    {
        Pen pen = figure.Pen;
        Material ink = new Material(Rgb.Hex(0x241A1E)) { Detail = true, Round = 0.4f };
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Polygon(fur, side * 25, -74, side * 25.5f, -104, side * 23.5f, -106, side * 5, -88);
            pen.Polygon(ink, side * 24.6f, -92, side * 25.5f, -104, side * 23.5f, -106, side * 17, -99.4f);
            pen.Polygon(white, side * 22, -80, side * 22.4f, -94, side * 11.5f, -86);
        }

        pen.Symmetric(fur, 6, -91, 18, -86, 26, -76, 34, -64, 22, -59, 11, -52, 3, -47.5f);
        for (int side = -1; side <= 1; side += 2)
            pen.Loop(white, side * 2, -62, side * 8, -67, side * 17, -69, side * 32, -64, side * 22, -59.5f, side * 11, -52.5f, side * 2, -48);
        pen.Loop(fur.AsDetail(), -6, -76, 0, -78, 6, -76, 3.6f, -60, 0, -55, -3.6f, -60);
        pen.Ellipse(ink, 0, -50.5f, 4, 3.2f);
        pen.Ellipse(Material.Lamp(Rgb.White) with { Opacity = 0.6f, Detail = true }, -1.2f, -51.6f, 1.1f, 0.7f);
        if (figure.Wears(Attire.Sunglasses))
        {
            Wardrobe.Sunglasses(figure, -70, 11.6f, 9);
        }
        else
        {
            for (int side = -1; side <= 1; side += 2)
            {
                pen.Loop(ink, side * 6.4f, -67, side * 10, -73, side * 15.4f, -73.6f, side * 17.4f, -71, side * 13.4f, -66.6f);
                pen.Ellipse(new Material(Rgb.Hex(0xE8A838)) { Round = 0f, Detail = true }, side * 12, -70, 3.2f, 2.9f);
                pen.Ellipse(ink, side * 11.8f, -70, 1.7f, 2.6f);
                pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 12 - 1, -71.6f, 1.1f, 1.1f);
            }
        }

        Wardrobe.Hats(figure, -90, 0.8f);
    }
}
