using ImageGen.Bot.Providers.Painter;
using Xunit;

namespace ImageGen.Bot.Tests.Providers.Painter;

public sealed class ScenePainterTests
{
    public static TheoryData<string> Media =>
        ["realistic", "cartoon", "watercolor", "oil-painting", "pencil-sketch", "pixel-art", "ukiyo-e", "isometric", "low-poly", "stained-glass"];

    public static TheoryData<string> Moods =>
        ["cyberpunk", "film-noir", "steampunk", "vaporwave", "fantasy", "art-deco", "gothic", "space-opera"];

    public static TheoryData<string> Subjects => [.. Subject.All.Select(subject => subject.Name)];

    [Theory]
    [MemberData(nameof(Media))]
    public void The_same_brief_gives_the_same_bytes(string medium)
        => Assert.Equal(Paint("a cool cat", medium), Paint("a cool cat", medium));

    [Fact]
    public void Another_seed_gives_another_picture()
        => Assert.NotEqual(Paint("a cool cat", "cartoon", seed: 1), Paint("a cool cat", "cartoon", seed: 2));

    [Fact]
    public void Every_medium_gives_another_picture()
    {
        string[] pictures = [.. Media.Select(row => Convert.ToHexString(Paint("a cool cat", row.Data)))];

        Assert.Equal(pictures.Length, pictures.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Moods))]
    public void A_mood_changes_the_picture(string mood)
        => Assert.NotEqual(Paint("a cool cat", "realistic"), Paint("a cool cat", "realistic," + mood));

    [Theory]
    [InlineData(256, 256)]
    [InlineData(256, 144)]
    [InlineData(144, 256)]
    [InlineData(384, 128)]
    [InlineData(128, 384)]
    [InlineData(201, 133)]
    public void The_file_is_a_valid_png_of_the_size_asked(int width, int height)
    {
        foreach (ITheoryDataRow row in Media)
        {
            PngFile png = PngFile.Read(Paint("a lighthouse by the sea", (string)row.GetData()[0]!, width: width, height: height));

            Assert.Equal((width, height), (png.Width, png.Height));
            Assert.Equal("IHDR", png.Chunks[0]);
            Assert.Equal("IEND", png.Chunks[^1]);
            Assert.Contains("Software\0ImageGen.Bot Painter", png.Texts);
            Assert.Contains("Source\0procedurally drawn, no AI model", png.Texts);
        }
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Every_subject_can_be_seen_in_its_landscape(string subject)
    {
        byte[] with = PngFile.Read(Paint($"a {subject} in a field", "realistic")).Rgb;
        byte[] blue = PngFile.Read(Paint($"a blue {subject} in a field", "realistic")).Rgb;

        Assert.NotEqual(with, blue);
    }

    [Fact]
    public void Night_is_darker_than_day()
    {
        double day = PngFile.Read(Paint("a house in a meadow on a sunny day", "realistic")).MeanLuminance;
        double night = PngFile.Read(Paint("a house in a meadow at night", "realistic")).MeanLuminance;

        Assert.True(night < day * 0.7, $"night {night:0.0}, day {day:0.0}");
    }

    [Theory]
    [InlineData("realistic")]
    [InlineData("watercolor")]
    [InlineData("stained-glass")]
    public void Film_noir_is_monochrome_in_any_medium(string medium)
    {
        byte[] rgb = PngFile.Read(Paint("a red car in the rain", medium + ",film-noir")).Rgb;

        for (int i = 0; i < rgb.Length; i += 3)
            Assert.True(rgb[i] == rgb[i + 1] && rgb[i] == rgb[i + 2]);
    }

    [Fact]
    public void Pixel_art_has_a_limited_palette()
    {
        byte[] rgb = PngFile.Read(Paint("a castle at sunset", "pixel-art")).Rgb;
        var colors = new HashSet<int>();
        for (int i = 0; i < rgb.Length; i += 3)
            colors.Add((rgb[i] << 16) | (rgb[i + 1] << 8) | rgb[i + 2]);

        Assert.InRange(colors.Count, 8, 32);
    }

    [Fact]
    public async Task Cancellation_stops_the_painting()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        Assert.Throws<OperationCanceledException>(
            () => ScenePainter.Paint(new PaintingBrief("a cat", ["realistic"], 1, 256, 256), Stream.Null, cancellation.Token));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public void Memory_stays_within_twenty_five_bytes_a_pixel(string medium)
    {
        var brief = new PaintingBrief("a cat in a city at night", [medium], 1, 1024, 1024);
        ScenePainter.Paint(brief with { Width = 64, Height = 64 }, Stream.Null, TestContext.Current.CancellationToken);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ScenePainter.Paint(brief, Stream.Null, TestContext.Current.CancellationToken);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 25L * 1024 * 1024);
    }

    private static byte[] Paint(string text, string styles, uint seed = 1, int width = 128, int height = 128)
    {
        using var png = new MemoryStream();
        ScenePainter.Paint(new PaintingBrief(text, styles.Split(','), seed, width, height), png, TestContext.Current.CancellationToken);
        return png.ToArray();
    }
}
