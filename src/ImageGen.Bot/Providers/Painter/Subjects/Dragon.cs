namespace ImageGen.Bot.Providers.Painter;

/// <summary>A dragon in flight, wings raised.</summary>
internal static class Dragon
{
    public static void Draw(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb hide = figure.Coat(0xB8372E, 0x3E8A62, 0x4A5EA8, 0x8A4AA0, 0xC9782E);
        Material scales = new Material(hide) { Texture = 0.2f };
        Material belly = new Material(hide.Mix(Rgb.Hex(0xFFE2A0), 0.62f)) { Detail = true };
        Material membrane = new Material(hide.Mix(Rgb.Hex(0xF0A050), 0.4f)) { Fade = hide * 0.7f, Round = 0.25f };
        Material spike = Material.Of(0xF0E0B8);

        figure.Within(-8, -56, 0.86f, 0.9f, -0.5f, () => Wing(pen, membrane.Darker(0.4f), scales.Darker(0.4f)));
        Tail(pen, scales, spike);
        Leg(pen, scales.Darker(0.2f), 20, -34);
        Leg(pen, scales.Darker(0.2f), -12, -36);
        pen.Loop(scales, -34, -58, -18, -62, 4, -60, 26, -52, 40, -40, 34, -28, 14, -26, -10, -30, -26, -38);
        pen.Loop(belly, -30, -46, -14, -40, 6, -36, 28, -33, 28, -28, 8, -27, -14, -31, -26, -38);
        for (int rib = 0; rib < 7; rib++)
            pen.Stroke(new Material(hide * 0.6f) { Detail = true, Round = 0f, Opacity = 0.5f }, 0.8f, 0.6f, -26 + rib * 8, -43 + rib * 1.6f, -24 + rib * 8, -33 + rib * 0.9f);
        Neck(pen, scales, belly, spike);
        Leg(pen, scales, 28, -32);
        Leg(pen, scales, -18, -35);
        figure.Within(2, -53, 1.06f, 1f, 0.12f, () => Wing(pen, membrane, scales));
        Head(figure, scales, belly, spike);
        if (figure.Random.Chance(0.55f))
            Fire(figure);
    }

    /// <summary>A bat's wing: an arm, and fingers fanned from the wrist with the skin sagging between their tips.</summary>
    private static void Wing(Pen pen, Material membrane, Material arm)
    {
        pen.Polygon(membrane, 0, 5, 0, -10, 3, -25, -4, -40, 2, -54, 14, -67, 20, -56, 28, -52, 41, -52, 40, -42, 45, -35, 58, -30, 48, -22, 46, -15, 54, -6, 38, -5, 18, 5);
        ReadOnlySpan<float> tips = [14, -67, 41, -52, 58, -30, 54, -6];
        for (int finger = 0; finger < 4; finger++)
        {
            float x = tips[2 * finger], y = tips[2 * finger + 1];
            pen.Stroke(arm.AsDetail(), 2.6f, 0.5f, -4, -40, -4 + (x + 4) * 0.5f + 2, -40 + (y + 40) * 0.42f - 2, x, y);
        }

        pen.Stroke(arm, 8, 4.4f, 1, 4, 6, -14, 3, -27, -4, -41);
        pen.Stroke(Material.Of(0xF0E0B8), 2.8f, 0.2f, -4, -40, -9, -45, -10, -50);
    }

    private static void Tail(Pen pen, Material scales, Material spike)
    {
        pen.Stroke(scales, 17, 1.6f, 30, -38, 46, -32, 62, -20, 74, -22, 80, -36, 74, -46);
        pen.Polygon(spike, 73, -43, 66, -54, 76, -66, 84, -52, 76, -43);
        for (int i = 0; i < 4; i++)
            pen.Polygon(spike, 38 + i * 7, -41.5f + i * 3.4f, 45 + i * 7, -48 + i * 4, 45 + i * 7, -38 + i * 4);
    }

