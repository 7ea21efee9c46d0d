using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace ImageGen.Bot.Tests.Providers.Painter;

/// <summary>A strict reader of the PNGs we write: it checks what a decoder relies on and gives the pixels.</summary>
internal sealed record PngFile(int Width, int Height, byte[] Rgb, IReadOnlyList<string> Chunks, IReadOnlyList<string> Texts)
{
    public double MeanLuminance
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Rgb.Length; i += 3)
                sum += 0.299 * Rgb[i] + 0.587 * Rgb[i + 1] + 0.114 * Rgb[i + 2];
            return sum / (Rgb.Length / 3);
        }
    }

    public static PngFile Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<string>();
        var texts = new List<string>();
        using var data = new MemoryStream();
        int width = 0, height = 0, at = 8;
        while (at < file.Length)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string type = Encoding.ASCII.GetString(file, at + 4, 4);
            ReadOnlySpan<byte> body = file.AsSpan(at + 8, length);
            uint crc = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length));
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), crc);
            chunks.Add(type);
            if (type == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(body);
                height = BinaryPrimitives.ReadInt32BigEndian(body[4..]);
                Assert.Equal([8, 2, 0, 0, 0], body[8..].ToArray());
            }
            else if (type == "tEXt")
            {
                texts.Add(Encoding.Latin1.GetString(body));
            }
            else if (type == "IDAT")
            {
                data.Write(body);
            }

            at += length + 12;
        }

        Assert.Equal(file.Length, at);
        data.Position = 0;
        return new PngFile(width, height, Unfilter(data, width, height), chunks, texts);
    }

    /// <summary>The specification's own definition, bit by bit: nothing of the encoder's.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Unfilter(Stream data, int width, int height)
    {
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        int stride = width * 3;
        var pixels = new byte[stride * height];
        var line = new byte[stride + 1];
        for (int y = 0; y < height; y++)
        {
            inflated.ReadExactly(line);
            Assert.InRange(line[0], 1, 2);
            for (int x = 0; x < stride; x++)
            {
                int left = x < 3 ? 0 : pixels[y * stride + x - 3], up = y == 0 ? 0 : pixels[(y - 1) * stride + x];
                pixels[y * stride + x] = (byte)(line[x + 1] + (line[0] == 1 ? left : up));
            }
        }

        Assert.Equal(-1, inflated.ReadByte());
        return pixels;
    }
}
