namespace ImageGen.Bot.Providers.Painter;

/// <summary>House, castle and lighthouse.</summary>
internal static class Dwellings
{
    public static void House(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb wall = figure.Coat(0xF0E2C8, 0xD8B898, 0xC8D4D8, 0xE8C0A8);
        Material walls = new Material(wall) { Texture = 0.08f, Round = 0f };
        Material roof = new Material(Rgb.Hex(figure.Random.Pick(0xA8483Au, 0x5A6478u, 0x8A5A3Au))) { Texture = 0.16f, Round = 0.2f };
        Material wood = Material.Of(0x7A5238).Flat();
        pen.Shadow(0, 0, 74, 8, 0.7f);
        pen.Polygon(Material.Of(0x9A8478).Flat(), 22, -60, 22, -96, 34, -96, 34, -60);
        pen.Rectangle(walls.Darker(0.18f), 8, -48, 48, 48);
        pen.Polygon(walls, -52, 0, -52, -48, -22, -80, 8, -48, 8, 0);
        pen.Polygon(roof, -22, -86, 40, -84, 63, -44, 10, -44);
        pen.Polygon(roof.Darker(0.25f), -22, -87, -60, -43, -54, -41, -22, -78, 9, -41, 14, -44);
        for (int course = 1; course < 5; course++)
            pen.Stroke(roof.Darker(0.3f).Flat().AsDetail(), 0.7f, 0.7f, -20 + course * 6.2f, -86 + course * 8.4f, 41 + course * 4.4f, -84 + course * 8);
        pen.Polygon(wood, -30, 0, -30, -28, -22, -33, -14, -28, -14, 0);
        pen.Ellipse(Material.Of(0xE8C050).AsDetail(), -17, -14, 1.3f, 1.3f);
        Window(figure, -44, -34, 10, 12);
        Window(figure, -8, -34, 10, 12);
        Window(figure, -26, -58, 8, 9);
        Window(figure, 16, -34, 11, 13);
        Window(figure, 38, -34, 11, 13);
        Smoke(figure, 28, -98);
        for (int bush = 0; bush < 7; bush++)
            pen.Ellipse(new Material(Rgb.Hex(0x5A8A4A) * figure.Random.Range(0.8f, 1.15f)) { Texture = 0.2f }, figure.Random.Pick(-50f, -38f, 4f, 20f, 34f, 50f) + bush, -3, 8, 7);
    }

    public static void Castle(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb stone = figure.Coat(0xCFC4B4, 0xA9A8B4, 0xD8C8A8);
        Material wall = new Material(stone) { Texture = 0.14f, Round = 0.5f };
        Material roof = new Material(figure.Random.Pick(Rgb.Hex(0x3E5A8A), Rgb.Hex(0x9A3E44), Rgb.Hex(0x3E7A74)));
        pen.Loop(new Material(Rgb.Hex(0x6A6A5C)) { Texture = 0.25f }, -84, 9, -62, -2, -30, -10, 0, -12, 32, -10, 60, -2, 86, 9, 0, 12);
        Tower(figure, wall.Darker(0.14f), roof, -20, -56, 12, -86);
        Tower(figure, wall.Darker(0.14f), roof, 22, -50, 11, -78);
        Tower(figure, wall, roof, 2, -6, 15, -84);
        Battlement(pen, wall, -46, 46, -34, -4);
        Tower(figure, wall, roof, -46, -2, 11, -56);
        Tower(figure, wall, roof, 46, -2, 11, -52);
        pen.Polygon(Material.Of(0x3A2A26).Flat(), -9, -4, -9, -20, -5, -26, 0, -28, 5, -26, 9, -20, 9, -4);
        for (int bar = -1; bar <= 1; bar++)
            pen.Rectangle(Material.Of(0x7A6A58).Flat().AsDetail(), bar * 5 - 0.5f, -25, 1, 21);
    }

