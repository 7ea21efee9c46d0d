namespace ImageGen.Bot.Providers.Painter;

/// <summary>Car and steam train, side on.</summary>
internal static class Vehicles
{
    public static void Car(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0xD03A34, 0x3A8AB8, 0xF0B83A, 0x4AA08A, 0xE8E0D0);
        Material body = new Material(paint) { Fade = paint * 0.7f, Round = 0.6f };
        Material chrome = Material.Of(0xD8DCE2);
        Material glass = new Material(figure.Scene.Palette.Middle.Mix(Rgb.White, 0.3f)) { Fade = figure.Scene.Palette.Horizon.Mix(Rgb.White, 0.3f), Round = 0f, Detail = true };
        pen.Shadow(0, 0, 112, 12, 0.9f);
        pen.Loop(body, -52, -56, -36, -88, -8, -95, 26, -93, 48, -80, 64, -56, 10, -50);
        pen.Loop(glass, -42, -58, -30, -83, -10, -89, -4, -89, -4, -58);
        pen.Loop(glass, 3, -58, 3, -89, 24, -87, 40, -77, 52, -59);
        pen.Loop(body, -100, -46, -88, -56, -56, -60, 0, -60, 60, -60, 92, -54, 103, -42, 104, -22, 96, -14, -96, -14, -104, -24);
        pen.Stroke(chrome.AsDetail(), 2, 2, -101, -34, 0, -37, 103, -34);
        pen.Stroke(body.Darker(0.35f).Flat().AsDetail(), 1.2f, 1.2f, 0, -59, -1, -18);
        pen.Rectangle(chrome.AsDetail(), 6, -48, 12, 2.6f);
        pen.Stroke(chrome, 6, 6, -106, -17, -90, -15);
        pen.Stroke(chrome, 6, 6, 90, -15, 106, -17);
        pen.Ellipse(Material.Lamp(Rgb.Hex(0xFFF2C0)), -97, -42, 6, 6.4f);
        pen.Ellipse(Material.Lamp(Rgb.Hex(0xE8503A)), 101, -40, 3.6f, 5.4f);
        if (figure.Scene.Dark)
        {
            pen.Glow(Rgb.Hex(0xFFF0B8), -104, -40, 44, 0.9f);
            pen.Polygon(Material.Lamp(Rgb.Hex(0xFFF0B8)) with { Opacity = 0.16f, Detail = true }, -100, -44, -230, -60, -230, 4, -100, -38);
        }

        for (int wheel = -1; wheel <= 1; wheel += 2)
        {
            pen.Ellipse(Material.Of(0x26242C), wheel * 60, -18, 19.5f, 19.5f);
            pen.Ellipse(chrome, wheel * 60, -18, 11, 11);
            pen.Ellipse(new Material(paint) { Detail = true }, wheel * 60, -18, 6, 6);
        }
    }

    public static void Train(Figure figure)
    {
        Pen pen = figure.Pen;
        Rgb paint = figure.Coat(0x2F4A5E, 0x8A2E30, 0x2F5E46);
        Material body = new Material(paint) { Round = 0.8f };
        Material brass = Material.Of(0xD8A848);
        Material iron = Material.Of(0x2C2A32);
        pen.Shadow(0, 0, 122, 8, 0.8f);
        pen.Rectangle(Material.Of(0x6A5A50).Flat(), -900, 0, 1800, 3);
        for (int sleeper = -75; sleeper < 75; sleeper++)
            pen.Rectangle(Material.Of(0x5A4636).Flat().AsDetail(), sleeper * 12, 3, 7, 3.4f);
        pen.Rectangle(body, 60, -62, 62, 46);
        for (int window = 0; window < 3; window++)
            pen.Rectangle((figure.LightsOn ? Material.Lamp(Rgb.Hex(0xFFD88A)) : Material.Of(0x9AB8C8).Flat()).AsDetail(), 67 + window * 18, -54, 13, 15);
        pen.Rectangle(brass.Flat(), 57, -65, 68, 4);
        pen.Rectangle(body, -92, -56, 92, 34);
        for (int band = 0; band < 4; band++)
            pen.Rectangle(brass.AsDetail(), -86 + band * 24, -56, 3, 34);
        pen.Rectangle(body.Darker(0.15f), 0, -78, 44, 60);
        pen.Rectangle((figure.LightsOn ? Material.Lamp(Rgb.Hex(0xFFD88A)) : Material.Of(0x9AB8C8).Flat()).AsDetail(), 8, -70, 12, 18);
        pen.Rectangle((figure.LightsOn ? Material.Lamp(Rgb.Hex(0xFFD88A)) : Material.Of(0x9AB8C8).Flat()).AsDetail(), 25, -70, 12, 18);
        pen.Rectangle(iron, -5, -83, 54, 6);
        pen.Polygon(iron, -80, -55, -82, -76, -87, -86, -63, -86, -68, -76, -70, -55);
        pen.Loop(brass, -48, -56, -48, -66, -40, -70, -32, -66, -32, -56);
        pen.Polygon(new Material(figure.Accent), -92, -20, -118, -3, -92, -3);
        pen.Rectangle(iron, -96, -23, 220, 8);
        pen.Ellipse(Material.Lamp(Rgb.Hex(0xFFF0B8)), -95, -46, 5.4f, 5.4f);
        if (figure.LightsOn)
            pen.Glow(Rgb.Hex(0xFFE8A0), -97, -46, 46, 0.8f);
        for (int wheel = 0; wheel < 6; wheel++)
        {
            float radius = wheel is 1 or 2 or 3 ? 14 : 9, x = wheel switch { 0 => -82, 1 => -54, 2 => -22, 3 => 12, 4 => 76, _ => 108 };
            pen.Ellipse(iron, x, -radius, radius, radius);
            pen.Ellipse(new Material(figure.Accent) { Detail = true }, x, -radius, radius * 0.72f, radius * 0.72f);
            pen.Ellipse(iron.AsDetail(), x, -radius, radius * 0.3f, radius * 0.3f);
        }

        pen.Stroke(Material.Of(0xC8C8D0), 3, 3, -54, -14, 12, -14);
        for (int puff = 0; puff < 9; puff++)
            pen.Ellipse(Material.Lamp(figure.Scene.Palette.Haze.Mix(Rgb.White, 0.6f)) with { Opacity = 0.55f - puff * 0.045f, Detail = true }, -74 + puff * puff * 1.9f, -92 - puff * 7, 8 + puff * 3.4f, 7 + puff * 2.4f);
    }
}
