using ImageGen.Bot.Tests.EndToEnd;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Containers;

/// <summary>What the Dockerfile builds, built and run without an engine.</summary>
[Collection(Alone.Name)]
public sealed class ImageTests
{
    [Fact]
    public async Task Image_BuiltByItsInstructions_ServesAsAnotherUserAndStopsWhenTold()
    {
        using var image = new ImageBuild();
        await image.BuildAsync();
        Assert.False(File.Exists(Path.Combine(image.App, "appsettings.json")), "Nobody's settings are in the image.");
        Assert.Equal(1, await image.CheckHealthAsync());

        await using var bot = await image.ServeAsync();
        await bot.UntilReadyAsync();
        Assert.Contains("http://[::]:", bot.Output, StringComparison.Ordinal);
        Assert.Equal(0, await image.CheckHealthAsync());
        var job = await bot.FinishAsync((await bot.SubmitAsync(new { prompt = "a cool cat" })).Text("id")!);
        Assert.Equal("completed", job.Text("state"));
        Assert.True(File.Exists(Path.Combine(image.Data, "imagegen.db")));

        Assert.Equal(0, await bot.TerminateAsync(TimeSpan.FromSeconds(27)));
        Assert.Equal(1, await image.CheckHealthAsync());
    }
}
