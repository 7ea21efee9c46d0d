using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

/// <summary>Moderates pictures in the store: those drawn from, and those drawn.</summary>
public sealed class PictureReview(IGuildSettingsStore guilds, IModerator moderator, IImageStore store)
{
    /// <summary>Moderates a stored picture.</summary>
    /// <param name="order">Whose, and where it would be shown.</param>
    /// <param name="key">The picture's key in the store; the extension tells its type.</param>
    /// <param name="cancellation">Stops the review.</param>
    /// <exception cref="GenerationException">It is gone, or nobody can moderate right now.</exception>
    public async Task<ModerationVerdict> ReviewAsync(JobOrder order, string key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(key);
        var type = Path.GetExtension(key) switch
        {
            ".jpg" => "image/jpeg",
            ".webp" => "image/webp",
            _ => "image/png",
        };
        var picture = new PictureToReview(type, async stop => await store.OpenAsync(key, stop)
            ?? throw new GenerationException(ErrorCode.Refused, "The picture is not there any more."));
        return await moderator.ReviewAsync(picture, (await guilds.GetAsync(order.Tenant, cancellation)).Moderation(order.Context), cancellation);
    }
}
