using System.Globalization;
using System.Text;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Providers;

// What goes wrong, by name.
public sealed partial class ProviderStoryTests
{
    private void Arrange(string fault)
    {
        switch (fault)
        {
            case "cut":
                _openAI.CutAfter = 1000;
                break;
            case "pixel":
                _openAI.Picture = static (_, _) => TinyPng.Bytes;
                break;
            case "not whole":
                _openAI.Picture = static (width, height) => FakePicture.Png(width, height)[..2000];
                break;
            case "wrong key":
                _openAI.Next(FakeOpenAI.Error(401, "invalid_api_key"));
                break;
            default:
                _openAI.Next(fault switch
                {
                    "refused" => FakeOpenAI.Error(400, "moderation_blocked"),
                    "empty" => FakeOpenAI.Error(429, "insufficient_quota"),
                    "no model" => FakeOpenAI.Error(404, "model_not_found"),
                    "bad field" => FakeOpenAI.Error(400, "invalid_value", param: "size"),
                    "busy" => FakeOpenAI.Error(429, "rate_limit_exceeded", headers: [("Retry-After", "1")]),
                    "down" => FakeOpenAI.Error(500, null),
                    "redirect" => Trouble.Redirect("https://example.com"),
                    "page" => Trouble.Html(200),
                    "garbage" => Trouble.Answer(200, "}{"),
                    "dropped" => Trouble.Drop,
                    "hang" => Trouble.Hang,
                    "policy" => FakeOpenAI.Error(400, "content_policy_violation"),
                    "hard limit" => FakeOpenAI.Error(400, "billing_hard_limit_reached"),
                    "unpaid" => FakeOpenAI.Error(402, null),
                    "forbidden" => FakeOpenAI.Error(403, "unsupported_country"),
                    "no such path" => FakeOpenAI.Error(404, null),
                    "unprocessable" => FakeOpenAI.Error(422, null),
                    "busy without a time" => FakeOpenAI.Error(429, "rate_limit_exceeded"),
                    "closed" => FakeOpenAI.Error(503, null),
                    "huge" => HugeAnswer,
                    _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
                });
                break;
        }
    }

    private void ArrangeFlux(string fault)
    {
        switch (fault)
        {
            case "sample elsewhere":
                _bfl.SampleAddress = "https://169.254.169.254/sample.png";
                break;
            case "sample of a pixel":
                _bfl.Picture = static (_, _) => TinyPng.Bytes;
                break;
            case "never ready":
                _bfl.PendingPolls = int.MaxValue;
                break;
            case ['s', 'a', 'm', 'p', 'l', 'e', ' ', ..]:
                _bfl.SampleFaults.Enqueue(fault switch
                {
                    "sample expired" => Trouble.Answer(403, "expired", "text/plain"),
                    "sample redirected" => Trouble.Redirect("http://169.254.169.254/latest/meta-data"),
                    "sample is a page" => Trouble.Html(200),
                    "sample cut" => Cut,
                    "sample huge" => HugePicture,
                    "sample hangs" => Trouble.Hang,
                    _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
                });
                break;
            case "hang" or "dropped" or "garbage" or "page" or "redirect":
                _bfl.Next(fault switch
                {
                    "hang" => Trouble.Hang,
                    "dropped" => Trouble.Drop,
                    "garbage" => Trouble.Answer(200, "}{"),
                    "page" => Trouble.Html(200),
                    _ => Trouble.Redirect("https://example.com"),
                });
                break;
            case [>= '0' and <= '9', ..]:
                _bfl.Next(Trouble.Answer(int.Parse(fault, CultureInfo.InvariantCulture), """{"detail":"SECRET"}"""));
                break;
            default:
                _bfl.Ending = fault;
                break;
        }
    }

    /// <summary>Half of a picture, and then nothing.</summary>
    private static async Task Cut(HttpContext context)
    {
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = 4096;
        await context.Response.Body.WriteAsync(FakePicture.Png(1024, 1024).AsMemory(0, 2000));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>100 MB that begin as a picture does.</summary>
    private static async Task HugePicture(HttpContext context)
    {
        context.Response.ContentType = "image/png";
        var chunk = FakePicture.Png(1024, 1024, 1024 * 1024);
        for (var megabyte = 0; megabyte < 100 && !context.RequestAborted.IsCancellationRequested; megabyte++)
            await context.Response.Body.WriteAsync(chunk);
    }

    /// <summary>The same within an answer of OpenAI's.</summary>
    private static async Task HugeAnswer(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"created\":1,\"data\":[{\"b64_json\":\"");
        // A multiple of three bytes, so that no padding comes in between.
        var chunk = Encoding.ASCII.GetBytes(Convert.ToBase64String(FakePicture.Png(1024, 1024, 3 * 350_000)));
        for (var megabyte = 0; megabyte < 100 && !context.RequestAborted.IsCancellationRequested; megabyte++)
            await context.Response.Body.WriteAsync(chunk);
        await context.Response.WriteAsync("\"}]}");
    }
}
