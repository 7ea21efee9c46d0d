using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Worker;
using ImageGen.Core;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using System.Net.Http.Json;
using System.Text.Json;

namespace ImageGen.Bot.Tests.Jobs;

public sealed class AdoptionTests
{
    [Fact]
    public async Task Serve_JobOfAProviderThatWasRemoved_ComesToItsEnd()
    {
        using var folder = new TempFolder();
        string id;
        // Nobody draws here, so the job is still waiting when its provider goes.
        await using (var before = await LocalBot.StartAsync(folder, [("Providers:old:Kind", "Painter"), ("Roles", "web")]))
        {
            using var response = await before.Http.PostAsJsonAsync("/api/v1/images", new { prompt = "a cool cat" });
            id = (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("id")!;
        }

        await using var after = await LocalBot.StartAsync(folder, [("Providers:new:Kind", "Painter"), ("Generation:Fallback", "new")], change: services =>
            services.AddSingleton(new WorkerOptions([new LaneLimits("new")], 2, TimeSpan.FromSeconds(5)) { OrphanedAfter = TimeSpan.FromSeconds(0.5) }));
        for (var look = 0; look < 400; look++)
        {
            var job = await after.Http.GetFromJsonAsync<JsonElement>($"/api/v1/images/{id}");
            if (job.Text("stage") == "done")
            {
                Assert.Equal(("completed", "new", "old"), (job.Text("state"), job.Text("provider"), job.Text("fallbackFrom")));
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("The job still waits.");
    }
}
