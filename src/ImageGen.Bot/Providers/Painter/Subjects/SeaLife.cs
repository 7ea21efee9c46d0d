namespace ImageGen.Bot.Providers.Painter;

/// <summary>Fish and whale.</summary>
internal static class SeaLife
{
    public static void Fish(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0xF0842E, 0xF2B83A, 0x3A8AD0, 0xE0566A);
        Material body = new Material(coat) { Fade = coat.Mix(Rgb.White, 0.35f) };
        Material fin = new Material(coat.RotateHue(-0.04f) * 0.9f) { Fade = coat.Mix(Rgb.White, 0.3f) };
        Material band = Material.Of(0xFBF4EA).AsDetail();
        pen.Loop(fin, 46, -50, 62, -74, 82, -84, 78, -60, 72, -48, 80, -32, 80, -14, 62, -24);
        pen.Loop(fin, -16, -82, 4, -102, 30, -96, 40, -70, 10, -70);
        pen.Loop(fin, -4, -22, 10, -6, 28, -6, 26, -26);
        pen.Loop(body, -76, -48, -60, -72, -26, -86, 12, -80, 44, -60, 56, -49, 44, -36, 12, -18, -26, -12, -60, -28);
        pen.Loop(band, -38, -83, -26, -86.5f, -22, -50, -26, -12, -40, -15, -34, -50);
        pen.Loop(band, 10, -80.5f, 22, -75, 26, -48, 20, -23, 9, -18, 14, -50);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
                pen.Stroke(body.Darker(0.18f).AsDetail(), 1.2f, 1.2f, -14 + column * 9, -66 + row * 14, -9 + column * 9, -60 + row * 14, -14 + column * 9, -54 + row * 14);
        }

        pen.Loop(fin, -14, -46, 6, -52, 14, -38, 2, -30, -12, -36);
        pen.Ellipse(Material.Of(0xFDFBF4).AsDetail(), -54, -56, 8, 8);
        pen.Ellipse(Material.Of(0x1A1820) with { Detail = true, Round = 0f }, -55, -56, 4.8f, 5.2f);
        pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), -57, -58.5f, 1.9f, 1.9f);
        pen.Stroke(new Material(coat * 0.45f) { Detail = true, Round = 0f }, 1.6f, 0.8f, -75, -44, -66, -39, -59, -41);
        if (figure.Wears(Attire.Sunglasses))
            figure.Within(-54, -56, 1f, 1f, 0f, () => Wardrobe.Sunglasses(figure, 0, 9, 9));
        figure.Within(-34, -84, 0.8f, 0.8f, -0.3f, () => Wardrobe.Hats(figure, 0, 1f));
    }

    public static void Whale(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0x4A78A8, 0x5A6E90, 0x3E8098);
        Material body = new Material(coat) { Texture = 0.08f };
        Material belly = new Material(coat.Mix(Rgb.White, 0.72f)) { Detail = true };
        pen.Loop(body, 62, -46, 74, -64, 92, -76, 96, -66, 86, -56, 98, -54, 100, -44, 84, -42, 70, -34);
        pen.Loop(body, -88, -50, -76, -76, -40, -88, 4, -80, 44, -60, 74, -52, 70, -40, 40, -28, 0, -14, -46, -12, -80, -26);
        pen.Loop(belly, -87, -42, -60, -36, -20, -34, 18, -30, 30, -25, 0, -14.5f, -46, -12.5f, -78, -26);
        for (int fold = 0; fold < 5; fold++)
            pen.Stroke(new Material(coat.Mix(Rgb.White, 0.3f)) { Round = 0f, Detail = true }, 0.9f, 0.5f, -80 + fold * 5, -34 + fold * 3.4f, -40, -29 + fold * 3, 0 - fold * 6, -28 + fold * 2.4f);
        pen.Loop(body.Darker(0.15f), -34, -30, -22, -32, -6, -10, -6, 2, -18, -4, -32, -18);
        pen.Ellipse(Material.Of(0x14161E).AsDetail(), -62, -46, 3.4f, 3.6f);
        pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), -63, -47.2f, 1.2f, 1.2f);
        if (figure.Wears(Attire.Sunglasses))
            figure.Within(-62, -46, 1f, 1f, 0f, () => Wardrobe.Sunglasses(figure, 0, 9, 9));
        figure.Within(-44, -87, 1f, 1f, -0.2f, () => Wardrobe.Hats(figure, 0, 1f));
    }
}
