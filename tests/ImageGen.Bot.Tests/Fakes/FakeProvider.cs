using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>What goes wrong with a call: writes an answer, or none.</summary>
internal delegate Task Fault(HttpContext context);

/// <summary>Faults that every provider knows.</summary>
internal static class Trouble
{
    /// <summary>Says nothing, until the caller gives up.</summary>
    public static Fault Hang { get; } = static context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <summary>Takes the order and closes the connection.</summary>
    public static Fault Drop { get; } = static context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static Fault Answer(int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(body);
    };

    public static Fault Html(int status) => Answer(status, "<html><body>Bad gateway</body></html>", "text/html");

    public static Fault Redirect(string to) => Answer(307, "", "text/plain", ("Location", to));
}

/// <summary>A provider on this machine that takes what its documentation says and refuses all else.</summary>
internal abstract class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ConcurrentQueue<Fault> _faults = new();

    protected FakeProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _host = builder.Build();
        Gate.Use(_host);
        _host.Run(ServeAsync);
    }

    /// <summary>Where it is for others.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What stands before it.</summary>
    public FaultGate Gate { get; } = new();

    public string Key { get; } = "sk-test-0123456789abcdef";

    /// <summary>Orders that were taken, as their bodies.</summary>
    public ConcurrentQueue<JsonObject> Orders { get; } = new();

    /// <summary>Calls that came, by method and path.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>A picture of a size.</summary>
    public Func<int, int, byte[]> Picture { get; set; } = static (width, height) => FakePicture.Png(width, height);

    /// <summary>What is done around each answer; nothing, unless a test watches, delays or cuts calls.</summary>
    public Func<HttpContext, Func<Task>, Task> Around { get; set; } = static (_, answer) => answer();

    /// <summary>What the next orders, one each, meet instead of an answer.</summary>
    public void Next(params Fault[] faults) => Array.ForEach(faults, _faults.Enqueue);

    public async Task StartAsync()
    {
        await _host.StartAsync();
        Address = new Uri(_host.Urls.First());
    }

    /// <summary>A way to it that can be closed. From now on it is where that begins.</summary>
    public TcpRelay Relay()
    {
        var relay = TcpRelay.To(Address.Port);
        Address = new UriBuilder(Address) { Port = relay.Port }.Uri;
        return relay;
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    protected bool TryFault(out Fault fault) => _faults.TryDequeue(out fault!);

    protected abstract Task AnswerAsync(HttpContext context);

    private async Task ServeAsync(HttpContext context)
    {
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path}");
        if (Ahead != TimeSpan.Zero)
            context.Response.Headers.Date = (TimeProvider.System.GetUtcNow() + Ahead).ToString("R");
        await Around(context, async () =>
        {
            try
            {
                await AnswerAsync(context);
            }
            catch (RefusedException refusal)
            {
                await refusal.Answer(context);
            }
        });
    }

    /// <summary>The call is not as documented.</summary>
    protected sealed class RefusedException(Fault answer) : Exception
    {
        public Fault Answer => answer;
    }
}

/// <summary>Files that are pictures as far as anybody looks: first and last bytes.</summary>
internal static class FakePicture
{
    public static byte[] Png(int width, int height, int length = 4096)
    {
        var bytes = new byte[length];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13 }.CopyTo(bytes, 0);
        "IHDR"u8.CopyTo(bytes.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        new Random(width + height + length).NextBytes(bytes.AsSpan(24));
        "IEND"u8.CopyTo(bytes.AsSpan(length - 8));
        return bytes;
    }
}
