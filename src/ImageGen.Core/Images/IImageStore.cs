using ImageGen.Core.Jobs;

namespace ImageGen.Core.Images;

/// <summary>Where a picture comes from; a store that keeps facts beside a file writes it there.</summary>
/// <param name="Job">The job it was drawn, or brought, for.</param>
/// <param name="Name">Which of the job's pictures: lower-case letters and digits, such as <c>0</c> or <c>reference</c>.</param>
/// <param name="Provider">Who drew it; null where a person brought it.</param>
/// <param name="Model">The model that made it; null where none did.</param>
public sealed record PictureOrigin(JobId Job, string Name, string? Provider = null, string? Model = null);

/// <summary>Keeps pictures and says where people can see them. A picture's key begins with its job's id and a slash.</summary>
public interface IImageStore
{
    /// <summary>
    /// Streams a picture into the store; it is never held in memory whole. Format and dimensions are read from its
    /// bytes, its hash is taken while it passes. Storing the same picture for the same job again is harmless.
    /// </summary>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="cancellation">Stops the transfer; nothing is left behind.</param>
    /// <exception cref="PictureException">The bytes are no whole PNG, JPEG or WebP within the limits.</exception>
    /// <exception cref="GenerationException">The store is away, or the bytes broke off.</exception>
    Task<ImageAsset> StoreAsync(PictureOrigin origin, Stream content, CancellationToken cancellation);

    /// <summary>Opens a stored picture; null where there is none of this key.</summary>
    /// <exception cref="GenerationException">The store is away.</exception>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>Whether the addresses of <see cref="UrlOf"/> can be loaded from anywhere, so that chat platforms can show them.</summary>
    bool IsPublic { get; }

    /// <summary>The address people and chat platforms load the picture from.</summary>
    Uri UrlOf(ImageAsset asset);

    /// <summary>Deletes pictures. Missing ones are no fault.</summary>
    /// <exception cref="GenerationException">The store is away; some may be deleted.</exception>
    Task DeleteAsync(IReadOnlyCollection<ImageAsset> assets, CancellationToken cancellation);

    /// <summary>Returns where the store can be used.</summary>
    /// <exception cref="GenerationException">It cannot; the message tells the operator why.</exception>
    Task CheckAsync(CancellationToken cancellation);
}
