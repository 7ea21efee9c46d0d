using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Requests;

public sealed class ImagineCommandTests
{
    [Fact]
    public void Parse_EveryFlag_FillsEveryField()
    {
        var faults = ImagineCommand.Parse(
            "/imagine a cool cat --style watercolor --ar 16:9 --count 2 --seed 7 --no text, people --provider flux --quality high --raw --fresh", out var request);

        Assert.Empty(faults);
        Assert.Equal(
            ("a cool cat", "watercolor", "16:9", "2", "7", "text, people", "flux", "high", false, true),
            (request.Prompt, request.Style, request.Aspect, request.Count, request.Seed, request.Negative, request.Provider, request.Quality, request.Refine, request.Fresh));
    }

    [Theory]
    [InlineData("a cat —ar 16:9")]
    [InlineData("a cat –ar 16:9")]
    [InlineData("a cat --ar=16:9")]
    [InlineData("--ar 16:9 a cat")]
    [InlineData("a --ar 16:9 cat")]
    [InlineData("  a   cat   --AR   16:9  ")]
    public void Parse_FlagAsPhonesAndPeopleWriteIt_IsRead(string text)
    {
        Assert.Empty(ImagineCommand.Parse(text, out var request));
        Assert.Equal(("a cat", "16:9"), (request.Prompt, request.Aspect));
    }

    [Theory]
    [InlineData("a cat — asleep", "a cat — asleep")]
    [InlineData("a cat —asleep", "a cat —asleep")]
    [InlineData("a well-known cat -- asleep", "a well-known cat -- asleep")]
    [InlineData("a cat with a \"--raw\" sign", "a cat with a \"--raw\" sign")]
    public void Parse_DashesThatAreNoFlags_StayInThePrompt(string text, string prompt)
    {
        Assert.Empty(ImagineCommand.Parse(text, out var request));
        Assert.Equal(prompt, request.Prompt);
    }

    [Theory]
    [InlineData("a cat --stlye cartoon", "Did you mean '--style'?")]
    [InlineData("a cat --zzzzzzzz", "Choose one of:")]
    [InlineData("a cat --ar", "--ar needs a value, such as --ar 16:9.")]
    [InlineData("a cat --style --raw", "--style needs a value")]
    [InlineData("a cat --seed 1 --seed 2", "--seed is given twice.")]
    public void Parse_FlagThatCannotBeRead_SaysWhy(string text, string expected) =>
        Assert.Contains(ImagineCommand.Parse(text, out _), fault => fault.Message.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Parse_QuotedValue_KeepsItsWordsTogether()
    {
        Assert.Empty(ImagineCommand.Parse("a cat --style \"my style\" on a mat", out var request));
        Assert.Equal(("a cat on a mat", "my style"), (request.Prompt, request.Style));
    }

    [Fact]
    public void Parse_CommandLine_ReadsTheSameAsText()
    {
        Assert.Empty(ImagineCommand.Parse(["a cool cat", "--style", "my style", "--ar", "16:9", "--no", "small text"], out var request));
        Assert.Equal(("a cool cat", "my style", "16:9", "small text"), (request.Prompt, request.Style, request.Aspect, request.Negative));

        Assert.Empty(ImagineCommand.Parse(request.Command!, out var again));
        Assert.Equal(request, again);
    }
}
