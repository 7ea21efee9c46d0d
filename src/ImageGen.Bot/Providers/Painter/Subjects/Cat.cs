namespace ImageGen.Bot.Providers.Painter;

/// <summary>A cat that sits and looks at the viewer.</summary>
internal static class Cat
{
    private enum Pattern { Plain, Tabby, Tuxedo, Calico }

    public static void Draw(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0xE8924A, 0x8C8F9C, 0x3C3B46, 0xEBD9BE, 0xC98A56, 0x6E7488);
        Pattern pattern = figure.Random.Pick(Pattern.Tabby, Pattern.Plain, Pattern.Tuxedo, Pattern.Tabby, Pattern.Calico);
        Rgb belly = pattern is Pattern.Plain ? coat.Mix(Rgb.White, 0.35f) : Rgb.Hex(0xFAF3E8);
        Rgb marks = coat.Luminance < 0.35f ? coat.Mix(Rgb.White, 0.18f) : coat * 0.62f;
        var fur = new Material(coat) { Texture = 0.16f };
        var pale = new Material(belly) { Texture = 0.08f, Detail = true };
        Material stripe = new Material(marks) { Round = 0f, Detail = true, Opacity = 0.8f };

        pen.Shadow(4, 0, 46, 7, 0.75f);
        Tail(figure, fur, pattern is Pattern.Tuxedo ? pale : stripe with { Opacity = 0.9f });
        Body(pen, fur, pale, stripe, pattern);
        Neckwear(figure);
        figure.Within(0, 0, 1f, 1f, figure.Random.Range(-0.035f, 0.035f), () =>
        {
            Head(figure, fur, pale, stripe, pattern);
            Face(figure, coat);
        });
    }

    private static void Tail(Figure figure, Material fur, Material tip)
    {
        float lift = figure.Random.Range(-8f, 14f);
        figure.Pen.Stroke(fur, 10, 7.5f, 18, -6, 34, -5, 46, -14, 46, -30 - lift * 0.4f, 38, -42 - lift, 43, -52 - lift);
        figure.Pen.Stroke(tip, 7.6f, 7, 38.8f, -43 - lift, 40.5f, -48 - lift, 43, -52 - lift);
    }

    private static void Body(Pen pen, Material fur, Material pale, Material stripe, Pattern pattern)
    {
        pen.Symmetric(fur, 9, -62, 17, -52, 24, -34, 28, -16, 25, -3, 12, 0);
        if (pattern is Pattern.Tabby)
        {
            for (int side = -1; side <= 1; side += 2)
            {
                pen.Stroke(stripe, 3, 0.6f, side * 25, -32, side * 19, -31, side * 14, -28);
                pen.Stroke(stripe, 3, 0.6f, side * 27, -23, side * 21, -22, side * 16, -19);
            }
        }

        if (pattern is Pattern.Calico)
            pen.Loop(stripe with { Color = Rgb.Hex(0xD98440), Opacity = 0.9f }, 12, -46, 22, -38, 26, -22, 18, -18, 14, -30);
        pen.Symmetric(pale, 4, -54, 12, -46, 11, -32, 7, -20, 3, -14);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(fur, side * 20, -5.5f, 11, 6);
            pen.Loop(fur, side * 3, -36, side * 11.5f, -34, side * 12, -18, side * 12, -4, side * 8, -1, side * 3, -3, side * 2.2f, -18);
            Material paw = pattern is Pattern.Plain ? fur with { Detail = true } : pale;
            pen.Ellipse(paw with { Detail = false }, side * 7.6f, -4, 7, 4.8f);
            for (int toe = -1; toe <= 1; toe += 2)
                pen.Stroke(stripe with { Opacity = 0.6f, Color = Rgb.Hex(0x5A4650) }, 0.7f, 0.4f, side * 7.6f + toe * 2.2f, -5, side * 7.6f + toe * 2.4f, -1.2f);
        }
    }

    private static void Head(Figure figure, Material fur, Material pale, Material stripe, Pattern pattern)
    {
        Pen pen = figure.Pen;
        for (int side = -1; side <= 1; side += 2)
        {
            Material ear = pattern is Pattern.Calico && side > 0 ? fur with { Color = Rgb.Hex(0xD98440) } : fur;
            pen.Polygon(ear, side * 27, -76, side * 26.5f, -90, side * 24, -103, side * 22.5f, -103.5f, side * 14, -97, side * 6, -89);
            pen.Polygon(new Material(Rgb.Hex(0xE8A0A0)) { Fade = fur.Color.Mix(Rgb.Hex(0xE8A0A0), 0.4f), Detail = true, Round = 0.3f }, side * 24, -82, side * 23.2f, -98, side * 13, -91);
        }

        pen.Symmetric(fur, 10, -93.5f, 22, -87, 28.5f, -75, 31, -64, 25, -54, 14, -48.5f);
        if (pattern is Pattern.Calico)
            pen.Loop(stripe with { Color = Rgb.Hex(0xD98440), Opacity = 0.9f }, 4, -93, 16, -91, 26, -80, 24, -68, 13, -72, 6, -82);
        if (pattern is Pattern.Tabby)
        {
            pen.Stroke(stripe, 2.4f, 1, 0, -93, 0, -83);
            for (int side = -1; side <= 1; side += 2)
            {
                pen.Stroke(stripe, 2.2f, 0.8f, side * 6, -92, side * 4.5f, -83);
                pen.Stroke(stripe, 2.2f, 0.4f, side * 29, -68, side * 20, -66.5f);
                pen.Stroke(stripe, 2.2f, 0.4f, side * 28, -62, side * 20, -62.5f);
            }
        }

        if (pattern is Pattern.Tuxedo)
            pen.Symmetric(pale, 1, -90, 3, -80, 8, -66, 15, -58, 11, -50);
        for (int side = -1; side <= 1; side += 2)
            pen.Ellipse(pale, side * 5.6f, -58, 7.4f, 5.8f);
        pen.Ellipse(pale, 0, -53.5f, 5, 3.6f);
    }

    private static void Face(Figure figure, Rgb coat)
    {
        Pen pen = figure.Pen;
        Rgb line = Rgb.Hex(0x35262C);
        Material ink = new Material(line) { Round = 0f, Detail = true };
        pen.Loop(new Material(Rgb.Hex(0xE28490)) { Detail = true, Round = 0.4f }, -3.4f, -64.4f, 0, -65, 3.4f, -64.4f, 0, -60.6f);
        pen.Stroke(ink, 0.8f, 0.8f, 0, -61, 0, -58.6f);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Stroke(ink, 0.9f, 0.5f, 0, -58.6f, side * 2.6f, -56.6f, side * 6, -57.6f, side * 7.4f, -59.4f);
            Material whisker = new Material(coat.Luminance < 0.45f ? Rgb.Hex(0xF4F0EA) : Rgb.Hex(0xFFFDF8)) { Round = 0f, Detail = true, Opacity = 0.85f };
            for (int hair = 0; hair < 3; hair++)
                pen.Stroke(whisker, 0.7f, 0.2f, side * 11, -59.5f + hair * 2, side * 24, -62.5f + hair * 4, side * 38, -62 + hair * 6.5f);
        }

        if (figure.Wears(Attire.Sunglasses))
        {
            Wardrobe.Sunglasses(figure, -71, 12.6f, 10.6f);
        }
        else
        {
            Rgb iris = Rgb.Hex(figure.Random.Pick(0xF2C23Eu, 0x7EBF5Au, 0x5AA8D8u, 0xE0A030u));
            for (int side = -1; side <= 1; side += 2)
            {
                pen.Ellipse(ink, side * 12.4f, -71.5f, 7.2f, 7.4f);
                pen.Ellipse(new Material(iris) { Fade = iris.Mix(Rgb.White, 0.35f), Round = 0f, Detail = true }, side * 12.4f, -71.2f, 6.2f, 6.4f);
                pen.Ellipse(ink with { Color = Rgb.Hex(0x14101A) }, side * 12.2f, -71.4f, figure.Scene.Dark ? 4.2f : 2.6f, 5.4f);
                pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 12.4f - 1.8f, -74, 1.7f, 1.8f);
                pen.Ellipse(Material.Lamp(Rgb.White) with { Detail = true, Opacity = 0.7f }, side * 12.4f + 2, -69, 0.9f, 0.9f);
            }
        }

        Wardrobe.Hats(figure, -92, 0.9f);
    }

    private static void Neckwear(Figure figure)
    {
        if (figure.Wears(Attire.Scarf))
            Wardrobe.Scarf(figure, -49, 19);
        else if (figure.Wears(Attire.BowTie) || (figure.Wears(Attire.Sunglasses) && figure.Random.Chance(0.4f)))
            Wardrobe.BowTie(figure, -46);
        else if (figure.Random.Chance(0.5f))
            Wardrobe.Collar(figure, -49, 16);
    }
}
