using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Storage;

/// <summary>
/// A stored picture as it comes. Whoever reads it may be sending it on, to a provider or a chat platform, and where it
/// breaks off is told whose fault that is.
/// </summary>
/// <param name="inner">The store's answer; disposed with this.</param>
internal sealed class R2Content(Stream inner) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception fault) when (R2Client.IsFault(fault))
        {
            throw new GenerationException(ErrorCode.StorageUnavailable, "The picture could not be read.", fault) { IsTransient = true };
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
