using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Images;

public sealed class ImageHeaderProperties
{
    private static readonly string[] Kinds = ["png", "jpg", "webp lossy", "webp lossless", "webp extended", "gif"];

    /// <summary>A file's beginning as its format wants it, in any size.</summary>
    private sealed record Picture(string Kind, int Width, int Height, byte[] Bytes)
    {
        public override string ToString() => $"{Kind} {Width} x {Height}: {Convert.ToHexString(Bytes)}";
    }

    private static Arbitrary<Picture> Pictures { get; } = Arb.From(
        from kind in Gen.Elements(Kinds)
        from width in Gen.Choose(1, 16_383)
        from height in Gen.Choose(1, 16_383)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Picture(kind, width, height, Write(kind, width, height, new Random(seed))));

    [Fact]
    public void TryRead_AnyPrefixOfAnyPicture_TellsTheRightSizeOrNothing() => Prop.ForAll(Pictures, static picture =>
    {
        var isKnown = false;
        for (var length = 0; length <= picture.Bytes.Length; length++)
        {
            // To read on past its end would throw.
            if (!ImageHeader.TryRead(picture.Bytes.AsSpan(0, length), out var header))
            {
                // What was known once stays known however much follows.
                if (isKnown)
                    return false;
                continue;
            }

            isKnown = true;
            if ((header.Extension, header.Width, header.Height) != (picture.Kind.Split(' ')[0], picture.Width, picture.Height))
                return false;
        }

        return isKnown == (picture.Kind != "gif");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_AnyDamage_NeverThrowsAndNeverGivesAnEmptySize() => Prop.ForAll(Pictures, Gen.Choose(0, int.MaxValue).ToArbitrary(), static (picture, seed) =>
        !ImageHeader.TryRead(Fuzzing.Bytes.Mutate(picture.Bytes, new Random(seed)), out var header) || header is { Width: > 0, Height: > 0 }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_AnyBytesAfterASignature_NeverThrows() => Prop.ForAll(Pictures, ArbMap.Default.ArbFor<byte[]>(), static (picture, bytes) =>
    {
        ImageHeader.TryRead((byte[])[.. picture.Bytes.Take(picture.Bytes.Length / 2), .. bytes], out _);
        ImageHeader.TryRead((byte[])[.. picture.Bytes.Take(4), .. bytes], out _);
        ImageHeader.TryRead(bytes, out _);
    }).QuickCheckThrowOnFailure();

    private static byte[] Write(string kind, int width, int height, Random random) => kind switch
    {
        "png" => [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, .. Big32(width), .. Big32(height), 8, 2, 0, 0, 0, .. Noise(random, 20)],
        "jpg" => Jpeg(width, height, random),
        "webp lossy" => [.. "RIFF"u8, .. Noise(random, 4), .. "WEBPVP8 "u8, .. Noise(random, 7), 0x9D, 0x01, 0x2A, .. Little16(width), .. Little16(height), .. Noise(random, 20)],
        "webp lossless" => [.. "RIFF"u8, .. Noise(random, 4), .. "WEBPVP8L"u8, .. Noise(random, 4), 0x2F, .. Little32((uint)(width - 1) | ((uint)(height - 1) << 14)), .. Noise(random, 20)],
        "webp extended" => [.. "RIFF"u8, .. Noise(random, 4), .. "WEBPVP8X"u8, 10, 0, 0, 0, .. Noise(random, 4), .. Little32((uint)width - 1)[..3], .. Little32((uint)height - 1)[..3], .. Noise(random, 20)],
        _ => [.. "GIF89a"u8, .. Little16(width), .. Little16(height), .. Noise(random, 20)],
    };

    /// <summary>Segments of any length and fill bytes, then the start of frame.</summary>
    private static byte[] Jpeg(int width, int height, Random random)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        for (var segments = random.Next(5); segments > 0; segments--)
        {
            var length = random.Next(2, 60);
            for (var fill = random.Next(3); fill > 0; fill--)
                file.WriteByte(0xFF);
            file.Write([0xFF, random.Next(2) == 0 ? (byte)0xC4 : (byte)(0xE0 + random.Next(16)), 0, (byte)length, .. Noise(random, length - 2)]);
        }

        byte[] starts = [0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC9, 0xCF];
        file.Write([0xFF, starts[random.Next(starts.Length)], 0, 11, 8, .. Big16(height), .. Big16(width), 3, .. Noise(random, 20)]);
        return file.ToArray();
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Big32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
