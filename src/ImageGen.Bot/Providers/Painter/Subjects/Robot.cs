namespace ImageGen.Bot.Providers.Painter;

/// <summary>A friendly robot of rounded plates, with a lit face.</summary>
internal static class Robot
{
    public static void Draw(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0xE8E2D6, 0x5FA8B8, 0xE0A03C, 0x9AA4B4, 0xC8604A);
        Material plate = new(paint) { Texture = 0.05f };
        Material steel = Material.Of(0x5C6472);
        Material trim = new(figure.Accent);
        Rgb glow = figure.Scene.Mood?.Name == "cyberpunk" ? figure.Accent : Rgb.Hex(0x6CF0F0);

        pen.Shadow(2, 0, 44, 7, 0.8f);
        bool waves = figure.Random.Chance(0.6f);
        for (int side = -1; side <= 1; side += 2)
        {
            pen.Rectangle(steel, side * 10 - 3.5f, -24, 7, 16);
            pen.Loop(plate, side * 10 - 9, -1, side * 10 - 8.5f, -10, side * 10, -13, side * 10 + 8.5f, -10, side * 10 + 9, -1, side * 10, 0);
            Arm(pen, steel, plate, side, raised: waves && side > 0);
        }

        RoundedBox(pen, plate, 0, -38, 22, 18);
        RoundedBox(pen, plate.Darker(0.18f).AsDetail(), 0, -38, 14, 11);
        for (int gauge = -1; gauge <= 1; gauge++)
            pen.Ellipse(Material.Lamp(gauge == 0 ? glow : figure.Accent).AsDetail(), gauge * 7.5f, -42, 2.4f, 2.4f);
        for (int slot = 0; slot < 3; slot++)
            pen.Rectangle(steel.AsDetail(), -9, -36 + slot * 3.2f, 18, 1.5f);
        pen.Rectangle(steel, -5, -60, 10, 6);
        Head(figure, plate, steel, trim, glow);
    }

    private static void Arm(Pen pen, Material steel, Material plate, int side, bool raised)
    {
        float handY = raised ? -72 : -22;
        pen.Stroke(steel, 6, 6, side * 22, -49, side * 31, raised ? -50 : -44, side * 34, raised ? -60 : -32, side * 35, handY);
        pen.Ellipse(plate, side * 24, -50, 6.4f, 6.8f);
        pen.Stroke(plate, 10, 9, side * 33.6f, raised ? -55 : -38, side * 35, raised ? -66 : -27);
        for (int finger = -1; finger <= 1; finger++)
            pen.Stroke(steel, 3.4f, 2.6f, side * 35, handY, side * 35 + finger * 4, handY + (raised ? -5 : 5), side * 35 + finger * 4.6f, handY + (raised ? -9 : 9));
    }

    private static void Head(Figure figure, Material plate, Material steel, Material trim, Rgb glow)
    {
        Pen pen = figure.Pen;
        pen.Stroke(steel, 1.6f, 1.6f, 0, -94, 0, -102);
        pen.Glow(figure.Accent, 0, -104, 9, 0.7f);
        pen.Ellipse(Material.Lamp(figure.Accent.Mix(Rgb.White, 0.2f)), 0, -104, 2.8f, 2.8f);
        for (int side = -1; side <= 1; side += 2)
            pen.Loop(trim, side * 25, -84, side * 30, -82, side * 30, -70, side * 25, -68);
        RoundedBox(pen, plate, 0, -77, 26, 18.5f);
        RoundedBox(pen, Material.Of(0x18202C) with { Detail = true, Round = 0f, Fade = Rgb.Hex(0x26384A) }, 0, -77, 20.5f, 12.5f);
        if (figure.Wears(Attire.Sunglasses))
        {
            Wardrobe.Sunglasses(figure, -79, 11, 9.4f);
        }
        else
        {
            for (int side = -1; side <= 1; side += 2)
            {
                pen.Glow(glow, side * 9, -79, 10, 0.6f);
                pen.Ellipse(Material.Lamp(glow).AsDetail(), side * 9, -79, 4.4f, 5);
                pen.Ellipse(Material.Lamp(Rgb.White).AsDetail(), side * 9 - 1.2f, -81, 1.4f, 1.5f);
            }
        }

        pen.Stroke(Material.Lamp(glow).AsDetail(), 1.4f, 1.4f, -6, -70.5f, 0, -68.6f, 6, -70.5f);
        Wardrobe.Hats(figure, -95, 0.9f);
    }

    private static void RoundedBox(Pen pen, Material material, float x, float y, float halfWidth, float halfHeight)
    {
        float c = MathF.Min(halfWidth, halfHeight) * 0.24f, w = halfWidth, h = halfHeight;
        pen.Loop(material, x - w + c, y - h, x, y - h - c * 0.2f, x + w - c, y - h, x + w, y - h + c, x + w + c * 0.2f, y, x + w, y + h - c,
            x + w - c, y + h, x, y + h + c * 0.2f, x - w + c, y + h, x - w, y + h - c, x - w - c * 0.2f, y, x - w, y - h + c);
    }
}
