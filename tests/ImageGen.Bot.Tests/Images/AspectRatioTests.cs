using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Images;

public sealed class AspectRatioTests
{
    [Theory]
    [InlineData("16:9", "16:9", 1024, 576)]
    [InlineData("1920x1080", "16:9", 1024, 576)]
    [InlineData("2/3", "2:3", 688, 1024)]
    [InlineData("1:1", "1:1", 1024, 1024)]
    [InlineData("3:1", "3:1", 1024, 336)]
    [InlineData(" 1 : 3 ", "1:3", 336, 1024)]
    public void TryParse_Ratio_ReducesAndFits(string text, string reduced, int width, int height)
    {
        Assert.True(AspectRatio.TryParse(text, out var aspect));
        Assert.Equal(reduced, aspect.ToString());
        Assert.Equal(new PixelSize(width, height), aspect.Fit(1024));
    }

    [Theory]
    [InlineData("0:1")]
    [InlineData("1:0")]
    [InlineData("1:99")]
    [InlineData("10:3")]
    [InlineData("abc")]
    [InlineData("1:")]
    [InlineData("1:2:3")]
    [InlineData("-1:1")]
    [InlineData("99999999999:1")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(AspectRatio.TryParse(text, out _));
}
