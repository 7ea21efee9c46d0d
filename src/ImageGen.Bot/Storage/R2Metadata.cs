using Amazon.S3.Model;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Storage;

/// <summary>What is written beside a picture, so that where it comes from can be told without the ledger.</summary>
internal static class R2Metadata
{
    /// <summary>Keeps the whole far below the 8,192 bytes that R2 takes.</summary>
    private const int MaxValue = 512;

    public static void Write(MetadataCollection metadata, PictureOrigin origin, ImageAsset asset)
    {
        metadata["job"] = origin.Job.Value;
        metadata["sha256"] = asset.Sha256;
        metadata["ai-generated"] = origin.Model is null ? "false" : "true";
        if (origin.Provider is { } provider)
            metadata["provider"] = Ascii(provider);
        if (origin.Model is { } model)
            metadata["model"] = Ascii(model);
    }

    /// <summary>As a header carries it; a model's name is an operator's to choose.</summary>
    private static string Ascii(string value)
    {
        var escaped = value.All(c => c is > ' ' and < '\u007F') ? value : Uri.EscapeDataString(value);
        return escaped.Length <= MaxValue ? escaped : escaped[..MaxValue];
    }
}
