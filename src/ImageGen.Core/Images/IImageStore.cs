using ImageGen.Core.Jobs;

namespace ImageGen.Core.Images;

/// <summary>Keeps pictures and says where people can see them.</summary>
public interface IImageStore
{
    /// <summary>
    /// Streams a picture into the store; it is never held in memory whole. Format and dimensions are read from its
    /// bytes, its hash is taken while it passes. Storing the same picture for the same job again is harmless.
    /// </summary>
    /// <param name="job">The job it was drawn for.</param>
    /// <param name="index">Which of the job's pictures, from 0.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="cancellation">Stops the transfer; nothing is left behind.</param>
    /// <exception cref="GenerationException">The bytes are no whole PNG, JPEG or WebP within the limits, or the store is away.</exception>
    Task<ImageAsset> StoreAsync(JobId job, int index, Stream content, CancellationToken cancellation);

    /// <summary>The address people and chat platforms load the picture from.</summary>
    Uri UrlOf(ImageAsset asset);

    /// <summary>Deletes pictures. Missing ones are no fault.</summary>
    Task DeleteAsync(IReadOnlyCollection<ImageAsset> assets, CancellationToken cancellation);
}
