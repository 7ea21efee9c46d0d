using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>The admin API over real HTTP, from style to forgetting.</summary>
public sealed class AdminApiTests
{
    private const string Guild = "/api/v1/admin/guilds/api:ann";
    private const string AnnsKey = "key-of-ann-0123456789";
    private const string AdminsKey = "key-of-ops-0123456789";

    [Fact]
    public async Task Guild_GovernedOverHttp_IsWhatItsCallersGet()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, [("Api:Keys:ann", AnnsKey), ("Api:AdminKeys:ops", AdminsKey)]);

        var added = await SendAsync(bot, HttpMethod.Post, Guild + "/styles", new { name = "house-style", guidance = "thick ink lines", keywords = new[] { "inky", "house" }, aspect = "3:1" });
        Assert.Equal((HttpStatusCode.OK, "\"1\"", 1L), (added.Status, added.Tag, added.Json.GetProperty("revision").GetInt64()));
        var styles = await SendAsync(bot, HttpMethod.Get, "/api/v1/styles", key: AnnsKey);
        Assert.Equal("house-style", styles.Json.Items("styles")[0].Text("name"));

        var edited = await SendAsync(bot, HttpMethod.Patch, Guild + "/styles/house-style", new { guidance = "thin lines" }, match: "\"1\"");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (edited.Status, edited.Tag));
        var late = await SendAsync(bot, HttpMethod.Patch, Guild + "/styles/house-style", new { guidance = "no lines" }, match: "\"1\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "conflict", "\"2\""), (late.Status, late.Json.Text("code"), late.Tag));
        Assert.StartsWith("ops changed this meanwhile (style.edit).", late.Json.Text("detail"), StringComparison.Ordinal);

        var set = await SendAsync(bot, HttpMethod.Patch, Guild + "/quotas", new { imagesPerUserPerDay = 2, roles = new Dictionary<string, int> { ["10"] = 5 }, timeZone = "Asia/Tokyo" });
        Assert.Equal(["quotas imagesPerUserPerDay", "quotas roles", "quotas timeZone"], set.Json.Items("changes").Select(change => change.Text("what")));
        await SendAsync(bot, HttpMethod.Patch, Guild + "/rules", new { refine = false, blockedWords = new[] { "mayonnaise", "two words" } });
        var rules = await SendAsync(bot, HttpMethod.Get, Guild + "/rules");
        Assert.Equal("off", rules.Json.Items("fields").Single(field => field.Text("name") == "refine").Text("inForce"));

        var job = await SendAsync(bot, HttpMethod.Post, "/api/v1/images", new { prompt = "a boat", style = "house-style" }, key: AnnsKey);
        Assert.Equal((HttpStatusCode.Accepted, "3:1"), (job.Status, job.Json.Text("aspect")));
        var refused = await SendAsync(bot, HttpMethod.Post, "/api/v1/images", new { prompt = "a jar of mayonnaise" }, key: AnnsKey);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var over = await SendAsync(bot, HttpMethod.Post, "/api/v1/images", new { prompt = "many boats", count = 2 }, key: AnnsKey);
        Assert.Contains("(1 used, 2 more asked for)", over.Json.Text("detail"), StringComparison.Ordinal);
        while ((await SendAsync(bot, HttpMethod.Get, $"/api/v1/images/{job.Json.Text("id")}", key: AnnsKey)).Json.Text("stage") != "done")
            await Task.Delay(20);

        var usage = await SendAsync(bot, HttpMethod.Get, Guild + "/usage");
        Assert.Equal((1, "ann"), (usage.Json.GetProperty("total").GetProperty("images").GetInt32(), usage.Json.Items("days")[0].Items("users")[0].Text("name")));
        var file = (await SendAsync(bot, HttpMethod.Get, Guild + "/export")).Json;
        Assert.Equal("thin lines", file.Items("styles")[0].Text("guidance"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bot, HttpMethod.Post, "/api/v1/admin/guilds/discord:7/import", file)).Status);
        var log = (await SendAsync(bot, HttpMethod.Get, Guild + "/audit?limit=2")).Json.Items("entries");
        Assert.Equal(["rules.set", "quotas.set"], log.Select(entry => entry.Text("action")));
        Assert.Equal(("ops", "api"), (log[0].Text("userName"), log[0].Text("face")));

        var forgotten = await SendAsync(bot, HttpMethod.Delete, Guild + "/users/ann");
        Assert.Equal((1, 0), (forgotten.Json.GetProperty("jobs").GetInt32(), forgotten.Json.GetProperty("unfinished").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bot, HttpMethod.Get, $"/api/v1/images/{job.Json.Text("id")}", key: AnnsKey)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bot, HttpMethod.Delete, Guild)).Status);
        Assert.DoesNotContain((await SendAsync(bot, HttpMethod.Get, Guild + "/styles")).Json.Items("styles"), style => style.GetProperty("own").GetBoolean());
    }

    [Fact]
    public async Task Guild_BadCalls_AreToldWhatIsWrong()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, [("Api:AdminKeys:ops", AdminsKey)]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(bot, HttpMethod.Get, Guild + "/styles", key: AnnsKey)).Status);
        await AssertField("guild", HttpMethod.Get, "/api/v1/admin/guilds/nowhere/styles");
        await AssertField("guild", HttpMethod.Get, "/api/v1/admin/guilds/discord:..%2F7/styles");
        await AssertField("If-Match", HttpMethod.Delete, Guild + "/rules", match: "\"x\"");
        await AssertField("body", HttpMethod.Patch, Guild + "/quotas", raw: "no json");
        await AssertField("body", HttpMethod.Patch, Guild + "/quotas", raw: "[]");
        await AssertField("roles", HttpMethod.Patch, Guild + "/quotas", raw: """{"roles":[[1]]}""");
        await AssertField("imagesPerUserPerDay", HttpMethod.Patch, Guild + "/quotas", raw: """{"imagesPerUserPerDay":-1,"queuedPerUser":5}""");
        await AssertField("size", HttpMethod.Post, Guild + "/styles", raw: """{"name":"ok","guidance":"x","size":"big"}""");
        await AssertField("newName", HttpMethod.Post, Guild + "/styles", raw: """{"name":"ok","guidance":"x"}""", then: (HttpMethod.Post, Guild + "/styles/ok/rename", "{}"));
        await AssertField("limit", HttpMethod.Get, Guild + "/audit?limit=0");
        await AssertField("from", HttpMethod.Get, Guild + "/usage?from=yesterday");
        await AssertField("file", HttpMethod.Post, Guild + "/import", raw: "name;guidance");
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(bot, HttpMethod.Get, Guild + "/styles/nope")).Status);
        var large = await SendAsync(bot, HttpMethod.Post, Guild + "/styles", raw: $$"""{"guidance":"{{new string('a', 70_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.Status);

        async Task AssertField(string field, HttpMethod method, string path, string? raw = null, string? match = null, (HttpMethod Method, string Path, string Raw)? then = null)
        {
            var answer = await SendAsync(bot, method, path, raw: raw, match: match);
            if (then is var (nextMethod, nextPath, nextRaw))
                answer = await SendAsync(bot, nextMethod, nextPath, raw: nextRaw);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Json.Text("code")));
            Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _), $"{path}: {answer.Json}");
        }
    }

    [Fact]
    public async Task Guild_KeysForTheApiAndNoneForAdmins_AnswersNobody()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, [("Api:Keys:ann", AnnsKey)]);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(bot, HttpMethod.Get, Guild + "/styles", key: AnnsKey)).Status);
    }

    [Fact]
    public async Task Post_FormOfAnotherSite_IsRefusedAsUnsupported()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, []);
        foreach (var path in new[] { "/styles", "/styles/house-style/rename", "/import" })
        {
            using var form = new StringContent("{\"name\":\"house-style\",\"guidance\":\"thick ink\"}", Encoding.UTF8, "text/plain");
            using var response = await bot.Http.PostAsync(Guild + path, form);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json, string? Tag)> SendAsync(
        LocalBot bot, HttpMethod method, string path, object? body = null, string key = AdminsKey, string? match = null, string? raw = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        else if (raw is not null)
            request.Content = new StringContent(raw, Encoding.UTF8, "application/json");
        using var response = await bot.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(), response.Headers.ETag?.Tag);
    }
}