    private static void Neck(Pen pen, Material scales, Material belly, Material spike)
    {
        for (int i = 0; i < 4; i++)
            pen.Polygon(spike, -30 - i * 6.4f, -60 - i * 5, -26 - i * 6.4f, -70 - i * 5.4f, -24 - i * 6.4f, -57 - i * 5);
        pen.Stroke(scales, 23, 11, -20, -47, -36, -54, -48, -66, -56, -80);
        pen.Stroke(belly, 8, 4, -26, -41, -41, -50, -53, -64, -60, -76);
    }

    private static void Leg(Pen pen, Material scales, float x, float y)
    {
        pen.Stroke(scales, 14, 7, x, y, x + 6, y + 7, x + 16, y + 9);
        pen.Stroke(scales, 7, 4.4f, x + 15, y + 9, x + 17, y + 15, x + 13, y + 20);
        for (int claw = -1; claw <= 1; claw++)
            pen.Stroke(Material.Of(0xF0E0B8), 2.4f, 0.2f, x + 13, y + 19, x + 11 + claw * 3, y + 23, x + 8 + claw * 4, y + 27);
    }

    private static void Head(Figure figure, Material scales, Material belly, Material spike)
    {
        Pen pen = figure.Pen;
        pen.Stroke(spike, 4, 0.3f, -56, -88, -46, -96, -34, -98);
        pen.Stroke(spike, 4, 0.3f, -52, -84, -42, -88, -31, -87);
        pen.Loop(scales.Darker(0.2f), -60, -78, -76, -72, -86, -68, -84, -65, -70, -66, -56, -71);
        pen.Loop(scales, -47, -84, -54, -93, -64, -91, -76, -84, -90, -82, -94, -78, -90, -73, -76, -74, -62, -73, -50, -75);
        pen.Loop(belly, -64, -75, -78, -76, -90, -75.4f, -76, -73.6f, -62, -72.6f);
        for (int tooth = 0; tooth < 5; tooth++)
            pen.Polygon(Material.Of(0xFFF8E8).AsDetail(), -68 - tooth * 4.6f, -74, -70.4f - tooth * 4.6f, -74, -69.2f - tooth * 4.6f, -70);
        pen.Ellipse(Material.Of(0x2A1814).AsDetail(), -90, -79.6f, 1.3f, 1);
        pen.Loop(Material.Lamp(Rgb.Hex(0xFFD84A)).AsDetail(), -68, -85.4f, -63, -88.4f, -58.6f, -86.4f, -62, -83.4f);
        pen.Ellipse(Material.Of(0x1A1010) with { Detail = true, Round = 0f }, -63, -86, 1, 2.3f);
        if (figure.Wears(Attire.Sunglasses))
            figure.Within(-66, -86, 0.8f, 0.8f, 0f, () => Wardrobe.Sunglasses(figure, 0, 8, 7));
        figure.Within(-58, -92, 0.5f, 0.5f, -0.2f, () => Wardrobe.Hats(figure, 0, 1f));
    }

    private static void Fire(Figure figure)
    {
        Pen pen = figure.Pen;
        float x = -90, y = -71;
        pen.Glow(Rgb.Hex(0xFF8A2A), x - 18, y + 8, 30, 0.8f);
        pen.Loop(Material.Lamp(Rgb.Hex(0xF0642A)), x, y - 1, x - 14, y + 1, x - 26, y + 2, x - 38, y + 12, x - 27, y + 11, x - 32, y + 22, x - 19, y + 14, x - 8, y + 8);
        pen.Loop(Material.Lamp(Rgb.Hex(0xFFC84A)).AsDetail(), x, y, x - 13, y + 3, x - 24, y + 7, x - 20, y + 10, x - 9, y + 6);
        pen.Loop(Material.Lamp(Rgb.Hex(0xFFF4C0)).AsDetail(), x, y + 1, x - 9, y + 3, x - 15, y + 6, x - 7, y + 5);
    }
}
