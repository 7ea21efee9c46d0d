using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Storage;

/// <summary>
/// What pictures are called, alike in every store: <c>{job id}/{name}-{hash}.png</c>. The job id's 80 random bits make a
/// key impossible to guess; with the hash in it, what is stored under a key never changes.
/// </summary>
internal static class PictureKey
{
    /// <summary>What is served under a key may be kept for ever.</summary>
    public const string CacheControl = "public, max-age=31536000, immutable";

    private const int HashLength = 16;

    /// <summary>The picture as it will be known once it is stored.</summary>
    public static ImageAsset AssetOf(PictureOrigin origin, PictureFacts facts) => new(
        $"{origin.Job}/{origin.Name}-{facts.Sha256[..HashLength]}.{facts.Header.Extension}",
        facts.Header.ContentType, facts.Header.Width, facts.Header.Height, facts.Bytes, facts.Sha256);

    /// <summary>Whether there can be a picture of this key; nothing else is ever looked up.</summary>
    public static bool IsValid(string key) =>
        key.Split('/') is [var job, var name] && JobId.TryParse(job, out _)
        && name.Length > 0 && !name.StartsWith('.') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
