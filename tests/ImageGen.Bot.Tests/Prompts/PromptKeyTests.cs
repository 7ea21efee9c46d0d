using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class PromptKeyTests
{
    private static readonly ImageSpec Spec = new() { Style = "realistic", Provider = "painter" };

    [Fact]
    public void Compute_SameRequestTypedDifferently_GivesOneKey() =>
        Assert.Equal(Key(prompt: "a cool cat"), Key(prompt: "  a  cool\u200b cat "));

    [Fact]
    public void Compute_AnythingThatDecidesThePicture_ChangesTheKey()
    {
        PromptKey[] keys =
        [
            Key(), Key(tenant: "other"), Key(prompt: "a cool dog"), Key(prompt: "A cool cat"), Key(model: "m2"), Key(refiner: "r2"), Key(library: "l2"),
            Key(Spec with { Style = "cartoon" }), Key(Spec with { Provider = "flux" }), Key(Spec with { Count = 2 }), Key(Spec with { Seed = 0 }),
            Key(Spec with { Guidance = 3 }), Key(Spec with { Negative = "text" }), Key(Spec with { Quality = ImageQuality.High }),
            Key(Spec with { Aspect = AspectRatio.Parse("16:9") }), Key(Spec with { Reference = "ref" }), Key(Spec with { Refine = false }), Key(isAgeRestricted: true),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    /// <summary>Keys are stored for months: a change of this value empties every cache, so it must be meant.</summary>
    [Fact]
    public void Compute_AcrossReleases_StaysTheSame() =>
        Assert.Equal("accddd429b8b5d0bb21b8ea280445c4950613a628d058127d8665ab1d9661090", Key().Value);

    private static PromptKey Key(
        ImageSpec? spec = null, string tenant = "one", string prompt = "a cool cat", string model = "m", string refiner = "r", string library = "l", bool isAgeRestricted = false) =>
        PromptKey.Compute(new TenantId("test", tenant), UserPrompt.Parse(prompt), spec ?? Spec, model, refiner, library, isAgeRestricted);
}
