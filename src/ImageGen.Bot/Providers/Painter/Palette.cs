namespace ImageGen.Bot.Providers.Painter;

/// <summary>The colours of sky and light. Everything else is lit by them, which keeps a picture of one piece.</summary>
internal sealed record Palette(Rgb Zenith, Rgb Middle, Rgb Horizon, Rgb Haze, Rgb Disc, Rgb Key, Rgb Ambient)
{
    /// <summary>Signs, lanterns, flowers: the small strong colour.</summary>
    public Rgb Accent { get; init; } = Rgb.Hex(0xE8553A);

    public static Palette Hex(uint zenith, uint middle, uint horizon, uint haze, uint disc, uint key, uint ambient)
        => new(Rgb.Hex(zenith), Rgb.Hex(middle), Rgb.Hex(horizon), Rgb.Hex(haze), Rgb.Hex(disc), Rgb.Hex(key), Rgb.Hex(ambient));

    /// <summary>The palette of an hour, then what weather makes of it, then a small turn of hue chosen by the seed.</summary>
    public static Palette For(TimeOfDay time, Weather weather, Mood? mood, Rgb? accent, Pcg32 random)
    {
        Palette palette = mood?.Palette ?? OfHour(time, random.Below(2));
        Rgb gray = new Rgb(0.84f, 0.9f, 1f) * (palette.Horizon.Luminance * 0.98f);
        (float cover, float dim) = weather switch
        {
            Weather.Clear => (0f, 1f),
            Weather.Cloudy => (0.1f, 0.98f),
            Weather.Rain => (0.5f, 0.8f),
            Weather.Storm => (0.6f, 0.55f),
            Weather.Fog => (0.45f, 1f),
            Weather.Snow => (0.4f, 1f),
        };
        if (mood?.Palette is not null)
            cover *= 0.4f;
        float turn = random.Range(-0.018f, 0.018f);
        Rgb Weathered(Rgb color, float most = 1f) => (color.Mix(gray, cover * most) * dim).RotateHue(turn);
        return new Palette(
            Weathered(palette.Zenith), Weathered(palette.Middle), Weathered(palette.Horizon),
            Weathered(palette.Haze), palette.Disc, Weathered(palette.Key, 0.5f), Weathered(palette.Ambient, 0.3f))
        {
            Accent = accent ?? mood?.Palette?.Accent ?? random.Pick(Rgb.Hex(0xE8553A), Rgb.Hex(0xF2A93B), Rgb.Hex(0xD94F70), Rgb.Hex(0x3BA99C)),
        };
    }

    private static Palette OfHour(TimeOfDay time, int variant) => time switch
    {
        TimeOfDay.Day when variant == 0 => Hex(0x2F7FD0, 0x74B4E8, 0xE2F1F5, 0xC4DDEC, 0xFFF6D8, 0xFFF8E6, 0x8290B8),
        TimeOfDay.Day => Hex(0x3A8FB8, 0x8CCBD6, 0xFBEFD2, 0xD9E3DA, 0xFFF3C4, 0xFFF4DA, 0x8C8CAE),
        TimeOfDay.Dawn when variant == 0 => Hex(0x4C6CC0, 0xE894B0, 0xFFD48E, 0xF2B8B4, 0xFFF0C8, 0xFFDDB8, 0x8478B8),
        TimeOfDay.Dawn => Hex(0x3F84B4, 0x9CCCD0, 0xFFC6A0, 0xF0C4B4, 0xFFE9C0, 0xFFE2C4, 0x7A80B4),
        TimeOfDay.Sunset when variant == 0 => Hex(0x2B2E6E, 0xC4527C, 0xFFB44E, 0xE48C6C, 0xFFE9A0, 0xFFC488, 0x6A5A92),
        TimeOfDay.Sunset => Hex(0x314A86, 0xE0705A, 0xFFC766, 0xEA9A70, 0xFFF0B0, 0xFFC890, 0x73608E),
        TimeOfDay.Night when variant == 0 => Hex(0x060A22, 0x13214F, 0x3A5590, 0x263A6C, 0xF4F1DC, 0xBFCDF8, 0x3A477E),
        TimeOfDay.Night => Hex(0x0A0A26, 0x201F54, 0x5A4E8C, 0x342F68, 0xF8F0D8, 0xC6C4F6, 0x424080),
    };
}
