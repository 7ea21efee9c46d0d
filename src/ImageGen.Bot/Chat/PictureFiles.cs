using System.Globalization;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>A file to upload. It is streamed: opened once a call, and closed with it.</summary>
/// <param name="Filename">Its name.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="AltText">What it shows, for those who cannot see it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="OpenAsync">Opens it.</param>
internal sealed record OutgoingFile(string Filename, string ContentType, string AltText, long Length, Func<CancellationToken, Task<Stream>> OpenAsync);

/// <summary>Stored pictures as files to upload.</summary>
internal sealed class PictureFiles(IImageStore store)
{
    /// <summary>Fits Slack (1,000 characters) and Discord (1,024).</summary>
    public const int MaxAltText = 1000;

    /// <summary>The files, in order, each with its alt text.</summary>
    public IReadOnlyList<OutgoingFile> Of(IReadOnlyList<ImageAsset> assets, IReadOnlyList<string> altTexts) => [.. assets.Select((asset, index) => new OutgoingFile(
        string.Create(CultureInfo.InvariantCulture, $"picture-{index + 1}{Path.GetExtension(asset.Key)}"),
        asset.ContentType,
        Cut.To(altTexts[index], MaxAltText),
        asset.Bytes,
        async cancellation => await store.OpenAsync(asset.Key, cancellation)
            ?? throw new GenerationException(ErrorCode.StorageUnavailable, "The picture is not in the store.")))];
}
