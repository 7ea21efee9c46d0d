using System.Collections.Frozen;
using System.Globalization;
using ImageGen.Bot.Providers.Painter;

namespace ImageGen.Bot.Reports;

/// <summary>
/// A small geometric font of lines and arcs, for pictures that are drawn where no fonts are installed.
/// It has ASCII and a few signs more; digits are of one width. Anything else is a hollow box.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Units a font size has; capitals are 14 high, small letters 10.</summary>
    private const float Em = 20f;

    private const float SideBearing = 1.9f;
    private const float Blank = 5.8f;
    private const float RegularWeight = 1.8f;
    private const float BoldWeight = 2.7f;
    private const int DegreesAStep = 12;

    private const string Unknown = "9|L 0 0 0 14 9 14 9 0 0 0";

    /// <summary>
    /// The width, then the strokes: <c>L x y x y …</c> is a line, <c>A x y rx ry from to</c> an arc about a centre, in degrees counter-clockwise from the right.
    /// The baseline is at y = 0, and y grows upwards.
    /// </summary>
    private static readonly FrozenDictionary<char, Glyph> Glyphs = new Dictionary<char, string>
    {
        ['0'] = "9|A 4.5 7 4.4 7 0 360",
        ['1'] = "9|L 1.2 11.4 5.2 14 5.2 0",
        ['2'] = "9|A 4.5 9.8 4.2 4.2 165 -42|L 7.62 6.99 0.4 0 8.9 0",
        ['3'] = "9|A 4.2 10.5 3.7 3.5 150 -90|A 4.2 3.5 4.4 3.5 90 -150",
        ['4'] = "9|L 6.6 0 6.6 14 0 4 9.2 4",
        ['5'] = "9|L 8 14 1.7 14 1.1 7.7|A 4.4 4.6 4.5 4.6 137 -145",
        ['6'] = "9|A 4.5 4.5 4.4 4.5 0 360|L 5.2 14 0.7 6.75",
        ['7'] = "9|L 0.2 14 8.9 14 3.2 0",
        ['8'] = "9|A 4.5 10.6 3.6 3.4 0 360|A 4.5 3.6 4.4 3.6 0 360",
        ['9'] = "9|A 4.5 9.5 4.4 4.5 0 360|L 3.8 0 8.3 7.25",
        ['$'] = "9|A 4.5 9.9 3.9 3 30 270|A 4.5 3.7 4.2 3.2 90 -148|L 4.5 15.2 4.5 -1.6",
        ['.'] = "1|L 0.5 0.1 0.5 0.5",
        [','] = "1.4|L 1 0.6 0.3 -2.4",
        [':'] = "1|L 0.5 0.4 0.5 0.8|L 0.5 7.6 0.5 8",
        ['%'] = "13|A 2.7 10.7 2.7 3.3 0 360|A 10.3 3.3 2.7 3.3 0 360|L 10.4 14 2.6 0",
        ['-'] = "5|L 0 5.4 5 5.4",
        ['\u2013'] = "9|L 0 5.4 9 5.4",
        ['\u2026'] = "11|L 0.5 0.1 0.5 0.5|L 5.5 0.1 5.5 0.5|L 10.5 0.1 10.5 0.5",
        ['\u00b7'] = "1|L 0.5 5.4 0.5 5.8",
        ['+'] = "8|L 0 6 8 6|L 4 10 4 2",
        ['='] = "8|L 0 8 8 8|L 0 4 8 4",
        ['_'] = "8|L 0 -2 8 -2",
        ['/'] = "6|L 0 -2 6 15",
        ['\\'] = "6|L 0 15 6 -2",
        ['|'] = "1|L 0.5 -3 0.5 15",
        ['('] = "3.4|A 9 6 9 11 130 230",
        [')'] = "3.4|A -5.6 6 9 11 50 -50",
        ['['] = "3.4|L 3.4 15 0 15 0 -3 3.4 -3",
        [']'] = "3.4|L 0 15 3.4 15 3.4 -3 0 -3",
        ['\''] = "1|L 0.5 14 0.5 10.5",
        ['"'] = "4|L 0 14 0 10.5|L 4 14 4 10.5",
        ['!'] = "1|L 0.5 14 0.5 4|L 0.5 0.1 0.5 0.5",
        ['?'] = "7.6|A 3.8 10.4 3.6 3.6 165 -50|L 6.1 7.65 3.8 5.4 3.8 4|L 3.8 0.1 3.8 0.5",
        ['#'] = "10|L 3.4 13 1.8 1|L 8.2 13 6.6 1|L 0.4 9 10 9|L 0 5 9.6 5",
        ['@'] = "14|A 7 6 7 8 -60 290|A 7 6 3 3.4 0 360|L 10 9.4 10 5|A 12 5 2 2.6 180 360|L 14 5 14 6",
        ['&'] = "11|A 4.4 11 2.9 3 -60 240|L 2.95 8.4 10.4 0|A 4.4 3.7 4.2 3.7 130 320|L 7.6 1.3 10 6",
        ['*'] = "7|L 3.5 14 3.5 7|L 0.5 12.2 6.5 8.8|L 6.5 12.2 0.5 8.8",
        ['<'] = "7|L 7 10 0 6 7 2",
        ['>'] = "7|L 0 10 7 6 0 2",
        ['A'] = "11.2|L 0 0 5.6 14 11.2 0|L 1.9 4.8 9.3 4.8",
        ['B'] = "9.2|L 4.6 7.2 0 7.2 0 14 4.6 14|L 0 7.2 0 0 5 0|A 4.6 10.6 3.5 3.4 90 -90|L 4.6 7.2 5 7.2|A 5 3.6 4.2 3.6 90 -90",
        ['C'] = "12|A 7 7 7 7 45 315",
        ['D'] = "11|L 4.5 14 0 14 0 0 4.5 0|A 4.5 7 6.5 7 90 -90",
        ['E'] = "8|L 8 14 0 14 0 0 8 0|L 0 7.2 7 7.2",
        ['F'] = "7.6|L 7.8 14 0 14 0 0|L 0 7.2 6.8 7.2",
        ['G'] = "13.6|A 7 7 7 7 45 360|L 14 7 8.6 7",
        ['H'] = "10|L 0 0 0 14|L 10 0 10 14|L 0 7.2 10 7.2",
        ['I'] = "1|L 0.5 0 0.5 14",
        ['J'] = "6|L 6 14 6 4|A 3 4 3 4 360 200",
        ['K'] = "9.4|L 0 0 0 14|L 9 14 0.2 5.6|L 3.3 8.6 9.6 0",
        ['L'] = "7.4|L 0 14 0 0 7.6 0",
        ['M'] = "13.6|L 0 0 1.2 14 6.8 3 12.4 14 13.6 0",
        ['N'] = "10|L 0 0 0 14 10 0 10 14",
        ['O'] = "14.4|A 7.2 7 7.2 7 0 360",
        ['P'] = "8.8|L 0 0 0 14 4.8 14|A 4.8 10.2 4 3.8 90 -90|L 4.8 6.4 0 6.4",
        ['Q'] = "14.4|A 7.2 7 7.2 7 0 360|L 9 4 13.4 -0.6",
        ['R'] = "9.2|L 0 0 0 14 4.8 14|A 4.8 10.2 4 3.8 90 -90|L 0 6.4 4.8 6.4|L 4.6 6.4 9.2 0",
        ['S'] = "9.2|A 4.6 10.5 4.1 3.5 35 270|A 4.6 3.5 4.5 3.5 90 -145",
        ['T'] = "10|L 0 14 10 14|L 5 14 5 0",
        ['U'] = "9.8|L 0 14 0 5|A 4.9 5 4.9 5 180 360|L 9.8 5 9.8 14",
        ['V'] = "10.8|L 0 14 5.4 0 10.8 14",
        ['W'] = "15.6|L 0 14 3.9 0 7.8 13 11.7 0 15.6 14",
        ['X'] = "9.8|L 0.2 14 9.6 0|L 9.6 14 0.2 0",
        ['Y'] = "10|L 0 14 5 7 10 14|L 5 7 5 0",
        ['Z'] = "9.6|L 0.4 14 9.2 14 0 0 9.6 0",
        ['a'] = "9|A 4.5 5 4.5 5 0 360|L 9 10 9 0",
        ['b'] = "9|L 0 14.5 0 0|A 4.5 5 4.5 5 0 360",
        ['c'] = "8|A 4.6 5 4.6 5 45 315",
        ['d'] = "9|A 4.5 5 4.5 5 0 360|L 9 14.5 9 0",
        ['e'] = "9|L 0.2 5 9 5|A 4.5 5 4.5 5 0 318",
        ['f'] = "5.2|A 5 11.5 2.7 3 70 180|L 2.3 11.5 2.3 0|L 0 10 5 10",
        ['g'] = "9|A 4.5 5 4.5 5 0 360|L 9 10 9 -0.4|A 4.6 -0.4 4.4 3.8 0 -148",
        ['h'] = "8.2|L 0 14.5 0 0|A 4.1 5.9 4.1 4.1 180 0|L 8.2 5.9 8.2 0",
        ['i'] = "1|L 0.5 10 0.5 0|L 0.5 13.6 0.5 14",
        ['j'] = "1.4|L 0.9 10 0.9 -1.8|A -1.3 -1.8 2.2 2.4 0 -100|L 0.9 13.6 0.9 14",
        ['k'] = "7.4|L 0 14.5 0 0|L 6.8 10 0.2 3.8|L 2.7 6.2 7.4 0",
        ['l'] = "1|L 0.5 14.5 0.5 0",
        ['m'] = "13.2|L 0 10 0 0|A 3.3 6.6 3.3 3.4 180 0|L 6.6 6.6 6.6 0|A 9.9 6.6 3.3 3.4 180 0|L 13.2 6.6 13.2 0",
        ['n'] = "8.2|L 0 10 0 0|A 4.1 5.9 4.1 4.1 180 0|L 8.2 5.9 8.2 0",
        ['o'] = "9.4|A 4.7 5 4.7 5 0 360",
        ['p'] = "9|L 0 10 0 -4.2|A 4.5 5 4.5 5 0 360",
        ['q'] = "9|A 4.5 5 4.5 5 0 360|L 9 10 9 -4.2",
        ['r'] = "4.4|L 0 10 0 0|A 4 6 4 4 180 82",
        ['s'] = "7|A 3.5 7.5 3.2 2.5 35 270|A 3.5 2.5 3.5 2.5 90 -145",
        ['t'] = "5.4|L 2.3 13.2 2.3 2.6|A 4.9 2.6 2.6 2.6 180 285|L 0 10 5 10",
        ['u'] = "8.2|L 0 10 0 4.1|A 4.1 4.1 4.1 4.1 180 360|L 8.2 10 8.2 0",
        ['v'] = "8.6|L 0 10 4.3 0 8.6 10",
        ['w'] = "12.8|L 0 10 3.2 0 6.4 9.4 9.6 0 12.8 10",
        ['x'] = "7.8|L 0.1 10 7.7 0|L 7.7 10 0.1 0",
        ['y'] = "8.8|L 0 10 4.4 0|L 8.8 10 2.55 -4.2",
        ['z'] = "7.6|L 0.3 10 7.2 10 0 0 7.6 0",
    }.ToFrozenDictionary(static glyph => glyph.Key, static glyph => Glyph.Parse(glyph.Value));

    private static readonly Glyph Box = Glyph.Parse(Unknown);

    /// <summary>How wide a text is at a font size.</summary>
    public static float Measure(string text, float size) => text.Sum(Advance) * size / Em;

    /// <summary>Writes a label.</summary>
    public static void Write(Pen pen, Material ink, ChartLabel label)
    {
        var scale = label.Size / Em;
        var width = Measure(label.Text, label.Size);
        var x = label.X - label.Anchor switch { LabelAnchor.Start => 0f, LabelAnchor.Middle => width / 2f, LabelAnchor.End => width };
        foreach (var character in label.Text)
        {
            if (character != ' ')
            {
                pen.Frame = new Affine(scale, 0f, 0f, -scale, x + SideBearing * scale, label.Y);
                foreach (var stroke in Of(character).Strokes)
                    pen.Stroke(ink, label.IsBold ? BoldWeight : RegularWeight, label.IsBold ? BoldWeight : RegularWeight, stroke);
            }

            x += Advance(character) * scale;
        }

        pen.Frame = Affine.Pixels;
    }

    private static float Advance(char character) => character == ' ' ? Blank : Of(character).Width + 2f * SideBearing;

    private static Glyph Of(char character) => Glyphs.GetValueOrDefault(character, Box);

    /// <param name="Width">Without the space beside it.</param>
    /// <param name="Strokes">Curves as x, y pairs; where lines meet in a corner, one ends and another begins.</param>
    private sealed record Glyph(float Width, IReadOnlyList<float[]> Strokes)
    {
        public static Glyph Parse(string text)
        {
            var parts = text.Split('|');
            return new Glyph(float.Parse(parts[0], CultureInfo.InvariantCulture), [.. parts.Skip(1).SelectMany(Stroke)]);
        }

        private static IEnumerable<float[]> Stroke(string text)
        {
            var n = text[2..].Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return text[0] == 'L' ? Enumerable.Range(0, n.Length / 2 - 1).Select(i => n[(2 * i)..(2 * i + 4)]) : [Arc(n[0], n[1], n[2], n[3], n[4], n[5])];
        }

        private static float[] Arc(float x, float y, float radiusX, float radiusY, float from, float to)
        {
            var steps = Math.Max(2, (int)(MathF.Abs(to - from) / DegreesAStep));
            return
            [
                .. Enumerable.Range(0, steps + 1).Select(i => Scalar.Lerp(from, to, (float)i / steps) * Scalar.Tau / 360f)
                    .SelectMany(angle => new[] { x + radiusX * Scalar.Cos(angle), y + radiusY * Scalar.Sin(angle) }),
            ];
        }
    }
}
