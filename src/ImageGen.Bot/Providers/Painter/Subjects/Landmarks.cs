namespace ImageGen.Bot.Providers.Painter;

/// <summary>Pagoda, windmill and bridge.</summary>
internal static class Landmarks
{
    public static void Pagoda(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0xB83A2E, 0x8A4A3A, 0xC85038);
        Material roof = new Material(Rgb.Hex(0x3E4A58)) { Fade = Rgb.Hex(0x2A3440), Round = 0.3f };
        pen.Loop(new Material(Rgb.Hex(0x8A8478)) { Texture = 0.2f }, -44, 6, -38, -5, 0, -7, 38, -5, 44, 6);
        for (int tier = 0; tier < 4; tier++)
        {
            float foot = -5 - tier * 20, half = 24 - tier * 4f, eave = half * 1.62f;
            pen.Rectangle(new Material(paint).Flat(), -half, foot - 13, half * 2, 13);
            for (int bay = -1; bay <= 1; bay++)
            {
                Rgb paper = figure.LightsOn ? Rgb.Hex(0xFFE2A0) : Rgb.Hex(0xEFE4CC);
                pen.Rectangle((figure.LightsOn ? Material.Lamp(paper) : new Material(paper).Flat()).AsDetail(), bay * half * 0.62f - half * 0.2f, foot - 11, half * 0.4f, 9);
            }

            pen.Symmetric(roof, half * 0.4f, foot - 22, half, foot - 17, eave, foot - 14.5f, eave * 1.03f, foot - 17, eave * 0.94f, foot - 11.5f, half * 0.6f, foot - 11);
        }

        pen.Stroke(Material.Of(0xD8A840), 2.2f, 0.4f, 0, -84, 0, -102);
        for (int ring = 0; ring < 3; ring++)
            pen.Ellipse(Material.Of(0xD8A840), 0, -88 - ring * 4, 3.4f - ring * 0.7f, 0.9f);
    }

    public static void Windmill(Figure figure)
    {
        Pen pen = figure.Pen;
        Material tower = new Material(figure.Coat(0xF0E6D4, 0xC89A78, 0xB8B4AC)) { Texture = 0.12f };
        Material wood = Material.Of(0x6A4A38).Flat();
        Material sail = Material.Of(0xFBF4E4).Flat();
        pen.Shadow(0, 0, 34, 6, 0.7f);
        pen.Polygon(tower, -20, 0, -12, -58, 12, -58, 20, 0);
        pen.Loop(new Material(figure.Random.Pick(Rgb.Hex(0xA8483A), Rgb.Hex(0x4A6278))), -14, -57, -10, -68, 0, -73, 10, -68, 14, -57, 0, -55);
        pen.Polygon(wood, -5, 0, -5, -13, 0, -16, 5, -13, 5, 0);
        pen.Rectangle(Material.Of(0x4A5A6A).Flat().AsDetail(), -3, -36, 6, 8);
        figure.Within(0, -63, 1f, 1f, figure.Random.Range(0.2f, 1.3f), () =>
        {
            for (int blade = 0; blade < 4; blade++)
            {
                figure.Within(0, 0, 1f, 1f, blade * Scalar.Tau / 4f, () =>
                {
                    pen.Rectangle(sail, 1, -42, 9, 33);
                    for (int slat = 0; slat < 6; slat++)
                        pen.Rectangle(wood.AsDetail(), 0, -42 + slat * 6.5f, 10, 0.7f);
                    pen.Stroke(wood, 2, 1.4f, 0, 0, 0, -43);
                });
            }

            pen.Ellipse(wood, 0, 0, 3, 3);
        });
    }

    public static void Bridge(Figure figure)
    {
        Pen pen = figure.Pen;
        Material stone = new Material(figure.Coat(0xC8B8A0, 0xB8504A, 0xA8A49C)) { Texture = 0.2f, Round = 0.2f };
        Material dark = stone.Darker(0.35f) with { Detail = true };
        float[] outline = new float[2 * 2 * 21];
        for (int i = 0; i <= 20; i++)
        {
            float x = -130 + i * 13, rise = 1 - x * x / 16900f;
            (outline[2 * i], outline[2 * i + 1]) = (x, -18 - rise * 58);
            (outline[2 * (41 - i)], outline[2 * (41 - i) + 1]) = (x, MathF.Min(8, -4 - rise * 50 + (MathF.Abs(x) > 96 ? 60 : 0)));
        }

        pen.Polygon(stone, outline);
        for (int side = -1; side <= 1; side += 2)
            pen.Polygon(stone, side * 96, -8, side * 132, -18, side * 132, 12, side * 92, 12);
        for (int post = 0; post <= 20; post++)
        {
            float x = -130 + post * 13, y = -18 - (1 - x * x / 16900f) * 58;
            pen.Rectangle(stone, x - 1.6f, y - 14, 3.2f, 15);
            if (post > 0)
            {
                float before = x - 13, beforeY = -18 - (1 - before * before / 16900f) * 58;
                pen.Stroke(stone, 3.2f, 3.2f, before, beforeY - 12, x, y - 12);
                pen.Stroke(dark, 1.4f, 1.4f, before, beforeY - 6, x, y - 6);
                pen.Stroke(dark.Flat() with { Opacity = 0.6f }, 1, 1, x - 6, y + 5, x - 5, y + 18);
            }
        }

        for (int lamp = -1; lamp <= 1 && figure.LightsOn; lamp++)
        {
            pen.Glow(Rgb.Hex(0xFFD080), lamp * 65, -84, 26, 0.8f);
            pen.Ellipse(Material.Lamp(Rgb.Hex(0xFFF0C0)), lamp * 65, lamp == 0 ? -94 : -80, 3.4f, 4);
        }
    }
}
