using System.Globalization;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Discord;

/// <summary>Stored pictures as files to upload: streamed from the store, once an attempt.</summary>
internal sealed class DiscordUploads(IImageStore store)
{
    /// <summary>The files, in order; none where one of them is larger than the limit.</summary>
    public IReadOnlyList<OutgoingFile> Of(IReadOnlyList<ImageAsset> assets, long limit) =>
        assets.Any(asset => asset.Bytes > limit) ? [] : [.. assets.Select(File)];

    private OutgoingFile File(ImageAsset asset, int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"picture-{index + 1}{Path.GetExtension(asset.Key)}"),
        asset.ContentType,
        asset.Bytes,
        async cancellation => await store.OpenAsync(asset.Key, cancellation)
            ?? throw new GenerationException(Core.Jobs.ErrorCode.StorageUnavailable, "The picture is not in the store."));
}
