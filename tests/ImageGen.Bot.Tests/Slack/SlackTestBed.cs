using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>A client, its Slack and its time.</summary>
internal sealed class SlackTestBed : IDisposable
{
    public const string Api = "https://slack.test/api/";

    public static readonly TenantId Team = SlackInstallations.TenantOf("T1");

    public static readonly OutgoingMessage Cat = new() { Text = "a cat" };

    private readonly HttpClient _http;

    public SlackTestBed()
    {
        Limits = new SlackRateLimits(Clock);
        _http = new HttpClient(Slack);
        SlackClientRegistration.Configure(_http, Options);
        Calls = new SlackApi(_http, Limits, Clock, Log.For<SlackApi>());
        Client = new SlackClient(Calls, new KnownInstallations(), Options, Clock);
    }

    public static SlackOptions Options { get; } = new()
    {
        SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5",
        ClientId = "12.34",
        ClientSecret = "client-secret",
        ApiBaseUrl = new Uri("https://slack.test/api"),
    };

    public ManualClock Clock { get; } = new();

    public ScriptedSlack Slack { get; } = new();

    public SlackRateLimits Limits { get; }

    public RecordedLog Log { get; } = new();

    public SlackApi Calls { get; }

    public SlackClient Client { get; }

    public Task<SlackResult<SentMessage>> PostAsync(string channel = "C1", TenantId? tenant = null, CancellationToken cancellation = default) =>
        Client.PostMessageAsync(tenant ?? Team, channel, Cat, cancellation);

    public Task<SlackResult<SentMessage>> UpdateAsync(TenantId? tenant = null) =>
        Client.UpdateMessageAsync(tenant ?? Team, "C1", "1.2", Cat, CancellationToken.None);

    public void Dispose()
    {
        _http.Dispose();
        Slack.Dispose();
    }

    /// <summary>Every workspace but T0 has a token of its own.</summary>
    private sealed class KnownInstallations : SlackInstallations
    {
        public override Task<bool> IsInstalledAsync(SlackWorkspace workspace, CancellationToken cancellation) => throw new NotSupportedException();

        public override Task<SlackResult<string>> TokenAsync(TenantId tenant, CancellationToken cancellation) =>
            Task.FromResult<SlackResult<string>>(tenant.Id == "T0" ? new SlackResult<string>.Failed(SlackError.NotInstalled) : new SlackResult<string>.Ok($"xoxb-secret-{tenant.Id}"));

        public override Task RemoveAsync(SlackWorkspace workspace, DateTimeOffset at, CancellationToken cancellation) => throw new NotSupportedException();
    }
}

/// <summary>What was asked of <see cref="ScriptedSlack"/>.</summary>
internal sealed record SeenSlackCall(HttpMethod Method, string Url, string? Authorization, string? ContentType, long? Length, string Body);

/// <summary>Answers calls as it was told, one after the other; then, with a message.</summary>
internal sealed class ScriptedSlack : HttpMessageHandler
{
    public const string Message = """{"ok":true,"channel":"C1","ts":"1.2","message":{"text":"a cat"}}""";

    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public List<SeenSlackCall> Seen { get; } = [];

    /// <param name="status">Of HTTP.</param>
    /// <param name="body">Of whatever kind.</param>
    /// <param name="headers"><c>Name: value</c>.</param>
    public ScriptedSlack Answers(int status, string body, params string[] headers) => Does(_ => Task.FromResult(Response(status, body, headers)));

    public ScriptedSlack Answers(string body) => Answers(200, body);

    public ScriptedSlack Refuses(string error) => Answers($$"""{"ok":false,"error":"{{error}}"}""");

    public ScriptedSlack Hangs() => Does(async stop =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        throw new InvalidOperationException();
    });

    public ScriptedSlack Does(Func<CancellationToken, Task<HttpResponseMessage>> what)
    {
        _script.Enqueue(what);
        return this;
    }

    public static HttpResponseMessage Response(int status, string body, params string[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/html") };
        foreach (var header in headers)
        {
            var (name, value) = (header.Split(": ")[0], header.Split(": ")[1]);
            if (name == "Content-Type")
                response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Seen.Add(new SeenSlackCall(
            request.Method,
            request.RequestUri!.AbsoluteUri,
            request.Headers.Authorization?.ToString(),
            request.Content?.Headers.ContentType?.ToString(),
            request.Content?.Headers.ContentLength,
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return _script.TryDequeue(out var answer) ? await answer(cancellationToken) : Response(200, Message);
    }
}
