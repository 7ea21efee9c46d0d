using System.Runtime.InteropServices;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>A colour in display (sRGB) space, channels 0..1. Mixing there is what illustrators' tools do by default.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Rgb(float R, float G, float B)
{
    public static readonly Rgb White = new(1f, 1f, 1f);
    public static readonly Rgb Black = new(0f, 0f, 0f);

    /// <summary>Perceived brightness with the Rec. 601 weights.</summary>
    public float Luminance => 0.299f * R + 0.587f * G + 0.114f * B;

    public static Rgb Hex(uint rgb) => new(((rgb >> 16) & 255) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f);

    public static Rgb Gray(float value) => new(value, value, value);

    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Rgb operator *(Rgb a, Rgb b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Rgb operator *(Rgb a, float k) => new(a.R * k, a.G * k, a.B * k);

    public Rgb Mix(Rgb other, float t) => new(R + (other.R - R) * t, G + (other.G - G) * t, B + (other.B - B) * t);

    /// <summary>Screen blending: adds light without burning out.</summary>
    public Rgb Screen(Rgb light) => new(1f - (1f - R) * (1f - light.R), 1f - (1f - G) * (1f - light.G), 1f - (1f - B) * (1f - light.B));

    public Rgb Saturate(float amount)
    {
        float gray = Luminance;
        return new(gray + (R - gray) * amount, gray + (G - gray) * amount, gray + (B - gray) * amount);
    }

    /// <summary>Stretches contrast about middle gray.</summary>
    public Rgb Contrast(float amount) => new((R - 0.5f) * amount + 0.5f, (G - 0.5f) * amount + 0.5f, (B - 0.5f) * amount + 0.5f);

    /// <summary>Turns the hue by a fraction of the colour circle (a rotation about the gray axis).</summary>
    public Rgb RotateHue(float turns)
    {
        float cos = Scalar.Cos(turns * Scalar.Tau), sin = Scalar.Sin(turns * Scalar.Tau);
        float third = (1f - cos) / 3f, root = 0.57735027f * sin;
        float same = cos + third, next = third - root, last = third + root;
        return new(same * R + next * G + last * B, last * R + same * G + next * B, next * R + last * G + same * B);
    }

    /// <summary>Rounds to 8 bits a channel, packed as 0x00RRGGBB; <paramref name="dither"/> in 0..1 replaces the usual half.</summary>
    public uint Pack(float dither = 0.5f)
        => (Channel(R, dither) << 16) | (Channel(G, dither) << 8) | Channel(B, dither);

    private static uint Channel(float value, float dither)
    {
        float scaled = value * 255f + dither;
        return scaled <= 0f ? 0u : scaled >= 255f ? 255u : (uint)scaled;
    }
}
