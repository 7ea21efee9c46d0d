using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ImageGen.Core.Images;

/// <summary>Width to height, in lowest terms, between 1:3 and 3:1 (the range the GPT-image family takes).</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct AspectRatio
{
    private const int MaxTerm = 10_000;

    private AspectRatio(int width, int height)
    {
        Width = width;
        Height = height;
    }

    /// <summary>1:1.</summary>
    public static AspectRatio Square => new(1, 1);

    /// <summary>The width's share.</summary>
    public int Width { get; }

    /// <summary>The height's share.</summary>
    public int Height { get; }

    /// <summary>Reads <c>W:H</c>, such as <c>16:9</c>; <c>x</c> and <c>/</c> part the numbers as well.</summary>
    public static bool TryParse(string? text, out AspectRatio aspect)
    {
        aspect = default;
        var parts = (text ?? "").Split([':', 'x', '/'], StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !TryTerm(parts[0], out var width) || !TryTerm(parts[1], out var height))
            return false;
        if (width > 3 * height || height > 3 * width)
            return false;

        var divisor = GreatestCommonDivisor(width, height);
        aspect = new AspectRatio(width / divisor, height / divisor);
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is something else, or out of range.</exception>
    public static AspectRatio Parse(string text) =>
        TryParse(text, out var aspect) ? aspect : throw new FormatException("An aspect ratio is written W:H.");

    /// <summary>The size with this aspect whose longer side is given.</summary>
    /// <param name="longSide">Pixels of the longer side.</param>
    /// <param name="multipleOf">Both sides are rounded to a multiple of this many pixels.</param>
    public PixelSize Fit(int longSide, int multipleOf = 16)
    {
        var scale = (double)longSide / Math.Max(Width, Height);
        return new PixelSize(Round(Width * scale), Round(Height * scale));

        int Round(double pixels) => Math.Max(multipleOf, (int)Math.Round(pixels / multipleOf) * multipleOf);
    }

    /// <summary><c>W:H</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}:{Height}");

    private static bool TryTerm([NotNullWhen(true)] string? text, out int term) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out term) && term is > 0 and <= MaxTerm;

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    internal sealed class Converter() : TextJsonConverter<AspectRatio>(Parse, static value => value.ToString());
}

/// <summary>A picture's size in pixels.</summary>
public readonly record struct PixelSize(int Width, int Height);
