namespace ImageGen.Core.Images;

/// <summary>The bytes are no whole PNG, JPEG or WebP within the limits. Whose fault that is knows who brought them.</summary>
/// <param name="what">What the file is instead, to follow "a file that is".</param>
public sealed class PictureException(string what) : Exception($"The file is {what}.")
{
    /// <summary>What the file is instead: <c>cut short</c>.</summary>
    public string What { get; } = what;
}
