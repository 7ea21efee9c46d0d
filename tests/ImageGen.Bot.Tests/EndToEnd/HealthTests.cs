using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>Alive is whether to restart it, ready is whether to send it work.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_PictureFolderGone_NamesThatPartAndNoOther()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, []);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(bot, "ready")).Status);

        Directory.Delete(folder.Combine("data", "images"), recursive: true);
        await File.WriteAllTextAsync(folder.Combine("data", "images"), "in the way");
        var (status, body) = await AskAsync(bot, "ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (status, body.GetProperty("ok").GetBoolean()));
        var failing = Assert.Single(body.Items("parts"), part => !part.GetProperty("ok").GetBoolean());
        Assert.Equal("pictures", failing.Text("name"));
        Assert.Contains("DataPath", failing.Text("fault"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(bot, "live")).Status);
    }

    [Fact]
    public async Task Ready_WhileStopping_SaysNoThoughTheProcessLives()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, []);
        bot.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var (status, body) = await AskAsync(bot, "ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(("process", "It is stopping."), Assert.Single(body.Items("parts"), part => !part.GetProperty("ok").GetBoolean()) is var part ? (part.Text("name"), part.Text("fault")) : default);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(bot, "live")).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(LocalBot bot, string what)
    {
        using var response = await bot.Http.GetAsync($"/healthz/{what}");
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
