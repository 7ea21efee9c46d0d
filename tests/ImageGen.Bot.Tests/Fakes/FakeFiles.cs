using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>Somebody's web server with a picture.</summary>
internal sealed class FakeFiles : FakeProvider
{
    public static byte[] Cat { get; } = FakePicture.Png(256, 256, 20_000);

    public Fault? OnGet { get; set; }

    public string Url => $"{Address.GetLeftPart(UriPartial.Authority)}/cat.png";

    protected override async Task AnswerAsync(HttpContext context)
    {
        if (OnGet is { } answer)
        {
            await answer(context);
            return;
        }

        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(Cat);
    }
}
