using System.Runtime.InteropServices;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>How a medium models form.</summary>
internal enum Shading
{
    /// <summary>Continuous tones, as light falls.</summary>
    Smooth,

    /// <summary>A lit area and a shadow with a crisp border, as in animation cels.</summary>
    Cel,

    /// <summary>No modelling at all: colour areas only.</summary>
    Flat,
}

/// <summary>The light of a scene. Colours multiply surfaces; the direction points towards the source, y downwards.</summary>
internal sealed record Light(float X, float Y, Rgb Key, Rgb Ambient);

/// <summary>What a shape is made of.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Material(Rgb Color)
{
    /// <summary>When present, the colour at the bottom of the shape; the colour runs down to it.</summary>
    public Rgb? Fade { get; init; }

    /// <summary>How much the shape swells towards the viewer: 0 is cut from paper, 1 is a ball.</summary>
    public float Round { get; init; } = 0.7f;

    public float Opacity { get; init; } = 1f;

    /// <summary>Shines by itself, so light and shadow do not change it.</summary>
    public bool Glows { get; init; }

    /// <summary>Part of the shape beneath: gets no mark of its own, so no outline.</summary>
    public bool Detail { get; init; }

    /// <summary>Strength of a mottled texture: fur, stone, bark.</summary>
    public float Texture { get; init; }

    public static Material Of(uint rgb) => new(Rgb.Hex(rgb));

    public static Material Lamp(Rgb color) => new(color) { Glows = true, Round = 0f };

    public Material AsDetail() => this with { Detail = true };

    public Material Flat() => this with { Round = 0f };

    public Material Tinted(Rgb other, float amount) => this with { Color = Color.Mix(other, amount), Fade = Fade?.Mix(other, amount) };

    public Material Darker(float amount) => Tinted(Rgb.Black, amount);

    public Material Lighter(float amount) => Tinted(Rgb.White, amount);
}
