using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>The fake Slack with a bot of one line, and plain calls. Its time moves only where a test lets it.</summary>
internal sealed class FakeSlackBed : IAsyncDisposable
{
    public const string NoUnfurl = "\"unfurl_links\":false,\"unfurl_media\":false";

    private readonly WebApplication _bot;

    private FakeSlackBed(FakeSlack slack)
    {
        Slack = slack;
        Workspace = slack.AddWorkspace();
        Channel = Workspace.AddChannel();
        Ada = Workspace.AddUser("Ada", isAdmin: true);
        Http = new HttpClient { BaseAddress = slack.ApiBaseUrl };
        Token = Workspace.BotToken;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _bot = builder.Build();
        _bot.Map("/{**path}", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            Received.Add((http.Request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync()));
            await OnRequest(http);
        });
    }

    public FakeSlack Slack { get; }

    public FakeWorkspace Workspace { get; }

    public FakeChannel Channel { get; }

    public FakeUser Ada { get; }

    public HttpClient Http { get; }

    /// <summary>What calls are made with; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>What came to the bot.</summary>
    public List<(Dictionary<string, string> Headers, string Body)> Received { get; } = [];

    /// <summary>The payload of the interaction that came last.</summary>
    public JsonElement Payload => JsonDocument.Parse(Fields["payload"]).RootElement;

    /// <summary>The form that came last.</summary>
    public Dictionary<string, string> Fields =>
        QueryHelpers.ParseQuery(Received[^1].Body).ToDictionary(part => part.Key, part => $"{part.Value}", StringComparer.Ordinal);

    /// <summary>What the bot does.</summary>
    public Func<HttpContext, Task> OnRequest { get; set; } = _ => Task.CompletedTask;

    public static async Task<FakeSlackBed> StartAsync()
    {
        var bed = new FakeSlackBed(await FakeSlack.StartAsync(new ManualClock()));
        await bed._bot.StartAsync();
        bed.Slack.BotAddress = new Uri(bed._bot.Urls.Single());
        return bed;
    }

    /// <summary>Lets the bot answer so from now on.</summary>
    public void Answer(string json) => OnRequest = http =>
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    };

    public Task<(int Status, JsonElement Body)> CallAsync(string method, string json) =>
        SendAsync(method, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<(int Status, JsonElement Body)> CallFormAsync(string method, params (string Name, string Value)[] form) =>
        SendAsync(method, new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>A call that Slack refuses.</summary>
    /// <returns>Slack's reason.</returns>
    public async Task<string> RefusedAsync(string method, string json) => Refusal(await CallAsync(method, json));

    /// <summary>A call that Slack refuses.</summary>
    /// <returns>Slack's reason.</returns>
    public async Task<string> RefusedFormAsync(string method, params (string Name, string Value)[] form) => Refusal(await CallFormAsync(method, form));

    /// <summary>A call that works.</summary>
    public async Task<JsonElement> OkAsync(string method, string json)
    {
        var (_, body) = await CallAsync(method, json);
        Assert.True(body.GetProperty("ok").GetBoolean(), $"{body}");
        return body;
    }

    /// <summary>Posts to the channel.</summary>
    /// <returns>The message's timestamp.</returns>
    public async Task<string> PostAsync(string more = "\"text\":\"hello\"") =>
        (await OkAsync("chat.postMessage", Post(more))).GetProperty("ts").GetString()!;

    /// <summary>The arguments of a post to the channel.</summary>
    public string Post(string more = "\"text\":\"hello\"") => $$"""{"channel":"{{Channel.Id}}",{{NoUnfurl}},{{more}}}""";

    /// <summary>Uploads a file in three steps, and shares it where that is said.</summary>
    public async Task<JsonElement> UploadAsync(byte[] bytes, string more = "")
    {
        var (_, ticket) = await CallFormAsync("files.getUploadURLExternal", ("filename", "cat.png"), ("length", $"{bytes.Length}"));
        using var uploaded = await Http.PostAsync(ticket.GetProperty("upload_url").GetString(), new ByteArrayContent(bytes));
        Assert.Equal(200, (int)uploaded.StatusCode);
        return (await CallAsync("files.completeUploadExternal", $$"""{"files":[{"id":"{{ticket.GetProperty("file_id").GetString()}}","title":"A cat"}]{{more}}}""")).Body;
    }

    /// <summary>Posts to a response URL.</summary>
    public async Task<(int Status, string Body)> RespondAsync(FakeDelivery delivery, string json)
    {
        using var response = await Http.PostAsync(delivery.ResponseUrl, new StringContent(json, Encoding.UTF8, "application/json"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _bot.DisposeAsync();
        await Slack.DisposeAsync();
    }

    private static string Refusal((int Status, JsonElement Body) answer)
    {
        Assert.Equal(200, answer.Status);
        Assert.False(answer.Body.GetProperty("ok").GetBoolean(), $"{answer.Body}");
        return answer.Body.GetProperty("error").GetString()!;
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(string method, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = content };
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }
}
