using ImageGen.Core.Images;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Requests;

public sealed class RepeatTests
{
    public static TheoryData<string, ImageSpec> Specs { get; } = new()
    {
        { "all defaults", new ImageSpec { Style = "realistic", Provider = "painter" } },
        { "a shape and a number", new ImageSpec { Style = "watercolor", Provider = "painter", Aspect = AspectRatio.Parse("16:9"), Count = 3 } },
        { "a seed and an effort", new ImageSpec { Style = "watercolor", Provider = "painter", Seed = 7, Quality = ImageQuality.High } },
        { "words to leave out", new ImageSpec { Style = "watercolor", Provider = "painter", Negative = "text --and flags", Refine = false } },
        { "how closely", new ImageSpec { Style = "watercolor", Provider = "painter", Guidance = 4.5 } },
        { "a style of two words", new ImageSpec { Style = "our house", Provider = "painter" } },
    };

    [Theory, MemberData(nameof(Specs))]
    public void Flags_ReadByTheCommandsReader_AskForTheSame(string name, ImageSpec spec)
    {
        Assert.NotEmpty(name);
        Assert.Empty(ImagineCommand.Parse($"a cool cat {Repeat.Flags(spec)}", out var request));
        Assert.Equal("a cool cat", request.Prompt);
        Assert.Equal(spec.Style, request.Style);
        Assert.Equal(spec.Provider, request.Provider);
        Assert.Equal(spec.Aspect == AspectRatio.Square ? null : spec.Aspect.ToString(), request.Aspect);
        Assert.Equal(spec.Count == 1 ? null : $"{spec.Count}", request.Count);
        Assert.Equal(spec.Seed is { } seed ? $"{seed}" : null, request.Seed);
        Assert.Equal(spec.Quality == ImageQuality.Medium ? null : "high", request.Quality);
        Assert.Equal(spec.Guidance is { } guidance ? guidance.ToString(System.Globalization.CultureInfo.InvariantCulture) : null, request.Guidance);
        Assert.Equal(spec.Negative, request.Negative);
        Assert.Equal(spec.Refine, request.Refine ?? true);
    }

    /// <summary>Curly ones end a value just as straight ones do.</summary>
    [Theory]
    [InlineData("a \"b\" --raw")]
    [InlineData("a “b” --raw")]
    [InlineData("“a” b --raw")]
    public void Flags_QuotationMarksInWordsToLeaveOut_DoNotEndThem(string negative)
    {
        Assert.Empty(ImagineCommand.Parse($"a cool cat {Repeat.Flags(new ImageSpec { Style = "watercolor", Provider = "painter", Negative = negative })}", out var request));
        Assert.Equal(negative.Replace('"', '\'').Replace('“', '\'').Replace('”', '\''), request.Negative);
        Assert.Null(request.Refine);
    }
}
