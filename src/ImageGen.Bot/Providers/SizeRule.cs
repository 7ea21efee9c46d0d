using System.Globalization;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>Which sizes a family of models takes: a list, a grid with limits, or proportions only.</summary>
/// <remarks>Setters as in <see cref="ModelFamily"/>.</remarks>
internal sealed record SizeRule
{
    /// <summary>The only sizes there are, as <c>WxH</c>.</summary>
    public IReadOnlyList<string>? Fixed { get; init; }

    /// <summary>Sizes are not given, proportions are, up to this one in either direction.</summary>
    public string? RatioUpTo { get; init; }

    /// <summary>Both sides are multiples of this.</summary>
    public int MultipleOf { get; set; } = 16;

    public int MinPixels { get; init; }

    public int MaxPixels { get; set; } = int.MaxValue;

    /// <summary>Most pixels of a side.</summary>
    public int Longest { get; set; } = int.MaxValue;

    /// <summary>Least pixels of a side.</summary>
    public int Shortest { get; set; } = 64;

    /// <summary>How many pixels a picture is to have, about.</summary>
    public int Pixels { get; set; } = 1024 * 1024;

    /// <summary>The size nearest to a wish; where only proportions are given, the size the picture will have, about.</summary>
    public PixelSize Nearest(AspectRatio aspect)
    {
        if (Fixed is { Count: > 0 } sizes)
            return sizes.Select(static text => TryParse(text, out var size) ? size : default).MinBy(size => Math.Abs(Math.Log(RatioOf(size)) - Math.Log(RatioOf(aspect))));
        aspect = NearestRatio(aspect);

        // Of the sizes on the grid, the best proportions count first and the number of pixels second.
        var width = Math.Sqrt(Pixels * RatioOf(aspect));
        var candidates =
            from w in Around(width)
            from h in Around(w / RatioOf(aspect))
            let size = new PixelSize(w, h)
            where Takes(size)
            orderby Math.Round(Math.Abs(Math.Log(RatioOf(size)) - Math.Log(RatioOf(aspect))), 3), Math.Abs((w * h) - Pixels)
            select size;
        return candidates.First();
    }

    /// <summary>The nearest proportions that are taken.</summary>
    public AspectRatio NearestRatio(AspectRatio aspect)
    {
        if (RatioUpTo is null)
            return aspect;
        var limit = AspectRatio.Parse(RatioUpTo);
        if (RatioOf(aspect) > RatioOf(limit))
            return limit;
        return RatioOf(aspect) < 1 / RatioOf(limit) ? AspectRatio.Parse($"{limit.Height}:{limit.Width}") : aspect;
    }

    /// <summary>Whether a size can be ordered.</summary>
    public bool Takes(PixelSize size) =>
        size.Width % MultipleOf == 0 && size.Height % MultipleOf == 0
        && Math.Max(size.Width, size.Height) <= Longest && Math.Min(size.Width, size.Height) >= Shortest
        && size.Width * (long)size.Height >= MinPixels && size.Width * (long)size.Height <= MaxPixels
        && RatioOf(size) is >= 1 / 3.0 and <= 3.0;

    /// <summary>Reads <c>WxH</c>.</summary>
    public static bool TryParse(string text, out PixelSize size)
    {
        var sides = text.Split('x');
        var isSize = int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            & int.TryParse(sides[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var height);
        size = new PixelSize(width, height);
        return isSize && sides.Length == 2 && width is > 0 and <= 100_000 && height is > 0 and <= 100_000;
    }

    /// <summary>Sides on the grid about a wish, within the limits.</summary>
    private IEnumerable<int> Around(double side)
    {
        var middle = (int)Math.Round(Math.Clamp(side, Shortest, Longest) / MultipleOf);
        return Enumerable.Range(middle - 8, 17).Select(steps => steps * MultipleOf).Where(pixels => pixels >= Shortest && pixels <= Longest);
    }

    private static double RatioOf(AspectRatio aspect) => (double)aspect.Width / aspect.Height;

    private static double RatioOf(PixelSize size) => (double)size.Width / size.Height;
}
