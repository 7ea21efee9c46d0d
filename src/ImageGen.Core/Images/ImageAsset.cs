namespace ImageGen.Core.Images;

/// <summary>A stored picture.</summary>
/// <param name="Key">Its key in the image store. Cannot be guessed: whoever knows it may see the picture.</param>
/// <param name="ContentType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>, as its bytes say.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Lower-case hexadecimal hash of the file.</param>
public sealed record ImageAsset(string Key, string ContentType, int Width, int Height, long Bytes, string Sha256);
