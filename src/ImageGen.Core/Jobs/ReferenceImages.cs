using ImageGen.Core.Images;

namespace ImageGen.Core.Jobs;

/// <summary>Reference images of jobs: copied into the store once, opened from there by the providers.</summary>
/// <param name="store">Keeps the copies.</param>
/// <param name="sources">The platforms people attach pictures on.</param>
public sealed class ReferenceImages(IImageStore store, IEnumerable<IReferenceSource> sources)
{
    /// <summary>Most bytes of a reference image. The strictest provider, FLUX, takes 20 MB.</summary>
    public const long MaxBytes = 10 * 1024 * 1024;

    private static readonly string[] ContentTypes = ["image/png", "image/jpeg", "image/webp"];

    private readonly Dictionary<string, IReferenceSource> _byPlatform = sources.ToDictionary(source => source.Platform);

    /// <summary>Whether a file said to be of this type can be one; its bytes decide.</summary>
    public static bool Takes(string? contentType) =>
        contentType?.Split(';')[0].Trim() is { } type && ContentTypes.Contains(type, StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies the attached picture into the store.</summary>
    /// <exception cref="GenerationException">It is gone, no picture, or out of reach for now.</exception>
    public async Task<ImageAsset> CopyAsync(JobOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!_byPlatform.TryGetValue(order.Conversation.Platform, out var source))
            throw new GenerationException(ErrorCode.InvalidRequest, "Attached pictures cannot be fetched from there.");
        await using var content = await source.OpenAsync(order, cancellation);
        try
        {
            return await store.StoreAsync(new PictureOrigin(order.Id, "reference"), content, cancellation);
        }
        catch (PictureException fault)
        {
            throw new GenerationException(ErrorCode.InvalidRequest, $"The reference image is {fault.What}. Nothing was charged.", fault);
        }
    }

    /// <summary>A stored picture for a provider to go by.</summary>
    public ReferenceImage Stored(string key) => new(key, async cancellation => await store.OpenAsync(key, cancellation)
        ?? throw new GenerationException(ErrorCode.InvalidRequest, "The reference image is not there any more."));
}
