using System.Buffers;
using System.Security.Cryptography;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Storage;

/// <summary>What is known of a picture once its last byte has passed.</summary>
internal readonly record struct PictureFacts(ImageHeader Header, long Bytes, string Sha256);

/// <summary>
/// Copies a picture from a provider to a file while hashing it and reading its header: one pass, one buffer, whatever
/// its size. What is no whole picture within the limits is the provider's fault and goes no further.
/// </summary>
internal static class PictureStream
{
    /// <summary>Most bytes of a picture. OpenAI's largest edits input is 50 MB; no answer comes near.</summary>
    public const long MaxBytes = 50L * 1024 * 1024;

    private const int BufferSize = 64 * 1024;
    private const int TailLength = 12;

    public static async Task<PictureFacts> CopyAsync(Stream source, Stream target, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var start = new ArrayBufferWriter<byte>(BufferSize);
        var tail = new byte[TailLength];
        ImageHeader? header = null;
        try
        {
            long bytes = 0;
            for (int read; (read = await ReadAsync(source, buffer, cancellation)) > 0;)
            {
                var chunk = buffer.AsMemory(0, read);
                bytes += read;
                if (bytes > MaxBytes)
                    throw new PictureException($"larger than {MaxBytes / 1024 / 1024} MB");

                header ??= Sniff(start, chunk.Span);
                Keep(tail, chunk.Span);
                hash.AppendData(chunk.Span);
                await target.WriteAsync(chunk, cancellation);
            }

            if (header is not { } known)
                throw new PictureException("no PNG, JPEG or WebP");
            if (!IsWhole(known, tail, start.WrittenSpan, bytes))
                throw new PictureException("cut short");
            return new PictureFacts(known, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellation);
        }
        catch (IOException fault)
        {
            // The source's, and not to be taken for one of the store's.
            throw new GenerationException(ErrorCode.ProviderUnavailable, "The picture broke off on its way here.", fault) { IsTransient = true };
        }
    }

    private static ImageHeader? Sniff(ArrayBufferWriter<byte> start, ReadOnlySpan<byte> chunk)
    {
        if (start.WrittenCount < ImageHeader.MaxLength)
            start.Write(chunk);
        return ImageHeader.TryRead(start.WrittenSpan, out var header) ? header : null;
    }

    /// <summary>Keeps the last bytes that have passed.</summary>
    private static void Keep(byte[] tail, ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length >= TailLength)
        {
            chunk[^TailLength..].CopyTo(tail);
            return;
        }

        tail.AsSpan(chunk.Length).CopyTo(tail);
        chunk.CopyTo(tail.AsSpan(TailLength - chunk.Length));
    }

    /// <summary>Whether the file ends as its format says: PNG's IEND chunk, JPEG's EOI marker, the length in WebP's RIFF header.</summary>
    private static bool IsWhole(ImageHeader header, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> start, long bytes) => header.ContentType switch
    {
        "image/png" => tail[4..8].SequenceEqual("IEND"u8),
        "image/jpeg" => tail[^2] == 0xFF && tail[^1] == 0xD9,
        _ => BitConverter.ToUInt32(start[4..8]) + 8L <= bytes,
    };

}
