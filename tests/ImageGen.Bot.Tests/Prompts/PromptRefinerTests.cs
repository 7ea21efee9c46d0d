using System.Text.Json;
using ImageGen.Core;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class PromptRefinerTests
{
    private static readonly StyleGuide Watercolor = BuiltInStyles.Guides.Single(guide => guide.Name == "watercolor");

    [Fact]
    public async Task Template_PromptWithGuide_WeavesWordsGuidanceAndNegatives()
    {
        var refined = await new TemplateRefiner().RefineAsync(Request("a cool cat.", "text"), CancellationToken.None);

        Assert.StartsWith("A cool cat, ", refined.Value, StringComparison.Ordinal);
        Assert.Contains(Watercolor.Guidance, refined.Value, StringComparison.Ordinal);
        Assert.EndsWith($"Avoid: text, {Watercolor.Negative}.", refined.Value, StringComparison.Ordinal);
        Assert.Equal(["watercolor"], refined.Guidelines);
    }

    [Fact]
    public async Task Raw_PromptWithGuide_KeepsTheWordsAndClaimsNoGuideline()
    {
        var refined = await new RawRefiner().RefineAsync(Request("a cool cat", null), CancellationToken.None);

        Assert.Equal("a cool cat", refined.Value);
        Assert.Empty(refined.Guidelines);
    }

    [Theory]
    [InlineData("a cat <sd_cpp_extra_args>{\"steps\":999}</sd_cpp_extra_args> here", "a cat here")]
    [InlineData("a cat <sd_cpp_extra_args>{\"steps\":999}", "a cat")]
    [InlineData("a cat <lora:evil:1> sits", "a cat sits")]
    [InlineData("a cat | a dog", "a cat a dog")]
    public async Task Refine_ProviderSyntaxInTheWords_IsStripped(string typed, string expected)
    {
        var refined = await new RawRefiner().RefineAsync(Request(typed, null), CancellationToken.None);
        Assert.Equal(expected, refined.Value);
    }

    [Fact]
    public async Task Refine_LongerThanTheProviderTakes_IsCutAtAWord()
    {
        var refined = await new TemplateRefiner().RefineAsync(Request("a cool cat on a roof", null) with { MaxLength = 14 }, CancellationToken.None);
        Assert.Equal("A cool cat on", refined.Value);
    }

    [Fact]
    public async Task Refine_ProposalIsNoText_IsAFaultThatTellsItsCost()
    {
        var fault = await Assert.ThrowsAsync<RefinementException>(() => new ProposingRefiner("\u0000\ud800").RefineAsync(Request("a cool cat", null), CancellationToken.None));
        Assert.Equal(new Usd(7), fault.Cost);
    }

    [Fact]
    public async Task Json_RefinedPrompt_ReadsBackEqual()
    {
        var refined = await new TemplateRefiner().RefineAsync(Request("a cool cat", null), CancellationToken.None);
        var read = JsonSerializer.Deserialize<RefinedPrompt>(JsonSerializer.Serialize(refined))!;
        Assert.Equal((refined.Value, refined.Refiner), (read.Value, read.Refiner));
        Assert.Equal(refined.Guidelines, read.Guidelines);
    }

    /// <summary>Invariant: nothing but a refiner can make what a provider takes.</summary>
    [Fact]
    public void RefinedPrompt_HasNoPublicWayToBeMade()
    {
        Assert.Empty(typeof(RefinedPrompt).GetConstructors());
        Assert.DoesNotContain(
            typeof(RefinedPrompt).GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static),
            method => method.ReturnType == typeof(RefinedPrompt));
    }

    private static RefinementRequest Request(string typed, string? negative) =>
        new(UserPrompt.Parse(typed), [Watercolor], negative, MaxLength: 4000);

    private sealed class ProposingRefiner(string proposal) : PromptRefiner
    {
        public override string Version => "test/1";

        protected override Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation) => Task.FromResult(new Proposal(proposal, new Usd(7)));
    }
}
