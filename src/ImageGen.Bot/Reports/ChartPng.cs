using System.IO.Compression;
using ImageGen.Bot.Providers.Painter;

namespace ImageGen.Bot.Reports;

/// <summary>Draws a chart as a PNG, with the painter's pen and encoder.</summary>
internal static class ChartPng
{
    /// <summary>The file: the same chart gives the same bytes.</summary>
    public static byte[] Encode(Chart chart) => Encode(chart.Width, chart.Height, chart.Background, pen =>
    {
        foreach (var box in chart.Boxes)
            pen.Rectangle(Ink(box.Color), box.X, box.Y, box.Width, box.Height);
        foreach (var label in chart.Labels)
            StrokeFont.Write(pen, Ink(label.Color), label);
    });

    /// <summary>The file of what is drawn on a plain ground.</summary>
    public static byte[] Encode(int width, int height, uint background, Action<Pen> draw)
    {
        var canvas = new Canvas(width, height);
        var pen = new Pen(canvas, new Light(0f, -1f, Rgb.White, Rgb.White), Shading.Flat);
        pen.Rectangle(Ink(background), 0f, 0f, width, height);
        draw(pen);

        using var png = new MemoryStream();
        using (var encoder = new PngEncoder(png, width, height, [new("Software", "ImageGen.Bot")], CompressionLevel.Optimal))
            WriteRows(canvas, encoder);
        return png.ToArray();
    }

    /// <summary>A colour, 0xRRGGBB, that no light changes.</summary>
    public static Material Ink(uint color) => Material.Lamp(Rgb.Hex(color));

    private static void WriteRows(Canvas canvas, PngEncoder encoder)
    {
        var row = new byte[canvas.Width * 3];
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var pixel = canvas.Nearest(x, y);
                row[3 * x] = (byte)(pixel >> 16);
                row[3 * x + 1] = (byte)(pixel >> 8);
                row[3 * x + 2] = (byte)pixel;
            }

            encoder.WriteRow(row);
        }
    }
}
