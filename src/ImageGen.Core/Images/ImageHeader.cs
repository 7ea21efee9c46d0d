using System.Buffers.Binary;

namespace ImageGen.Core.Images;

/// <summary>What the first bytes of a picture say.</summary>
/// <param name="ContentType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Extension">The usual file extension, without a dot.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public readonly record struct ImageHeader(string ContentType, string Extension, int Width, int Height)
{
    /// <summary>Bytes after which the header of any honest picture has been seen (a JPEG may carry metadata first).</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Reads the header, trusting the bytes and no one's word on their type.</summary>
    /// <returns>False where the bytes are no picture, or not yet enough of one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> start, out ImageHeader header)
    {
        header = default;
        return TryPng(start, ref header) || TryWebP(start, ref header) || TryJpeg(start, ref header);
    }

    // PNG: signature, then the IHDR chunk (ISO/IEC 15948, 5.2 and 11.2.2).
    private static bool TryPng(ReadOnlySpan<byte> b, ref ImageHeader header)
    {
        if (b.Length < 24 || b[0] != 0x89 || !b[1..8].SequenceEqual("PNG\r\n\u001a\n"u8) || !b[12..16].SequenceEqual("IHDR"u8))
            return false;
        return TrySet("image/png", "png", BinaryPrimitives.ReadInt32BigEndian(b[16..]), BinaryPrimitives.ReadInt32BigEndian(b[20..]), ref header);
    }

    // WebP: RIFF container with a VP8, VP8L or VP8X chunk first (RFC 9649).
    private static bool TryWebP(ReadOnlySpan<byte> b, ref ImageHeader header)
    {
        if (b.Length < 30 || !b.StartsWith("RIFF"u8) || !b[8..12].SequenceEqual("WEBP"u8))
            return false;
        var chunk = b[12..16];
        if (chunk.SequenceEqual("VP8X"u8))
            return TrySet("image/webp", "webp", 1 + UInt24(b[24..]), 1 + UInt24(b[27..]), ref header);
        if (chunk.SequenceEqual("VP8L"u8) && b[20] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(b[21..]);
            return TrySet("image/webp", "webp", 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF), ref header);
        }

        return chunk.SequenceEqual("VP8 "u8) && b[23] == 0x9D && b[24] == 0x01 && b[25] == 0x2A
            && TrySet("image/webp", "webp", BinaryPrimitives.ReadUInt16LittleEndian(b[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(b[28..]) & 0x3FFF, ref header);
    }

    // JPEG: walk the segments to the start of frame (ITU-T T.81, annex B).
    private static bool TryJpeg(ReadOnlySpan<byte> b, ref ImageHeader header)
    {
        if (b.Length < 4 || b[0] != 0xFF || b[1] != 0xD8)
            return false;
        for (var at = 2; at + 9 <= b.Length;)
        {
            if (b[at] != 0xFF)
                return false;
            var marker = b[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return TrySet("image/jpeg", "jpg", BinaryPrimitives.ReadUInt16BigEndian(b[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(b[(at + 5)..]), ref header);
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(b[(at + 2)..]);
        }

        return false;
    }

    private static int UInt24(ReadOnlySpan<byte> b) => b[0] | (b[1] << 8) | (b[2] << 16);

    private static bool TrySet(string contentType, string extension, int width, int height, ref ImageHeader header)
    {
        header = new ImageHeader(contentType, extension, width, height);
        return width > 0 && height > 0;
    }
}
