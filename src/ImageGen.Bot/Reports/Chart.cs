namespace ImageGen.Bot.Reports;

/// <summary>A drawing that <see cref="ChartPng"/> and <see cref="ChartSvg"/> render alike. Lengths are pixels, y grows downwards, colours are 0xRRGGBB.</summary>
/// <param name="Width">Of the whole.</param>
/// <param name="Height">Of the whole.</param>
/// <param name="Background">Beneath everything.</param>
/// <param name="Title">What it is.</param>
/// <param name="AltText">What it shows, for those who cannot see it.</param>
/// <param name="Boxes">In the order they are drawn.</param>
/// <param name="Labels">On top of them.</param>
internal sealed record Chart(int Width, int Height, uint Background, string Title, string AltText, IReadOnlyList<ChartBox> Boxes, IReadOnlyList<ChartLabel> Labels);

/// <summary>A filled rectangle: a bar, a line of a grid.</summary>
/// <param name="X">Left side.</param>
/// <param name="Y">Top side.</param>
/// <param name="Width">To the right.</param>
/// <param name="Height">Downwards.</param>
/// <param name="Color">Filled with.</param>
/// <param name="Hint">What it stands for, shown under a pointer; null where it is only decoration.</param>
internal sealed record ChartBox(float X, float Y, float Width, float Height, uint Color, string? Hint = null);

/// <summary>Where the point of a label is.</summary>
internal enum LabelAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>A line of text.</summary>
/// <param name="X">Where its anchor is.</param>
/// <param name="Y">The baseline.</param>
/// <param name="Text">What it says.</param>
/// <param name="Size">Of the font.</param>
/// <param name="Color">Written in.</param>
/// <param name="Anchor">Which point of it is at x.</param>
/// <param name="IsBold">Whether it stands out.</param>
internal sealed record ChartLabel(float X, float Y, string Text, float Size, uint Color, LabelAnchor Anchor = LabelAnchor.Start, bool IsBold = false);
