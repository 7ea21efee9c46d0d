namespace ImageGen.Bot.Providers.Painter;

/// <summary>Value noise on the integer lattice, and fractal sums of it. All results lie in [0, 1].</summary>
internal static class Noise
{
    /// <summary>White noise: a well-mixed value for one lattice point.</summary>
    public static float Lattice(int x, int y, uint seed)
    {
        uint hash = unchecked(((uint)x * 0x9E3779B1u) ^ ((uint)y * 0x85EBCA77u) ^ (seed * 0xC2B2AE3Du));
        hash ^= hash >> 15;
        hash = unchecked(hash * 0x2C1B3C6Du);
        hash ^= hash >> 12;
        hash = unchecked(hash * 0x297A2D39u);
        hash ^= hash >> 15;
        return (hash >> 8) * (1f / (1 << 24));
    }

    /// <summary>Smoothly interpolated lattice noise.</summary>
    public static float Value(float x, float y, uint seed)
    {
        float floorX = MathF.Floor(x), floorY = MathF.Floor(y);
        int column = (int)floorX, row = (int)floorY;
        float u = x - floorX, v = y - floorY;
        u = u * u * (3f - 2f * u);
        v = v * v * (3f - 2f * v);
        float top = Scalar.Lerp(Lattice(column, row, seed), Lattice(column + 1, row, seed), u);
        float bottom = Scalar.Lerp(Lattice(column, row + 1, seed), Lattice(column + 1, row + 1, seed), u);
        return Scalar.Lerp(top, bottom, v);
    }

    /// <summary>Fractal Brownian motion: octaves of value noise, each twice as fine and half as strong.</summary>
    public static float Fbm(float x, float y, int octaves, uint seed)
    {
        float sum = 0f, amplitude = 0.5f, total = 0f;
        for (int octave = 0; octave < octaves; octave++)
        {
            sum += amplitude * Value(x, y, unchecked(seed + (uint)octave * 101u));
            total += amplitude;
            amplitude *= 0.5f;
            x = x * 2.03f + 17.1f;
            y = y * 2.03f + 9.7f;
        }

        return sum / total;
    }

    /// <summary>Fbm folded at its middle, which makes sharp crests: the profile of mountains.</summary>
    public static float Ridged(float x, int octaves, uint seed)
    {
        float sum = 0f, amplitude = 0.5f, total = 0f;
        for (int octave = 0; octave < octaves; octave++)
        {
            sum += amplitude * (1f - MathF.Abs(2f * Value(x, octave * 7.3f, seed) - 1f));
            total += amplitude;
            amplitude *= 0.45f;
            x = x * 2.1f + 5.3f;
        }

        return sum / total;
    }
}
