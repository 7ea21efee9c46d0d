using System.Text;
using ImageGen.Bot.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Benchmarks;

/// <summary>A server of OpenAI's images API that answers only once so many orders have come, and then all of them at once.</summary>
internal sealed class LargePictures(int jobs, int megabytes) : FakeProvider
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _answer = Encoding.UTF8.GetBytes(
        $$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(FakePicture.Png(1024, 1024, megabytes * 1024 * 1024))}}"}],"usage":{"input_tokens":1,"output_tokens":1} }""");
    private int _orders;

    protected override async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (Interlocked.Increment(ref _orders) == jobs)
            _all.SetResult();
        await _all.Task.WaitAsync(TimeSpan.FromMinutes(1), context.RequestAborted);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(_answer, context.RequestAborted);
    }
}
