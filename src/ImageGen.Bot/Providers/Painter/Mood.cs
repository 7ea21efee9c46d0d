using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>What a mood does to the finished colours.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Grade(float Saturation, float Contrast, Rgb Tint, float TintAmount)
{
    /// <summary>Tinting keeps brightness: the colour takes the tint's hue at its own luminance.</summary>
    public Rgb Apply(Rgb color)
    {
        Rgb toned = color.Saturate(Saturation).Contrast(Contrast);
        return toned.Mix(Tint * (toned.Luminance * 1.6f), TintAmount);
    }
}

/// <summary>A style guide that sets the atmosphere rather than the medium.</summary>
internal sealed record Mood(string Name)
{
    /// <summary>The hour, unless the text names one.</summary>
    public TimeOfDay? Time { get; init; }

    public Weather? Weather { get; init; }

    /// <summary>The place, unless the text names one.</summary>
    public Setting? Home { get; init; }

    /// <summary>Replaces the sky of the hour.</summary>
    public Palette? Palette { get; init; }

    public Grade Grade { get; init; } = new(1f, 1f, Rgb.White, 0f);

    public bool Monochrome { get; init; }

    private static readonly FrozenDictionary<string, Mood> Known = new Mood[]
    {
        new("cyberpunk")
        {
            Time = TimeOfDay.Night, Weather = Painter.Weather.Rain, Home = Setting.City,
            Palette = Palette.Hex(0x0B0626, 0x3A0F5E, 0xC42A86, 0x5B1F78, 0xFF5FB8, 0xC9B4FF, 0x46307E) with { Accent = Rgb.Hex(0x18F0E8) },
            Grade = new(1.2f, 1.1f, Rgb.White, 0f),
        },
        new("film-noir")
        {
            Time = TimeOfDay.Night, Home = Setting.City,
            Palette = Palette.Hex(0x07080A, 0x1E2024, 0x6A6E74, 0x45484E, 0xF4F4F0, 0xF4F4F4, 0x2E3036),
            Grade = new(0f, 1.3f, Rgb.White, 0f), Monochrome = true,
        },
        new("steampunk")
        {
            Time = TimeOfDay.Sunset, Weather = Painter.Weather.Cloudy, Home = Setting.City,
            Palette = Palette.Hex(0x5A4A3C, 0xB08A58, 0xF2CF8E, 0xC9A36C, 0xFFF0BE, 0xFFE0A8, 0x765A4C) with { Accent = Rgb.Hex(0xC0792E) },
            Grade = new(0.8f, 1.05f, Rgb.Hex(0xD9A860), 0.25f),
        },
        new("vaporwave")
        {
            Time = TimeOfDay.Sunset, Home = Setting.Sea,
            Palette = Palette.Hex(0x2A1463, 0xA93FB4, 0xFF8FC0, 0xC77BE0, 0xFFE08A, 0xFFD0F0, 0x7A62C8) with { Accent = Rgb.Hex(0x35E6E0) },
            Grade = new(1.15f, 1.02f, Rgb.White, 0f),
        },
        new("fantasy")
        {
            Time = TimeOfDay.Sunset, Home = Setting.Mountains,
            Palette = Palette.Hex(0x2A2A78, 0x7A62C4, 0xF8C4D4, 0xB8A2DC, 0xFFF4D0, 0xFFE8D8, 0x6E6AB8) with { Accent = Rgb.Hex(0xFFD45E) },
            Grade = new(1.15f, 1.04f, Rgb.White, 0f),
        },
        new("art-deco")
        {
            Home = Setting.City,
            Palette = Palette.Hex(0x0E2A3A, 0x1F5560, 0xE9C983, 0x8A8F78, 0xF8E3A4, 0xFFF0CC, 0x566070) with { Accent = Rgb.Hex(0xD9A441) },
            Grade = new(0.9f, 1.08f, Rgb.Hex(0xD9B466), 0.15f),
        },
        new("gothic")
        {
            Time = TimeOfDay.Night, Weather = Painter.Weather.Fog, Home = Setting.Forest,
            Palette = Palette.Hex(0x0C0F18, 0x26303E, 0x77848E, 0x56636E, 0xEAE6D4, 0xB4C0CC, 0x343C4C) with { Accent = Rgb.Hex(0xA3202E) },
            Grade = new(0.75f, 1.1f, Rgb.White, 0f),
        },
        new("space-opera")
        {
            Time = TimeOfDay.Night, Home = Setting.Space,
            Palette = Palette.Hex(0x05061A, 0x1C1650, 0xB0508C, 0x50347C, 0xFFE0B0, 0xFFDCC0, 0x40407E) with { Accent = Rgb.Hex(0xFFA640) },
            Grade = new(1.15f, 1.08f, Rgb.White, 0f),
        },
    }.ToFrozenDictionary(mood => mood.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The first mood among the style names.</summary>
    public static Mood? FirstOf(IReadOnlyList<string> styles)
    {
        foreach (string style in styles)
        {
            if (Known.TryGetValue(style, out Mood? mood))
                return mood;
        }

        return null;
    }
}