    public static void Lighthouse(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb stripe = figure.Scene.SubjectColor ?? Rgb.Hex(figure.Random.Pick(0xC8392Eu, 0x2F5E9Eu, 0xC8392Eu));
        Material white = new Material(Rgb.Hex(0xF6F0E4)) { Round = 0.9f };
        pen.Loop(new Material(Rgb.Hex(0x6E665E)) { Texture = 0.35f }, -62, 9, -50, 3, -34, -3, -18, -10, 4, -11, 22, -7, 36, -3, 50, 3, 64, 9, 0, 11);
        pen.Loop(new Material(Rgb.Hex(0x857A6C)) { Texture = 0.35f }, -44, 9, -32, 4, -14, 0, 4, 3, 20, 9, -10, 10.5f);
        pen.Rectangle(Material.Of(0xEDE2CE), 11, -20, 21, 14);
        pen.Polygon(Material.Of(0xA8483A), 9, -19.5f, 21.5f, -28, 34, -19.5f);
        Window(figure, 23, -16, 5, 6);
        pen.Polygon(white, -13, -7, -7.5f, -78, 7.5f, -78, 13, -7);
        for (int band = 0; band < 3; band++)
        {
            float low = -20 - band * 21, high = low - 11;
            float Half(float y) => 13 + (y + 7) * 0.0775f;
            pen.Polygon(new Material(stripe) { Round = 0.9f, Detail = true }, -Half(low), low, -Half(high), high, Half(high), high, Half(low), low);
        }

        pen.Polygon(Material.Of(0x40303A), -3.4f, -7, -3.4f, -14, 0, -17, 3.4f, -14, 3.4f, -7);
        for (int pane = 0; pane < 2; pane++)
            Window(figure, -1.5f, -38 - pane * 22, 3, 5);
        pen.Rectangle(Material.Of(0x3A3842), -11, -81, 22, 3.4f);
        if (figure.LightsOn)
        {
            pen.Glow(Rgb.Hex(0xFFE9A0), 0, -87, 44, 0.7f);
            for (int ray = 0; ray < 5; ray++)
                pen.Polygon(Material.Lamp(Rgb.Hex(0xFFF2B8)) with { Opacity = 0.1f, Detail = true }, 0, -87.4f, -150, -104 + ray * 2.5f, -150, -74 - ray * 2.5f, 0, -86.6f);
        }

        pen.Rectangle(Material.Lamp(figure.LightsOn ? Rgb.Hex(0xFFF0B0) : Rgb.Hex(0xA8C8D0)), -6, -92, 12, 11);
        for (int bar = -1; bar <= 1; bar++)
            pen.Rectangle(Material.Of(0x3A3842).Flat().AsDetail(), bar * 5 - 0.5f, -92, 1, 11);
        pen.Polygon(new Material(stripe * 0.8f), -8.5f, -91.5f, 0, -101, 8.5f, -91.5f);
        pen.Ellipse(Material.Of(0x3A3842), 0, -102, 1.6f, 1.6f);
    }

    private static void Tower(Figure figure, Material wall, Material roof, float x, float foot, float half, float top)
    {
        Pen pen = figure.Pen;
        pen.Rectangle(wall, x - half, top, half * 2, foot - top);
        Battlement(pen, wall, x - half * 1.15f, x + half * 1.15f, top, top + half * 0.4f);
        pen.Polygon(roof, x - half * 1.1f, top - half * 0.2f, x, top - half * 2.3f, x + half * 1.1f, top - half * 0.2f);
        pen.Stroke(Material.Of(0x4A3A34).Flat(), 0.7f, 0.5f, x, top - half * 2.2f, x, top - half * 3f);
        pen.Polygon(new Material(figure.Accent), x, top - half * 3f, x + half * 0.9f, top - half * 2.75f, x, top - half * 2.5f);
        Window(figure, x - half * 0.2f, top + half, half * 0.4f, half * 0.75f);
    }

    private static void Battlement(Pen pen, Material wall, float left, float right, float top, float foot)
    {
        pen.Rectangle(wall, left, top, right - left, foot - top);
        for (float x = left; x < right - 2; x += 5.2f)
            pen.Rectangle(wall.Flat().AsDetail(), x, top - 3, 3, 3.4f);
    }

    private static void Window(Figure figure, float x, float y, float width, float height)
    {
        Rgb glass = figure.LightsOn ? Rgb.Hex(0xFFD87A) : Rgb.Hex(0x5E7A90);
        if (figure.LightsOn)
            figure.Pen.Glow(Rgb.Hex(0xFFC060), x + width / 2f, y + height / 2f, width * 2.2f, 0.4f);
        figure.Pen.Rectangle(Material.Of(0x5A4434).Flat().AsDetail(), x - width * 0.12f, y - width * 0.12f, width * 1.24f, height + width * 0.24f);
        figure.Pen.Rectangle((figure.LightsOn ? Material.Lamp(glass) : new Material(glass).Flat()).AsDetail(), x, y, width, height);
        if (width > 4)
        {
            figure.Pen.Rectangle(Material.Of(0x5A4434).Flat().AsDetail(), x + width * 0.46f, y, width * 0.08f, height);
            figure.Pen.Rectangle(Material.Of(0x5A4434).Flat().AsDetail(), x, y + height * 0.46f, width, width * 0.08f);
        }
    }

    private static void Smoke(Figure figure, float x, float y)
    {
        for (int puff = 0; puff < 6; puff++)
            figure.Pen.Ellipse(Material.Lamp(figure.Scene.Palette.Haze.Mix(Rgb.White, 0.5f)) with { Opacity = 0.4f - puff * 0.05f, Detail = true }, x + puff * puff * 1.1f, y - puff * 7, 4 + puff * 2.2f, 3.4f + puff * 1.6f);
    }
}
