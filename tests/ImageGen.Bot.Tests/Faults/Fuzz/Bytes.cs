using System.Text;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Mutations of bytes, whatever they mean.</summary>
internal static class Bytes
{
    private static readonly byte[][] Odd =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80, 0xAE], "\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "%00"u8.ToArray(), "\""u8.ToArray(),
        "}"u8.ToArray(), "]"u8.ToArray(), "&"u8.ToArray(), "="u8.ToArray(), "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), "1e999"u8.ToArray(), "-"u8.ToArray(),
    ];

    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>One to three of: flip, insert, remove, duplicate, overwrite, truncate.</summary>
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
            bytes = Once(bytes, random);
        return bytes;
    }

    /// <summary>Every occurrence of some text replaced.</summary>
    public static byte[] Replace(byte[] bytes, string what, string with)
    {
        var (sought, given) = (Encoding.UTF8.GetBytes(what), Encoding.UTF8.GetBytes(with));
        return Replace(bytes, sought, given);
    }

    /// <inheritdoc cref="Replace(byte[], string, string)"/>
    public static byte[] Replace(byte[] bytes, byte[] what, byte[] with)
    {
        using var result = new MemoryStream();
        var rest = bytes.AsSpan();
        for (int at; (at = rest.IndexOf(what)) >= 0; rest = rest[(at + what.Length)..])
        {
            result.Write(rest[..at]);
            result.Write(with);
        }

        result.Write(rest);
        return result.ToArray();
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        var length = Math.Min(bytes.Length - at, 1 << random.Next(8));
        var (before, part, after) = (bytes[..at], bytes[at..(at + length)], bytes[(at + length)..]);
        switch (random.Next(7))
        {
            case 0 when bytes.Length > 0:
                var flipped = bytes.ToArray();
                flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return [.. before, .. random.Pick(Odd), .. part, .. after];
            case 2:
                return [.. before, .. after];
            case 3:
                return [.. before, .. part, .. part, .. after];
            case 4:
                return before;
            case 5:
                random.NextBytes(part);
                return [.. before, .. part, .. after];
            default:
                return [.. before, .. random.Pick(Odd), .. after];
        }
    }
}
