using ImageGen.Bot.Tests.Providers.OpenAI;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Jobs;

public sealed class JobRemovalTests
{
    [Fact]
    public async Task Delete_JobWhosePromptIsRemembered_ForgetsWhatItWasRefinedTo()
    {
        var memory = new RefinementMemory();
        using var pipeline = new Pipeline(refiner: new RememberingRefiner(new TemplateRefiner(), memory));
        var job = await pipeline.SubmitAsync("a cool cat of mine");
        await pipeline.RunAsync();
        Assert.Contains("cool cat of mine", Assert.Single(memory.Kept).Value, StringComparison.Ordinal);

        Assert.NotNull(await new JobRemoval(pipeline.Ledger, pipeline.Store, memory).DeleteAsync(Pipeline.Tenant, job.Id, CancellationToken.None));
        Assert.Empty(memory.Kept);
    }
}
