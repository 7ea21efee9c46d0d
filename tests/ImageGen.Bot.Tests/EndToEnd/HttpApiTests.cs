using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>One bot for all tests of the API: they use prompts of their own.</summary>
public sealed class ServingBot : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal BotProcess Bot { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bot = await BotProcess.ServeAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        _folder.Dispose();
    }
}

public sealed class HttpApiTests(ServingBot serving) : IClassFixture<ServingBot>
{
    private const string Small = "3:1";
    private const string Admin = "/api/v1/admin/guilds/{guild}";

    private BotProcess Bot => serving.Bot;

    [Fact]
    public async Task Submit_Prompt_IsAcceptedDrawnAndServed()
    {
        using var response = await Bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt = "a cool cat on a wall", style = "watercolor", aspect = "16:9", seed = 7 });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var ticket = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"/api/v1/images/{ticket.Text("id")}", response.Headers.Location!.OriginalString);
        Assert.Contains(ticket.Text("state"), new[] { "pending", "processing" });

        var job = await Bot.FinishAsync(ticket.Text("id")!);
        Assert.Equal(("completed", "painter", "painter", 7, false), (job.Text("state"), job.Text("provider"), job.Text("providerKind"), job.GetProperty("seed").GetInt32(), job.GetProperty("cached").GetBoolean()));
        Assert.StartsWith("A cool cat on a wall, ", job.Text("refinedPrompt"), StringComparison.Ordinal);
        Assert.Equal("watercolor", job.Items("guidelines")[0].GetString());
        Assert.Equal(0, job.GetProperty("costUsd").GetDecimal());

        var asset = Assert.Single(job.Items("assets"));
        using var picture = await Bot.Http.GetAsync(asset.Text("url"));
        var bytes = await picture.Content.ReadAsByteArrayAsync();
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        Assert.Contains(picture.Headers.CacheControl!.Extensions, extension => extension.Name == "immutable");
        Assert.Equal(asset.GetProperty("bytes").GetInt64(), bytes.Length);
        Assert.Equal(asset.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.True(ImageHeader.TryRead(bytes, out var header));
        Assert.Equal((1024, 576), (header.Width, header.Height));
    }

    [Fact]
    public async Task Submit_SamePromptAgain_IsCachedUnlessFresh()
    {
        var body = new { prompt = "a lighthouse seen twice", aspect = Small };
        var first = await Bot.FinishAsync((await Bot.SubmitAsync(body)).Text("id")!);

        using var response = await Bot.Http.PostAsJsonAsync("/api/v1/images", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var again = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(again.GetProperty("cached").GetBoolean());
        Assert.NotEqual(first.Text("id"), again.Text("id"));
        Assert.Equal(first.Items("assets")[0].Text("sha256"), again.Items("assets")[0].Text("sha256"));

        var fresh = await Bot.FinishAsync((await Bot.SubmitAsync(new { body.prompt, body.aspect, fresh = true })).Text("id")!);
        Assert.False(fresh.GetProperty("cached").GetBoolean());
        Assert.NotEqual(first.Items("assets")[0].Text("sha256"), fresh.Items("assets")[0].Text("sha256"));
    }

    [Fact]
    public async Task Submit_SamePromptFromFiftyCallersAtOnce_IsDrawnOnce()
    {
        var tickets = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Bot.SubmitAsync(new { prompt = "fifty people want this boat", aspect = Small })));
        var jobs = await Task.WhenAll(tickets.Select(ticket => Bot.FinishAsync(ticket.Text("id")!)));

        Assert.Equal(50, jobs.Select(job => job.Text("id")).Distinct().Count());
        Assert.All(jobs, job => Assert.Equal("completed", job.Text("state")));
        Assert.Single(jobs, job => !job.GetProperty("cached").GetBoolean());
        Assert.Single(jobs.Select(job => job.Items("assets")[0].Text("url")).Distinct());
    }

    [Fact]
    public async Task Submit_SameIdempotencyKey_GivesTheSameTicket()
    {
        async Task<JsonElement> Submit()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/images") { Content = JsonContent.Create(new { prompt = "only once please", aspect = Small, fresh = true }) };
            request.Headers.Add("Idempotency-Key", "the-key");
            using var response = await Bot.Http.SendAsync(request);
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }

        var tickets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Submit()));
        Assert.Single(tickets.Select(ticket => ticket.Text("id")).Distinct());
    }

    [Fact]
    public async Task Submit_CommandText_IsReadLikeInChat()
    {
        var job = await Bot.SubmitAsync(new { command = "/imagine a small boat —ar 3:1 --style ukiyo-e --seed 5", thread = "thread-a" });
        Assert.Equal(("a small boat", "ukiyo-e", "3:1", "thread-a"), (job.Text("prompt"), job.Text("style"), job.Text("aspect"), job.Text("thread")));

        var listed = await Bot.Http.GetFromJsonAsync<JsonElement>("/api/v1/images?thread=thread-a");
        Assert.Equal(job.Text("id"), Assert.Single(listed.Items("items")).Text("id"));
    }

    [Fact]
    public async Task Submit_MoodInTheWords_RetrievesItsGuideUnnamed()
    {
        var job = await Bot.FinishAsync((await Bot.SubmitAsync(new { prompt = "A city at night, cyberpunk", aspect = Small })).Text("id")!);
        Assert.Equal(["realistic", "cyberpunk"], job.Items("guidelines").Select(name => name.GetString()));

        var raw = await Bot.FinishAsync((await Bot.SubmitAsync(new { prompt = "A city at night, cyberpunk", aspect = Small, refine = false })).Text("id")!);
        Assert.Empty(raw.Items("guidelines"));
        Assert.Equal("A city at night, cyberpunk", raw.Text("refinedPrompt"));
    }

    [Fact]
    public async Task Submit_RefusedWord_FailsAsRefusedAndCostsNothing()
    {
        var job = await Bot.FinishAsync((await Bot.SubmitAsync(new { prompt = "lolicon drawing" })).Text("id")!);
        Assert.Equal(("failed", "refused"), (job.Text("state"), job.GetProperty("error").Text("code")));
        Assert.Empty(job.Items("assets"));
    }

    [Fact]
    public async Task Events_OfAJob_TellEveryStageAndEnd()
    {
        var ticket = await Bot.SubmitAsync(new { prompt = "a castle to watch being painted", count = 4 });
        using var response = await Bot.Http.GetAsync($"/api/v1/images/{ticket.Text("id")}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);

        var stages = new List<string?>();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                stages.Add(JsonDocument.Parse(line[6..]).RootElement.Text("stage"));
        }

        Assert.Contains("generating", stages);
        Assert.Equal("done", stages[^1]);
    }

    [Fact]
    public async Task Delete_FinishedJob_RemovesRecordPictureAndCacheEntry()
    {
        var body = new { prompt = "a picture to be deleted", aspect = Small };
        var job = await Bot.FinishAsync((await Bot.SubmitAsync(body)).Text("id")!);
        var url = job.Items("assets")[0].Text("url");

        using (var deleted = await Bot.Http.DeleteAsync($"/api/v1/images/{job.Text("id")}"))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using (var record = await Bot.Http.GetAsync($"/api/v1/images/{job.Text("id")}"))
            Assert.Equal(HttpStatusCode.NotFound, record.StatusCode);
        using (var picture = await Bot.Http.GetAsync(url))
            Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
        Assert.False((await Bot.SubmitAsync(body)).GetProperty("cached").GetBoolean());
    }

    [Fact]
    public async Task Delete_FinishedJobToBeKept_LeavesItAsItIs()
    {
        var job = await Bot.FinishAsync((await Bot.SubmitAsync(new { prompt = "a picture cancelled too late", aspect = Small })).Text("id")!);
        using var late = await Bot.Http.DeleteAsync($"/api/v1/images/{job.Text("id")}?finished=keep");
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        using var picture = await Bot.Http.GetAsync(job.Items("assets")[0].Text("url"));
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/images/nope")]
    [InlineData("/api/v1/images/01jd0000000000000000000000")]
    [InlineData("/api/v1/images/01jd0000000000000000000000/events")]
    [InlineData("/images/01jd0000000000000000000000/0-0.png")]
    [InlineData("/images/..%2f..%2fimagegen.db/x")]
    [InlineData("/images/01jd0000000000000000000000/..%2f..%2fimagegen.db")]
    public async Task Get_WhatIsNotThere_Is404(string path)
    {
        using var response = await Bot.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Api_CalledThroughAnotherHostNameOrProxy_IsForbidden()
    {
        foreach (var (header, value) in new[] { ("Host", "rebound.example.com"), ("X-Forwarded-For", "203.0.113.9") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/styles");
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await Bot.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryRoute()
    {
        var document = await Bot.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Equal(
            ["/api/v1/images", "/api/v1/images/{id}", "/api/v1/images/{id}/events", "/api/v1/providers", "/api/v1/styles", "/api/v1/usage"],
            paths.Where(path => !path.StartsWith(Admin, StringComparison.Ordinal)).Select(path => path.TrimEnd('/')).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["", "/audit", "/export", "/import", "/quotas", "/rules", "/styles", "/styles/{name}", "/styles/{name}/hidden", "/styles/{name}/rename", "/usage", "/usage.csv", "/usage.png", "/usage.svg", "/users/{user}"],
            paths.Where(path => path.StartsWith(Admin, StringComparison.Ordinal)).Select(path => path[Admin.Length..].TrimEnd('/')).Order(StringComparer.Ordinal));
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("ImagineBody", out _));
    }

    [Fact]
    public async Task Catalog_StylesProvidersAndUsage_AreListed()
    {
        var styles = await Bot.Http.GetFromJsonAsync<JsonElement>("/api/v1/styles");
        Assert.Equal("realistic", styles.Text("default"));
        Assert.Superset(new HashSet<string> { "realistic", "cartoon", "watercolor", "cyberpunk" }, styles.Items("styles").Select(style => style.Text("name")!).ToHashSet());
        var providers = await Bot.Http.GetFromJsonAsync<JsonElement>("/api/v1/providers");
        Assert.Equal("painter", providers.Text("default"));
        var usage = await Bot.Http.GetFromJsonAsync<JsonElement>("/api/v1/usage");
        Assert.Equal("local:local", usage.Text("tenant"));
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_OfAWorkingBot_IsGreen(string path)
    {
        using var response = await Bot.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
