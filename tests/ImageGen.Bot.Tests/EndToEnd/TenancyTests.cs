using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

public sealed class TenancyTests
{
    private const string AnnsKey = "key-of-ann-0123456789";
    private const string BobsKey = "key-of-bob-0123456789";

    [Fact]
    public async Task Api_TwoKeys_AreTenantsThatNeverSeeEachOther()
    {
        using var folder = new TempFolder();
        await using var bot = await BotProcess.ServeAsync(folder, ("Api__Keys__ann", AnnsKey), ("Api__Keys__bob", BobsKey), ("Quotas__ImagesPerUserPerDay", "1"));
        var body = new { prompt = "the same boat for both", aspect = "3:1", thread = "same" };

        var anns = await SendAsync(bot, AnnsKey, HttpMethod.Post, "/api/v1/images", body);
        var id = anns.Json.Text("id")!;
        while ((await SendAsync(bot, AnnsKey, HttpMethod.Get, $"/api/v1/images/{id}")).Json.Text("stage") != "done")
            await Task.Delay(50);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bot, BobsKey, HttpMethod.Get, $"/api/v1/images/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bot, BobsKey, HttpMethod.Delete, $"/api/v1/images/{id}")).Status);
        Assert.Empty((await SendAsync(bot, BobsKey, HttpMethod.Get, "/api/v1/images?thread=same")).Json.Items("items"));

        // Not from Ann's cache, and not out of her quota.
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(bot, BobsKey, HttpMethod.Post, "/api/v1/images", body)).Status);

        var over = await SendAsync(bot, AnnsKey, HttpMethod.Post, "/api/v1/images", new { prompt = "one boat too many" });
        Assert.Equal((HttpStatusCode.TooManyRequests, "quota_exceeded"), (over.Status, over.Json.Text("code")));
        Assert.Contains("it resets at", over.Json.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("key-of-ann-012345678")]
    [InlineData("key-of-ann-01234567890")]
    public async Task Api_WrongKey_IsUnauthorized(string? key)
    {
        using var folder = new TempFolder();
        await using var bot = await BotProcess.ServeAsync(folder, ("Api__Keys__ann", AnnsKey));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(bot, key, HttpMethod.Get, "/api/v1/styles")).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(BotProcess bot, string? key, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await bot.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
