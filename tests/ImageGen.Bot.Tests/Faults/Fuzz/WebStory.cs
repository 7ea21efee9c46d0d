using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Every call of the API and the admin API, and what anybody may read.</summary>
internal static class WebStory
{
    private const string Guild = "/api/v1/admin/guilds/discord:4242";

    /// <returns>The id of a job that nothing else needs.</returns>
    public static async Task<string> PlayAsync(LocalBot bot, string key, string adminKey)
    {
        foreach (var path in new[] { "/", "/healthz/live", "/healthz/ready", "/playground/main.js", "/playground/page.css", "/favicon.svg", "/operator", "/operator/", "/operator/index.html", "/openapi/v1.json", "/slack/install" })
            await SendAsync(bot, HttpMethod.Get, path, null);

        var whole = new { prompt = "a cool cat", style = "watercolor", provider = "gpt", aspect = "16:9", count = 1, negative = "text", quality = "low", refine = true, fresh = false, thread = "t1" };
        var job = await SendAsync(bot, HttpMethod.Post, "/api/v1/images", key, whole);
        var second = await SendAsync(bot, HttpMethod.Post, "/api/v1/images", key, new { command = "a cool dog --ar 1:1 --no text", thread = "t1" });
        await SendAsync(bot, HttpMethod.Post, "/api/v1/images", key, new { prompt = "a cool fox", seed = "7", guidance = 4.5, reference = "https://images.example.com/a.png" });
        var id = job.GetProperty("id").GetString()!;
        while (job.GetProperty("stage").GetString() != "done")
        {
            await Task.Delay(20);
            job = await SendAsync(bot, HttpMethod.Get, $"/api/v1/images/{id}", key);
        }

        await SendAsync(bot, HttpMethod.Get, job.GetProperty("assets")[0].GetProperty("url").GetString()!, null);
        foreach (var path in new[] { "images", "images?thread=t1&limit=5", $"images/{id}/events", "styles", "providers", "usage" })
            await SendAsync(bot, HttpMethod.Get, $"/api/v1/{path}", key);
        var other = await SendAsync(bot, HttpMethod.Post, "/api/v1/images", key, new { prompt = "a cat to be deleted", fresh = true });
        await SendAsync(bot, HttpMethod.Delete, $"/api/v1/images/{other.GetProperty("id").GetString()}?finished=keep", key);
        await SendAsync(bot, HttpMethod.Delete, $"/api/v1/images/{other.GetProperty("id").GetString()}", key);

        await SendAsync(bot, HttpMethod.Post, $"{Guild}/styles", adminKey, new { name = "house-style", guidance = "thick ink lines", keywords = new[] { "inky", "house" }, aspect = "3:1", kind = "medium" });
        await SendAsync(bot, HttpMethod.Patch, $"{Guild}/styles/house-style", adminKey, new { guidance = "thin lines", quality = (string?)null });
        await SendAsync(bot, HttpMethod.Post, $"{Guild}/styles/house-style/rename", adminKey, new { newName = "our-style" });
        await SendAsync(bot, HttpMethod.Put, $"{Guild}/styles/watercolor/hidden", adminKey, new { });
        await SendAsync(bot, HttpMethod.Patch, $"{Guild}/quotas", adminKey, new { imagesPerUserPerDay = 2, roles = new Dictionary<string, int> { ["10"] = 5 }, timeZone = "Asia/Tokyo", budgetUsdPerMonth = 1.5 });
        await SendAsync(bot, HttpMethod.Patch, $"{Guild}/rules", adminKey, new { refine = false, blockedWords = new[] { "mayonnaise", "two words" }, blockedPatterns = new[] { "a+b" } });
        foreach (var path in new[] { "styles", "styles/our-style", "export", "quotas", "rules", "audit?limit=2", "usage", "usage?from=2026-11-01&to=2026-11-30", "usage.csv", "usage.png", "usage.svg" })
            await SendAsync(bot, HttpMethod.Get, $"{Guild}/{path}", adminKey);
        await SendAsync(bot, HttpMethod.Post, $"{Guild}/import?replace=true", adminKey, new { styles = new[] { new { name = "two", guidance = "two tones" } } });
        foreach (var path in new[] { "styles/watercolor/hidden", "styles/two", "styles", "quotas", "rules", "users/7", "" })
            await SendAsync(bot, HttpMethod.Delete, $"{Guild}/{path}".TrimEnd('/'), adminKey);
        return second.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> SendAsync(LocalBot bot, HttpMethod method, string path, string? key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await bot.Http.SendAsync(request);
        return response.Content.Headers.ContentType?.MediaType is "application/json" ? await response.Content.ReadFromJsonAsync<JsonElement>() : default;
    }
}

/// <summary>What the operator's page calls.</summary>
internal static class OperatorStory
{
    public static async Task PlayAsync(LocalBot bot, string session, string id)
    {
        await SendAsync("GET", "/operator/api/overview");
        await SendAsync("GET", $"/operator/api/jobs/{id}");
        foreach (var action in new[] { "retry", "reroute", "cancel", "delete" })
            await SendAsync("POST", $"/operator/api/jobs/{id}/{action}", new { provider = "gpt" });
        await SendAsync("POST", "/operator/api/lanes/gpt/pause", new { minutes = 1 });
        await SendAsync("POST", "/operator/api/lanes/gpt/resume", new { });
        await SendAsync("GET", "/operator/usage.svg?guild=discord:4242");

        async Task SendAsync(string method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("X-Operator", "1");
            request.Headers.Add("Cookie", $"imagegen-operator={session}");
            (await bot.Http.SendAsync(request)).Dispose();
        }
    }
}
