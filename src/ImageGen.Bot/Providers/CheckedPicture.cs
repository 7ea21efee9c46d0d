using System.Buffers;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>A provider's picture whose first bytes have been looked at: no page of an error, and no single pixel.</summary>
internal sealed class CheckedPicture : ReadOnlyStream
{
    /// <summary>No model draws smaller ones, so such an answer is a stand-in for a picture that was not drawn.</summary>
    public const int LeastSide = 64;

    private readonly Stream _rest;
    private ReadOnlyMemory<byte> _start;

    private CheckedPicture(ReadOnlyMemory<byte> start, Stream rest) => (_start, _rest) = (start, rest);

    /// <summary>Reads as much of a picture as tells what it is.</summary>
    /// <exception cref="GenerationException">It is no picture, or too small to be one. The stream is closed.</exception>
    public static async Task<Stream> OpenAsync(Stream content, CancellationToken cancellation)
    {
        try
        {
            var start = new ArrayBufferWriter<byte>(4096);
            while (true)
            {
                var read = await content.ReadAsync(start.GetMemory(4096), cancellation);
                start.Advance(read);
                if (ImageHeader.TryRead(start.WrittenSpan, out var header))
                {
                    return Math.Min(header.Width, header.Height) >= LeastSide
                        ? new CheckedPicture(start.WrittenMemory, content)
                        : throw ProviderFaults.Garbled($"a picture of {header.Width}x{header.Height} pixels");
                }

                if (read == 0 || start.WrittenCount >= ImageHeader.MaxLength)
                    throw ProviderFaults.Garbled("a file that is no PNG, JPEG or WebP");
            }
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start.IsEmpty)
            return await _rest.ReadAsync(buffer, cancellationToken);
        var length = Math.Min(_start.Length, buffer.Length);
        _start[..length].CopyTo(buffer);
        _start = _start[length..];
        return length;
    }

    public override async ValueTask DisposeAsync()
    {
        await _rest.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rest.Dispose();
        base.Dispose(disposing);
    }
}
