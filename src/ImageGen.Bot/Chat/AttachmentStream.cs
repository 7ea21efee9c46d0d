using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>
/// Somebody's attached picture as it comes from a chat platform: no more bytes than a reference image may have, and no
/// longer without one than this. Whoever reads it holds a provider's slot.
/// </summary>
/// <param name="inner">The platform's answer; disposed with this.</param>
internal sealed class AttachmentStream(Stream inner) : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var read = await inner.ReadAsync(buffer, patience.Token);
            return (_read += read) <= ReferenceImages.MaxBytes
                ? read
                : throw new GenerationException(ErrorCode.InvalidRequest, ReferenceFaults.TooLarge.Message);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The attached picture came too slowly.", fault);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
