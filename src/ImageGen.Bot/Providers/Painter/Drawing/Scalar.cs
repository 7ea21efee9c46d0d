namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// Arithmetic every layer needs. It uses only operations IEEE 754 rounds exactly, and not the C library's sine,
/// whose last bit differs between platforms: the same brief must give the same pixels everywhere.
/// </summary>
internal static class Scalar
{
    public const float Tau = 6.2831853f;

    public static float Lerp(float from, float to, float t) => from + (to - from) * t;

    public static float Clamp01(float value) => value < 0f ? 0f : value > 1f ? 1f : value;

    /// <summary>Hermite step from 0 at <paramref name="low"/> to 1 at <paramref name="high"/>.</summary>
    public static float SmoothStep(float low, float high, float value)
    {
        float t = Clamp01((value - low) / (high - low));
        return t * t * (3f - 2f * t);
    }

    /// <summary>A soft bump: 1 at the centre, 0 from squared distance 1 outwards.</summary>
    public static float Falloff(float squaredDistance)
    {
        float inside = 1f - squaredDistance;
        return inside <= 0f ? 0f : inside * inside;
    }

    /// <summary>Sine of an angle in radians, within a thousandth: a parabola fitted to each half wave.</summary>
    public static float Sin(float radians)
    {
        float turns = radians * (1f / Tau);
        turns -= MathF.Floor(turns + 0.5f);
        float wave = 8f * turns - 16f * turns * MathF.Abs(turns);
        return 0.225f * (wave * MathF.Abs(wave) - wave) + wave;
    }

    public static float Cos(float radians) => Sin(radians + Tau / 4f);
}
