using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Images;

public sealed class ImageHeaderTests
{
    // Made by the usual encoders: a 3×2 picture in each format (WebP lossy, lossless, extended).
    public static TheoryData<string, string, int, int> Pictures => new()
    {
        { "image/png", "89504e470d0a1a0a0000000d494844520000000300000002080200000012165ad5", 3, 2 },
        { "image/jpeg", "ffd8ffe000104a46494600010100000100010000ffdb000302ffc0000b080002000301011100", 3, 2 },
        { "image/jpeg", "ffd8ffffe100044578ffc2000b080400050001011100", 1280, 1024 },
        { "image/webp", "524946461e0000005745425056503820120000003001009d012a030002000000000000000000", 3, 2 },
        { "image/webp", "5249464618000000574542505650384c0c0000002f0240000000000000000000", 3, 2 },
        { "image/webp", "524946461600000057454250565038580a00000000000000020000010000", 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void TryRead_FirstBytes_TellFormatAndSize(string contentType, string hex, int width, int height)
    {
        Assert.True(ImageHeader.TryRead(Convert.FromHexString(hex), out var header));
        Assert.Equal((contentType, width, height), (header.ContentType, header.Width, header.Height));
    }

    [Fact]
    public void TryRead_EveryPrefixOfAPicture_NeverThrowsNorGuesses()
    {
        foreach (var row in Pictures)
        {
            var whole = Convert.FromHexString(row.Data.Item2);
            for (var length = 0; length < whole.Length; length++)
            {
                if (ImageHeader.TryRead(whole.AsSpan(0, length), out var header))
                    Assert.Equal((row.Data.Item3, row.Data.Item4), (header.Width, header.Height));
            }
        }
    }

    [Theory]
    [InlineData("3c68746d6c3e")]
    [InlineData("89504e470d0a1a0a0000000d494844520000000000000002080200000012165ad5")]
    [InlineData("ffd8ffe00001")]
    [InlineData("")]
    public void TryRead_AnythingElse_IsNoPicture(string hex) => Assert.False(ImageHeader.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void TryRead_RandomBytes_NeverThrows()
    {
        var random = new Random(1);
        var bytes = new byte[64];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            (bytes[0], bytes[1]) = (0xFF, 0xD8);
            ImageHeader.TryRead(bytes, out _);
        }

        Assert.True(ImageHeader.TryRead(TinyPng.Bytes, out _));
    }
}
