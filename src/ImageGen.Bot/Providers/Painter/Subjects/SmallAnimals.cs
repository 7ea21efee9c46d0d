namespace ImageGen.Bot.Providers.Painter;

/// <summary>Rabbit, bear and butterfly.</summary>
internal static class SmallAnimals
{
    public static void Rabbit(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0xD8C0A4, 0xA88A74, 0xF0EAE2, 0x9A98A4);
        var fur = new Material(coat) { Texture = 0.14f };
        Material pale = new(coat.Mix(Rgb.White, 0.6f)) { Detail = true };
        Material ink = new(Rgb.Hex(0x30242C)) { Detail = true, Round = 0f };
        pen.Shadow(2, 0, 34, 6, 0.7f);
        pen.Ellipse(pale with { Detail = false }, 22, -11, 8, 8);
        pen.Symmetric(fur, 8, -46, 16, -34, 22, -18, 20, -4, 8, 0);
        pen.Symmetric(pale, 6, -38, 12, -26, 10, -12, 4, -6);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(fur, side * 14, -4, 11, 5);
            pen.Ellipse(fur, side * 6, -17, 5, 9, side * -0.2f);
            float flop = figure.Random.Range(-0.1f, 0.35f);
            figure.Within(side * 8, -66, 1f, 1f, side * flop, () =>
            {
                pen.Ellipse(fur, 0, -18, 6, 20);
                pen.Ellipse(Material.Of(0xE8A8A8).AsDetail(), 0, -17, 3, 15);
            });
        }

        pen.Symmetric(fur, 8, -73, 18, -66, 20, -54, 15, -44, 6, -41);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Ellipse(pale, side * 4, -48, 5.4f, 4.4f);
            pen.Ellipse(ink, side * 9.6f, -58, 3.6f, 4.4f);
            pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 9.6f - 1.2f, -60, 1.3f, 1.4f);
            pen.Stroke(ink, 0.7f, 0.4f, 0, -49.5f, side * 2.6f, -47, side * 5, -48);
        }

        pen.Loop(Material.Of(0xE08890).AsDetail(), -2.6f, -53, 2.6f, -53, 0, -50);
        if (figure.Wears(Attire.Sunglasses))
            Wardrobe.Sunglasses(figure, -58, 9.6f, 8);
        if (figure.Wears(Attire.BowTie) || figure.Random.Chance(0.4f))
            Wardrobe.BowTie(figure, -39);
        Wardrobe.Hats(figure, -71, 0.6f);
    }

    public static void Bear(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb coat = figure.Coat(0x7A5238, 0x8F6844, 0x5A4438);
        var fur = new Material(coat) { Texture = 0.18f };
        Material muzzle = new(coat.Mix(Rgb.Hex(0xFFE8C8), 0.6f)) { Detail = true };
        Material ink = new(Rgb.Hex(0x221A1C)) { Detail = true, Round = 0.4f };
        pen.Shadow(0, 0, 48, 7, 0.75f);
        pen.Symmetric(fur, 14, -58, 27, -44, 34, -24, 30, -6, 14, 0);
        pen.Symmetric(muzzle, 10, -46, 18, -32, 18, -16, 8, -8);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Loop(fur, side * 22, -50, side * 32, -42, side * 34, -26, side * 27, -18, side * 21, -26, side * 22, -38);
            pen.Ellipse(fur, side * 22, -7, 13, 8);
            pen.Ellipse(muzzle, side * 23, -6.5f, 7, 5);
            pen.Ellipse(fur, side * 20, -93, 9.5f, 9.5f);
            pen.Ellipse(muzzle, side * 20, -92.5f, 5.4f, 5.4f);
        }

        pen.Symmetric(fur, 12, -97, 25, -86, 28, -70, 20, -56, 8, -51);
        pen.Ellipse(muzzle, 0, -65, 12.5f, 10);
        pen.Ellipse(ink, 0, -70, 5, 3.6f);
        pen.Stroke(ink, 1, 1, 0, -67, 0, -62);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Stroke(ink, 1, 0.5f, 0, -62, side * 3, -60, side * 6, -62);
            pen.Ellipse(ink, side * 12, -78, 3.2f, 3.8f);
            pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 12 - 1, -79.6f, 1.1f, 1.2f);
        }

        if (figure.Wears(Attire.Sunglasses))
            Wardrobe.Sunglasses(figure, -78, 12, 10);
        if (figure.Wears(Attire.Scarf) || figure.Random.Chance(0.4f))
            Wardrobe.Scarf(figure, -53, 22);
        Wardrobe.Hats(figure, -95, 0.9f);
    }

    public static void Butterfly(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb wing = figure.Coat(0xF08A3A, 0x4A8AE0, 0xC65AB0, 0xF2C23E);
        Material edge = new(wing * 0.28f);
        Material inner = new Material(wing) { Fade = wing.RotateHue(0.08f).Mix(Rgb.White, 0.25f), Detail = true };
        Material spot = Material.Of(0xFFF6E4) with { Detail = true, Round = 0f };
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Loop(edge, side * 2, -48, side * 22, -34, side * 42, -26, side * 44, -8, side * 26, 0, side * 12, -14, side * 3, -36);
            pen.Loop(inner, side * 4, -44, side * 20, -34, side * 36, -26, side * 38, -12, side * 26, -6, side * 14, -18);
            pen.Loop(edge, side * 2, -54, side * 18, -84, side * 44, -100, side * 60, -90, side * 56, -62, side * 36, -42, side * 8, -44);
            pen.Loop(inner, side * 5, -54, side * 20, -80, side * 42, -93, side * 52, -84, side * 48, -62, side * 32, -48, side * 10, -47);
            for (int vein = 0; vein < 4; vein++)
                pen.Stroke(edge.AsDetail(), 1.6f, 0.8f, side * 4, -52, side * (26 + vein * 2), -78 + vein * 9, side * (42 + vein * 2.5f), -94 + vein * 12);
            for (int dot = 0; dot < 4; dot++)
                pen.Ellipse(spot, side * (52.5f - dot * dot * 0.5f), -88 + dot * 9, 1.9f, 1.9f);
            pen.Ellipse(spot, side * 32, -17, 3.4f, 3.4f);
            pen.Stroke(edge, 1.4f, 0.8f, 0, -64, side * 6, -80, side * 14, -88);
        }

        pen.Ellipse(new Material(Rgb.Hex(0x3A2C30)), 0, -44, 3.6f, 22);
    }
}
