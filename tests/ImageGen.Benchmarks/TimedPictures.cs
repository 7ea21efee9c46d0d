using System.Text;
using ImageGen.Bot.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Benchmarks;

/// <summary>A server of OpenAI's images API that answers each order with a small picture, once the service time has passed.</summary>
internal sealed class TimedPictures : FakeProvider
{
    private readonly byte[] _answer = Encoding.UTF8.GetBytes(
        $$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(FakePicture.Png(1024, 1024, 2048))}}"}],"usage":{"input_tokens":1,"output_tokens":1} }""");
    private int _drawn;

    /// <summary>From an order's arrival to its answer.</summary>
    public TimeSpan ServiceTime { get; set; }

    /// <summary>How many orders were answered.</summary>
    public int Drawn => _drawn;

    protected override async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (ServiceTime > TimeSpan.Zero)
            await Task.Delay(ServiceTime, context.RequestAborted);
        Interlocked.Increment(ref _drawn);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(_answer, context.RequestAborted);
    }
}
