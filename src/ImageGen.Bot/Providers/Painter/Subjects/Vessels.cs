namespace ImageGen.Bot.Providers.Painter;

/// <summary>Things that sail. The waterline is y = 0; the keel reaches below it, where reflections hide it.</summary>
internal static class Vessels
{
    public static void Sailboat(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0xC8402E, 0x2F6A9E, 0xF0E6D2, 0x2F8A7A);
        Material hull = new Material(paint) { Fade = paint * 0.6f, Round = 0.5f };
        Rgb cloth = figure.Random.Pick(Rgb.Hex(0xFBF3E2), Rgb.Hex(0xF6E2BC), Rgb.Hex(0xFBF3E2));
        Material sail = new Material(cloth) { Fade = cloth * 0.93f, Round = 0.35f };
        Material wood = Material.Of(0x7A5436);
        pen.Stroke(wood, 2.4f, 1.4f, -2, -12, -2, -100);
        pen.Loop(sail, 1, -95, 3, -94, 26, -58, 37, -24, 34, -21, 1, -20, 1, -50);
        pen.Loop(sail.Darker(0.08f), -5, -90, -6.5f, -89, -20, -56, -35, -22, -33, -19.5f, -6, -19, -5.5f, -50);
        for (int seam = 1; seam < 4; seam++)
            pen.Stroke(sail.Darker(0.15f).Flat().AsDetail(), 0.6f, 0.6f, 1, -20 - seam * 18, 34 - seam * 9, -23 - seam * 17.5f);
        pen.Polygon(new Material(paint), -2, -101, -17, -97, -2, -93);
        pen.Loop(hull, -46, -14, -20, -11.5f, 20, -11.5f, 47, -16, 41, -4, 31, 3, -29, 3, -40, -4);
        pen.Stroke(Material.Of(0xF6EAD2).AsDetail(), 2.2f, 2.2f, -45, -12.4f, -20, -9.4f, 20, -9.4f, 46, -13.6f);
        pen.Stroke(wood, 2, 2, -38, -18.5f, 0, -18, 36, -19.5f);
    }

    public static void Galleon(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0x7A4E32, 0x5E4234, 0x8A5A36);
        Material hull = new Material(paint) { Fade = paint * 0.55f, Texture = 0.16f, Round = 0.4f };
        Material mast = Material.Of(0x5A4030);
        Rgb cloth = figure.Random.Pick(Rgb.Hex(0xF4E6C8), Rgb.Hex(0xE8D8C0), Rgb.Hex(0xD8C0A8));
        Material sail = new Material(cloth) { Fade = cloth * 0.88f, Round = 0.7f };
        for (int m = 0; m < 3; m++)
        {
            float x = -28 + m * 27, top = m == 1 ? -100 : -88;
            pen.Stroke(mast, 2.6f, 1.4f, x, -20, x, top);
            for (int s = 0; s < 3; s++)
            {
                float y = top + 4 + s * 21, half = 9 + s * 3.4f;
                pen.Loop(sail, x - half, y, x + half, y, x + half + 5, y + 9, x + half + 2, y + 18, x, y + 15.5f, x - half + 3, y + 18, x - half + 3, y + 9);
                pen.Stroke(mast, 1.6f, 1.6f, x - half - 2, y, x + half + 2, y);
            }

            pen.Polygon(new Material(figure.Accent), x, top - 1, x - 12, top + 2, x, top + 5);
        }

        pen.Stroke(mast, 2.6f, 0.8f, -44, -22, -72, -36);
        pen.Polygon(sail, -66, -33, -29, -72, -34, -30);
        pen.Loop(hull, -50, -26, -42, -20, -10, -17, 20, -18, 30, -30, 52, -38, 54, -26, 46, -6, 36, 4, -30, 4, -42, -6);
        for (int plank = 0; plank < 3; plank++)
            pen.Stroke(hull.Lighter(0.25f).Flat().AsDetail(), 1, 1, -45 + plank * 2.4f, -19 + plank * 6.5f, 0, -12 + plank * 5.5f, 48 - plank * 2.5f, -19 + plank * 6.5f);
        for (int port = 0; port < 6; port++)
            pen.Rectangle(Material.Of(0x2A1E1A).Flat().AsDetail(), -30 + port * 10, -9, 4, 4);
        for (int window = 0; window < 3; window++)
            pen.Rectangle((figure.LightsOn ? Material.Lamp(Rgb.Hex(0xFFD070)) : Material.Of(0x8AA0A8)).AsDetail(), 34 + window * 5.6f, -27 - window, 3.4f, 4.6f);
    }
}
