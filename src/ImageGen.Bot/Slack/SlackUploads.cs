using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>Stored pictures as files to upload: streamed from the store, once an attempt.</summary>
internal sealed class SlackUploads(IImageStore store)
{
    private const int MaxAltText = 1000;

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<OutgoingFile> Of(IReadOnlyList<ImageAsset> assets, IReadOnlyList<string> altTexts) =>
        [.. assets.Select((asset, index) => File(asset, index, Cut.To(altTexts[index], MaxAltText)))];

    private OutgoingFile File(ImageAsset asset, int index, string altText) => new(
        string.Create(CultureInfo.InvariantCulture, $"picture-{index + 1}{Path.GetExtension(asset.Key)}"),
        asset.ContentType,
        altText,
        asset.Bytes,
        async cancellation => await store.OpenAsync(asset.Key, cancellation)
            ?? throw new GenerationException(ErrorCode.StorageUnavailable, "The picture is not in the store."));
}
