using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Fakes.Otlp;

/// <summary>A collector: takes OTLP over HTTP as protobuf and keeps all of it, read and as it came.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentQueue<Point> _points = new();
    private readonly ConcurrentQueue<LogLine> _logs = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        _host.MapPost("/v1/traces", http => TakeAsync(http, Signals.Spans, _spans));
        _host.MapPost("/v1/metrics", http => TakeAsync(http, Signals.Points, _points));
        _host.MapPost("/v1/logs", http => TakeAsync(http, Signals.Logs, _logs));
    }

    public IReadOnlyList<Span> Spans => [.. _spans];

    public IReadOnlyList<Point> Points => [.. _points];

    public IReadOnlyList<LogLine> Logs => [.. _logs];

    /// <summary>Every request as it came.</summary>
    public IReadOnlyList<byte[]> Bodies => [.. _bodies];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._host.StartAsync();
        return receiver;
    }

    /// <summary>How a process sends to it, soon.</summary>
    public (string, string)[] Settings(string service) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _host.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", service),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private async Task TakeAsync<T>(HttpContext http, Func<ProtoMessage, IEnumerable<T>> read, ConcurrentQueue<T> kept)
    {
        if (http.Request.ContentType != "application/x-protobuf")
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _bodies.Enqueue(body.ToArray());
        foreach (var one in read(new ProtoMessage(body.ToArray())))
            kept.Enqueue(one);
        http.Response.ContentType = "application/x-protobuf";
    }
}
