using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Requests;

public sealed class RequestValidatorTests
{
    private static readonly ImageProviders Providers = new([new ScriptedGenerator("painter"), new ScriptedGenerator("flux")], "painter");
    private static readonly ImagineRequest Cat = new() { Prompt = "a cool cat" };

    [Fact]
    public void Validate_PromptAlone_GetsTheDefaults()
    {
        Assert.Empty(Validate(Cat, out var valid));
        Assert.Equal(
            ("realistic", "painter", "1:1", 1, null, ImageQuality.Medium, true),
            (valid!.Spec.Style, valid.Spec.Provider, valid.Spec.Aspect.ToString(), valid.Spec.Count, valid.Spec.Seed, valid.Spec.Quality, valid.Spec.Refine));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "style", "watercolour", "Did you mean 'watercolor'?" },
        { "style", "qqqqqqqqqqqq", "Choose one of: realistic," },
        { "provider", "flix", "Did you mean 'flux'?" },
        { "aspect", "0:1", "between 1:3 and 3:1" },
        { "aspect", "1:99", "between 1:3 and 3:1" },
        { "aspect", "abc", "'abc'" },
        { "aspect", "-1:1", "between 1:3 and 3:1" },
        { "count", "0", "from 1 to 4" },
        { "count", "5", "from 1 to 4" },
        { "count", "1.5", "whole number" },
        { "count", "99999999999999999999", "from 1 to 4" },
        { "seed", "-1", "from 0 to 4294967295" },
        { "seed", "4294967296", "from 0 to 4294967295" },
        { "guidance", "1", "from 1.5 to 10" },
        { "guidance", "NaN", "from 1.5 to 10" },
        { "quality", "ultra", "low, medium or high" },
        { "quality", "1", "low, medium or high" },
        { "quality", "low,high", "low, medium or high" },
        { "negative", new string('x', 201), "at most 200" },
        { "negative", "a\u0007b", "control character" },
        { "reference", "some/key", "takes no reference image" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Validate_FaultyField_NamesFieldAndLimit(string field, string value, string expected)
    {
        var request = field switch
        {
            "style" => Cat with { Style = value },
            "provider" => Cat with { Provider = value },
            "aspect" => Cat with { Aspect = value },
            "count" => Cat with { Count = value },
            "seed" => Cat with { Seed = value },
            "guidance" => Cat with { Guidance = value },
            "quality" => Cat with { Quality = value },
            "negative" => Cat with { Negative = value },
            _ => Cat with { Reference = value },
        };

        var fault = Assert.Single(Validate(request, out var valid));
        Assert.Null(valid);
        Assert.Equal(field, fault.Field);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ManyFaults_NamesThemAllAtOnce()
    {
        var faults = Validate(new ImagineRequest { Prompt = "x", Style = "nope", Count = "9", Seed = "-1" }, out _);
        Assert.Equal(["prompt", "style", "count", "seed"], faults.Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("0", 0u)]
    [InlineData("4294967295", uint.MaxValue)]
    public void Validate_SeedAtTheLimits_IsTaken(string typed, uint seed)
    {
        Assert.Empty(Validate(Cat with { Seed = typed }, out var valid));
        Assert.Equal(seed, valid!.Spec.Seed);
    }

    private static IReadOnlyList<ImageGen.Core.FieldFault> Validate(ImagineRequest request, out ValidRequest? valid) =>
        RequestValidator.Validate(request, new GuildSettings { Styles = BuiltInStyles.Library }, Providers, out valid);
}
