using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>
/// Somebody's attached picture as it comes from a chat platform: no more bytes than a reference image may have, and no
/// longer without one than this. Whoever reads it holds a provider's slot.
/// </summary>
/// <param name="inner">The platform's answer; disposed with this.</param>
internal sealed class AttachmentStream(Stream inner) : ReadOnlyStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private long _read;

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
