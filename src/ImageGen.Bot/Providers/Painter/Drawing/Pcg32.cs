namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// O'Neill's PCG32 generator. Ours rather than the framework's because its sequence is a promise:
/// a seed shown to a user must paint the same picture in the next release of .NET.
/// </summary>
internal sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005UL;
    private readonly ulong _seed;
    private readonly ulong _increment;
    private ulong _state;

    public Pcg32(ulong seed, ulong stream = 54)
    {
        _seed = seed;
        _increment = (stream << 1) | 1;
        _state = unchecked((_increment + seed) * Multiplier + _increment);
    }

    /// <summary>An independent stream, so that a layer that draws more numbers does not disturb its neighbours.</summary>
    public Pcg32 Fork(string purpose) => new(_seed, HashText(purpose));

    public uint Next()
    {
        ulong old = _state;
        _state = unchecked(old * Multiplier + _increment);
        uint xorShifted = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(xorShifted, (int)(old >> 59));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public float NextFloat() => (Next() >> 8) * (1f / (1 << 24));

    public float Range(float low, float high) => low + (high - low) * NextFloat();

    /// <summary>Uniform in 0 .. count - 1.</summary>
    public int Below(int count) => (int)(((ulong)Next() * (uint)count) >> 32);

    public bool Chance(float probability) => NextFloat() < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>FNV-1a over UTF-16 code units: the same on every machine, unlike string.GetHashCode.</summary>
    public static ulong HashText(string text)
    {
        ulong hash = 14695981039346656037UL;
        foreach (char unit in text)
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        return hash;
    }
}
