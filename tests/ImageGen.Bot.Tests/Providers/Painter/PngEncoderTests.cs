using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Providers.Painter;
using Xunit;

namespace ImageGen.Bot.Tests.Providers.Painter;

public sealed class PngEncoderTests
{
    [Fact]
    public void Crc32_of_the_standard_check_string_is_the_published_value()
        => Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(333, 71)]
    public void Pixels_come_back_as_they_were_written(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 31 + i / 7);

        PngFile png = PngFile.Read(Encode(pixels, width, height, height));

        Assert.Equal((width, height), (png.Width, png.Height));
        Assert.Equal(pixels, png.Rgb);
    }

    /// <summary>Flat, noisy and repeating rows, so that both filters and more than one chunk of data are met.</summary>
    [Fact]
    public void Any_picture_comes_back_as_it_was_written() => Prop.ForAll(
        Gen.Choose(1, 300).ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), static (width, height, seed) =>
        {
            var random = new Random(seed);
            var pixels = new byte[width * height * 3];
            for (int y = 0; y < height; y++)
            {
                Span<byte> row = pixels.AsSpan(y * width * 3, width * 3);
                if (random.Next(3) == 0)
                    random.NextBytes(row);
                else if (y > 0 && random.Next(2) == 0)
                    pixels.AsSpan((y - 1) * width * 3, width * 3).CopyTo(row);
                else
                    row.Fill((byte)random.Next(256));
            }

            PngFile png = PngFile.Read(Encode(pixels, width, height, height));
            return (png.Width, png.Height) == (width, height) && png.Rgb.AsSpan().SequenceEqual(pixels) && png.Chunks[0] == "IHDR" && png.Chunks[^1] == "IEND";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_stand_between_the_header_and_the_data()
    {
        PngFile png = PngFile.Read(Encode(new byte[12], 2, 2, 2, new("Software", "test"), new("Title", "caf\u00e9")));

        Assert.Equal(["IHDR", "tEXt", "tEXt", "IDAT", "IEND"], png.Chunks);
        Assert.Equal(["Software\0test", "Title\0caf\u00e9"], png.Texts);
    }

    [Fact]
    public void A_picture_that_lacks_rows_has_no_end_chunk()
    {
        byte[] file = Encode(new byte[12], 2, 2, rows: 1);

        Assert.DoesNotContain("IEND", System.Text.Encoding.ASCII.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_the_wrong_length_is_refused()
    {
        using var encoder = new PngEncoder(Stream.Null, 4, 4, []);

        Assert.Throws<ArgumentException>(() => encoder.WriteRow(new byte[11]));
    }

    [Fact]
    public void A_row_too_many_is_refused()
    {
        using var encoder = new PngEncoder(Stream.Null, 1, 1, []);
        encoder.WriteRow(new byte[3]);

        Assert.Throws<InvalidOperationException>(() => encoder.WriteRow(new byte[3]));
    }

    private static byte[] Encode(byte[] pixels, int width, int height, int rows, params KeyValuePair<string, string>[] texts)
    {
        using var file = new MemoryStream();
        using (var encoder = new PngEncoder(file, width, height, texts))
        {
            for (int y = 0; y < rows; y++)
                encoder.WriteRow(pixels.AsSpan(y * width * 3, width * 3));
        }

        return file.ToArray();
    }
}
