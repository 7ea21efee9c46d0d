using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes.Discord;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>The fake Discord with a bot of one line, and plain calls.</summary>
internal sealed class FakeDiscordBed : IAsyncDisposable
{
    public const string NoMentions = "\"allowed_mentions\":{\"parse\":[]}";

    private readonly WebApplication _bot;

    private FakeDiscordBed(FakeDiscord discord)
    {
        Discord = discord;
        Http = new HttpClient { BaseAddress = new Uri($"{discord.ApiBaseUrl}/") };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.com/bot, 1.0)");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", discord.BotToken);
        Guild = discord.AddGuild();
        Channel = Guild.AddChannel();
        User = discord.AddUser();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _bot = builder.Build();
        _bot.MapPost("/discord/interactions", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            Received = await reader.ReadToEndAsync();
            await OnInteraction(http, JsonDocument.Parse(Received).RootElement);
        });
    }

    public FakeDiscord Discord { get; }

    public HttpClient Http { get; }

    public FakeGuild Guild { get; }

    public FakeChannel Channel { get; }

    public FakeUser User { get; }

    /// <summary>The interaction that came last.</summary>
    public string Received { get; private set; } = "";

    /// <summary>What the bot does.</summary>
    public Func<HttpContext, JsonElement, Task> OnInteraction { get; set; } = (http, _) => SayAsync(http, """{"type":5}""");

    public static async Task<FakeDiscordBed> StartAsync()
    {
        var bed = new FakeDiscordBed(await FakeDiscord.StartAsync());
        await bed._bot.StartAsync();
        bed.Discord.BotAddress = new Uri(bed._bot.Urls.Single());
        return bed;
    }

    public static Task SayAsync(HttpContext http, string json)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(json);
    }

    /// <summary>Lets the bot answer so from now on.</summary>
    public void Answer(string json) => OnInteraction = (http, _) => SayAsync(http, json);

    public async Task<(int Status, JsonElement Body)> CallAsync(string method, string path, string? json = null, params (string Part, string Name, byte[] Bytes)[] files)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (files.Length > 0)
        {
            var form = new MultipartFormDataContent { { new StringContent(json!, Encoding.UTF8, "application/json"), "payload_json" } };
            foreach (var (part, name, bytes) in files)
                form.Add(new ByteArrayContent(bytes), part, name);
            request.Content = form;
        }
        else if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>A call that Discord refuses.</summary>
    /// <returns>The status and Discord's code.</returns>
    public async Task<(int Status, int Code)> RefusedAsync(string method, string path, string? json = null, params (string Part, string Name, byte[] Bytes)[] files)
    {
        var (status, body) = await CallAsync(method, path, json, files);
        Assert.True(status >= 400, $"{status}: {body}");
        return (status, body.GetProperty("code").GetInt32());
    }

    public string Original(FakeInteraction interaction) => $"webhooks/{Discord.ApplicationId}/{interaction.Token}/messages/@original";

    public string FollowUp(FakeInteraction interaction) => $"webhooks/{Discord.ApplicationId}/{interaction.Token}";

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _bot.DisposeAsync();
        await Discord.DisposeAsync();
    }
}
