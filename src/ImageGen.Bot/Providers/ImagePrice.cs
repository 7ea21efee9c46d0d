using System.Text.Json.Serialization;
using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>What the provider says it used for a call.</summary>
/// <param name="TextIn">Tokens of the prompt.</param>
/// <param name="ImageIn">Tokens of reference images.</param>
/// <param name="Out">Tokens of the pictures.</param>
internal readonly record struct TokenUsage(long TextIn, long ImageIn, long Out);

/// <summary>
/// What a picture costs in US dollars, in whichever form the provider states it: one price, a price a size and quality,
/// tokens, or megapixels.
/// </summary>
internal sealed record ImagePrice
{
    public decimal? PerImage { get; init; }

    /// <summary>Prices of square pictures.</summary>
    public ByQuality<decimal>? Square { get; init; }

    /// <summary>Prices of all others.</summary>
    public ByQuality<decimal>? Wide { get; init; }

    public TokenPrice? Tokens { get; init; }

    public MegapixelPrice? Megapixels { get; init; }

    /// <summary>Upper bound of what one picture can cost.</summary>
    public Usd Bound(ImageQuality quality, PixelSize size, bool hasReference) => Usd.FromDollars(
        PerImage
        ?? (size.Width == size.Height ? Square : Wide ?? Square)?[quality]
        ?? Tokens?.Bound(quality, hasReference)
        ?? Megapixels?.Bound(size, hasReference)
        ?? 0);

    /// <summary>What a whole call cost by its usage; null where that says nothing, and each picture costs its bound.</summary>
    public Usd? Of(TokenUsage? usage) => Tokens is { } tokens && usage is { } used ? Usd.FromDollars(tokens.Of(used)) : null;

    /// <summary>Whether the bill of a call comes as one, by what was used.</summary>
    [JsonIgnore]
    public bool IsByUsage => PerImage is null && Square is null && Tokens is not null;
}

/// <summary>Prices of a million tokens, and how many a picture takes at most.</summary>
internal sealed record TokenPrice(decimal TextIn, decimal ImageIn, decimal ImageOut, int MaxTextIn, int MaxImageIn, ByQuality<int> MaxImageOut)
{
    private const decimal Million = 1_000_000;

    public decimal Of(TokenUsage used) => ((used.TextIn * TextIn) + (used.ImageIn * ImageIn) + (used.Out * ImageOut)) / Million;

    public decimal Bound(ImageQuality quality, bool hasReference) => Of(new TokenUsage(MaxTextIn, hasReference ? MaxImageIn : 0, MaxImageOut[quality]));
}

/// <summary>Prices of megapixels; begun ones count whole.</summary>
/// <param name="First">The first one drawn.</param>
/// <param name="Further">Each further one, and each of reference images.</param>
/// <param name="MaxReference">Most megapixels of a reference image that are counted.</param>
internal sealed record MegapixelPrice(decimal First, decimal Further, int MaxReference)
{
    private const decimal Megapixel = 1024 * 1024;

    public decimal Bound(PixelSize size, bool hasReference) =>
        First + (Further * (decimal.Ceiling(size.Width * (long)size.Height / Megapixel) - 1)) + (hasReference ? Further * MaxReference : 0);
}
