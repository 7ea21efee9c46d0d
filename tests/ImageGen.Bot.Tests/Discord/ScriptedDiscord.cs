using System.Net;
using System.Text;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>What was asked of <see cref="ScriptedDiscord"/>.</summary>
internal sealed record SeenCall(HttpMethod Method, string Path, string? Authorization, string UserAgent, string? ContentType, long? Length, string Body);

/// <summary>Answers calls as it was told, one after the other; then, with a message.</summary>
internal sealed class ScriptedDiscord : HttpMessageHandler
{
    public const string Message = """{"id":"77","channel_id":"88","content":"a cat","flags":0}""";

    private readonly Lock _gate = new();
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private CancellationToken _hanging;

    public List<SeenCall> Seen { get; } = [];

    /// <summary>Whether the call that hangs was given up.</summary>
    public bool GaveUp => _hanging.IsCancellationRequested;

    /// <param name="status">Of HTTP.</param>
    /// <param name="body">Of whatever kind.</param>
    /// <param name="headers"><c>Name: value</c>.</param>
    public ScriptedDiscord Answers(int status, string body, params string[] headers)
    {
        _script.Enqueue(_ => Task.FromResult(Response(status, body, headers)));
        return this;
    }

    public ScriptedDiscord Answers(params string[] headers) => Answers(200, Message, headers);

    public ScriptedDiscord Hangs() => Does(async stop =>
    {
        _hanging = stop;
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        throw new InvalidOperationException();
    });

    public ScriptedDiscord Does(Func<CancellationToken, Task<HttpResponseMessage>> what)
    {
        _script.Enqueue(what);
        return this;
    }

    public static HttpResponseMessage Response(int status, string body, params string[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/html") };
        foreach (var header in headers)
            response.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var length = request.Content?.Headers.ContentLength;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Func<CancellationToken, Task<HttpResponseMessage>>? answer;
        lock (_gate)
        {
            Seen.Add(new SeenCall(
                request.Method,
                request.RequestUri!.AbsoluteUri,
                request.Headers.Authorization?.ToString(),
                request.Headers.UserAgent.ToString(),
                request.Content?.Headers.ContentType?.ToString(),
                length,
                body));
            _script.TryDequeue(out answer);
        }

        return answer is null ? Response(200, Message) : await answer(cancellationToken);
    }
}
