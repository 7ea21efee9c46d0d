using System.Buffers;
using System.ClientModel;
using System.Text;
using System.Text.Json;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>A picture has more bytes than moderation takes.</summary>
internal sealed class PictureTooLargeException() : Exception("The picture is too large for moderation.");

/// <summary>A request to review a picture, whose base64 is written while the picture is read: it is never held whole.</summary>
internal sealed class PictureQuestion(string model, string contentType, Stream picture) : BinaryContent
{
    /// <summary>Most bytes of a picture that moderation takes.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    /// <summary>A multiple of 3, so that the pieces' base64 joins without padding.</summary>
    private const int Piece = 48 * 1024;

    private readonly byte[] _head = Encoding.UTF8.GetBytes(
        $$"""{"model":{{JsonSerializer.Serialize(model)}},"input":[{"type":"image_url","image_url":{"url":"data:{{contentType}};base64,""");

    private readonly byte[] _tail = "\"}}]}"u8.ToArray();

    public override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    public override void WriteTo(Stream stream, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        await stream.WriteAsync(_head, cancellationToken);
        var bytes = ArrayPool<byte>.Shared.Rent(Piece);
        var text = ArrayPool<byte>.Shared.Rent(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(Piece));
        try
        {
            var total = 0L;
            int read;
            do
            {
                read = await picture.ReadAtLeastAsync(bytes.AsMemory(0, Piece), Piece, throwOnEndOfStream: false, cancellationToken);
                total += read;
                if (total > MaxBytes)
                    throw new PictureTooLargeException();
                System.Buffers.Text.Base64.EncodeToUtf8(bytes.AsSpan(0, read), text, out _, out var written);
                await stream.WriteAsync(text.AsMemory(0, written), cancellationToken);
            }
            while (read == Piece);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(text);
        }

        await stream.WriteAsync(_tail, cancellationToken);
    }

    public override void Dispose()
    {
        // The picture is its opener's.
    }
}
