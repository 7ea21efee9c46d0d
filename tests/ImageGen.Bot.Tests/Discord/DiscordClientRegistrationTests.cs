using System.Collections.Concurrent;
using System.Diagnostics;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>The client as the program has it, over a real connection.</summary>
public sealed class DiscordClientRegistrationTests : IAsyncDisposable
{
    private readonly WebApplication _discord;
    private readonly ServiceProvider _services;
    private readonly RecordedLog _log = new();
    private Func<HttpRequest, Task<IResult>> _answer = static _ => Task.FromResult(Results.NotFound());

    public DiscordClientRegistrationTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _discord = builder.Build();
        _discord.Run(async context => await (await _answer(context.Request)).ExecuteAsync(context));
        _discord.Start();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_log.Provider).SetMinimumLevel(LogLevel.Trace))
            .AddDiscordClient(DiscordTestBed.Options with { ApiBaseUrl = new Uri($"{_discord.Urls.Single()}/api/v10/") })
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    [Fact]
    public async Task Send_WithFile_ArrivesAsAFormOfKnownLength()
    {
        var arrived = new TaskCompletionSource<(long? Length, string Agent, string Json, string Field, string Name, string Type, long Bytes)>();
        _answer = async request =>
        {
            Assert.Equal("/api/v10/channels/88/messages", request.Path);
            var form = await request.ReadFormAsync();
            var file = form.Files.Single();
            arrived.SetResult((request.ContentLength, request.Headers.UserAgent.ToString(), form["payload_json"].ToString(), file.Name, file.FileName, file.ContentType, file.Length));
            return Results.Text(ScriptedDiscord.Message, "application/json");
        };
        var content = new byte[300_000];
        var result = await _services.GetRequiredService<DiscordClient>().CreateMessageAsync(
            "88", DiscordTestBed.Cat, [new OutgoingFile("cat.png", "image/png", "a cat", content.Length, _ => Task.FromResult<Stream>(new MemoryStream(content)))], CancellationToken.None);

        Assert.IsType<DiscordResult<SentMessage>.Ok>(result);
        var form = await arrived.Task;
        Assert.InRange(form.Length!.Value, content.Length, content.Length + 1_000);
        Assert.Equal((DiscordClientRegistration.UserAgent, "files[0]", "cat.png", "image/png", content.Length), (form.Agent, form.Field, form.Name, form.Type, form.Bytes));
        Assert.Equal("""{"content":"a cat","allowed_mentions":{"parse":[]}}""", form.Json);
    }

    [Fact]
    public async Task Send_WithToken_LeavesItInNoLogOrTrace()
    {
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("System.Net", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);

        var result = await _services.GetRequiredService<DiscordClient>().EditOriginalAsync(DiscordTestBed.Token, DiscordTestBed.Cat, [], CancellationToken.None);

        Assert.Equal(new DiscordResult<SentMessage>.Failed(404, 0), result);
        Assert.Single(_log.Lines, static line => line.Contains("EditOriginal", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(traced, static tags => tags.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_Redirected_DoesNotFollow()
    {
        _answer = static request => Task.FromResult(request.Path == "/elsewhere" ? Results.Text(ScriptedDiscord.Message) : Results.Redirect("/elsewhere"));
        Assert.Equal(new DiscordResult<ApplicationInfo>.Failed(302, 0), await _services.GetRequiredService<DiscordClient>().GetApplicationAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnreachableAndClosesTheFile()
    {
        await _discord.StopAsync();
        var file = new MemoryStream([1, 2, 3]);
        var result = await _services.GetRequiredService<DiscordClient>().CreateMessageAsync(
            "88", DiscordTestBed.Cat, [new OutgoingFile("cat.png", "image/png", "a cat", file.Length, _ => Task.FromResult<Stream>(file))], CancellationToken.None);
        Assert.IsType<DiscordResult<SentMessage>.Unreachable>(result);
        Assert.False(file.CanRead);
    }

    [Fact]
    public async Task Send_AnotherClientWasLimited_IsLimitedToo()
    {
        var calls = 0;
        _answer = _ =>
        {
            calls++;
            return Task.FromResult(Results.Text("""{"retry_after":3600,"global":true}""", "application/json", statusCode: 429));
        };
        foreach (var client in new[] { _services.GetRequiredService<DiscordClient>(), _services.GetRequiredService<DiscordClient>() })
            Assert.IsType<DiscordResult<ApplicationInfo>.RateLimited>(await client.GetApplicationAsync(CancellationToken.None));
        Assert.Equal(1, calls);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _discord.DisposeAsync();
    }
}
