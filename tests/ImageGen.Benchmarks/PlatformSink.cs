using ImageGen.Bot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageGen.Benchmarks;

/// <summary>
/// What the bot calls while it is fuzzed, in the strict fakes' place, which would remember every call: nowhere is there
/// what it asks for. Only who people are, the fake Slack is asked, so that admins stay admins.
/// </summary>
internal sealed class PlatformSink : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly FakeSlack _slack;
    private readonly WebApplication _host;

    private PlatformSink(FakeSlack slack)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        (_slack, _host) = (slack, builder.Build());
        _host.Run(AnswerAsync);
    }

    public string DiscordApi => $"{_host.Urls.First()}/api/v10";

    public string SlackApi => $"{_host.Urls.First()}/api/";

    public static async Task<PlatformSink> StartAsync(FakeSlack slack)
    {
        var sink = new PlatformSink(slack);
        await sink._host.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        if (http.Request.Path.StartsWithSegments("/api/v10", StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("""{"message":"Unknown Channel","code":10003}""");
        }
        else if (http.Request.Path == "/api/users.info")
        {
            using var body = new StreamContent(http.Request.Body);
            body.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
            using var question = new HttpRequestMessage(HttpMethod.Post, new Uri(_slack.ApiBaseUrl, "users.info" + http.Request.QueryString)) { Content = body };
            question.Headers.TryAddWithoutValidation("Authorization", http.Request.Headers.Authorization.ToString());
            using var answer = await _http.SendAsync(question);
            await answer.Content.CopyToAsync(http.Response.Body);
        }
        else
        {
            await http.Response.WriteAsync("""{"ok":false,"error":"channel_not_found"}""");
        }
    }
}
