using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Bot.Web;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Web;

/// <summary>A reference image by its address: from the allowed hosts, and from nowhere within.</summary>
public sealed class LinkedReferencesTests : IAsyncLifetime
{
    private FakeFiles _files = null!;

    public async ValueTask InitializeAsync()
    {
        _files = new FakeFiles();
        await _files.StartAsync();
    }

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    [Theory]
    [InlineData("https://elsewhere.example/cat.png")]
    [InlineData("http://images.example.com/cat.png")]
    [InlineData("https://images.example.com:8443/cat.png")]
    [InlineData("https://ann:secret@images.example.com/cat.png")]
    [InlineData("https://images.example.com.evil.example/cat.png")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://127.0.0.1/cat.png")]
    [InlineData("https://[::1]/cat.png")]
    [InlineData("https://2130706433/cat.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://images.example.com/cat.png")]
    [InlineData("gopher://x")]
    public void Attach_AddressElsewhere_IsAFaultThatNamesTheSetting(string address)
    {
        var faults = new List<FieldFault>();
        var request = References().Attach(new ImagineRequest { Reference = address }, faults);
        Assert.Equal("reference", Assert.Single(faults).Field);
        Assert.Contains("References:AllowedHosts", faults[0].Message, StringComparison.Ordinal);
        Assert.Null(request.ReferenceUrl);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public async Task Open_NameThatLeadsWithin_IsNotConnectedTo(string address)
    {
        var fault = await FailAsync(References((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)])), "https://images.example.com/cat.png");
        Assert.Equal((ErrorCode.InvalidRequest, false), (fault.Code, fault.IsTransient));
        Assert.Contains("no public address", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NameThatChangesItsMind_IsResolvedOnceAndConnectedToAsChecked()
    {
        // A second look would lead to this machine, where somebody listens; the first leads to an address for documents.
        var asked = 0;
        using var patience = new CancellationTokenSource();
        var references = References((_, _) =>
        {
            patience.CancelAfter(TimeSpan.FromSeconds(1));
            return Task.FromResult<IPAddress[]>(asked++ == 0 ? [IPAddress.Parse("192.0.2.1"), IPAddress.Loopback] : [IPAddress.Loopback]);
        });
        await Assert.ThrowsAnyAsync<Exception>(() => references.OpenAsync(Order($"https://images.example.com/cat.png"), patience.Token));
        Assert.Equal(1, asked);
        Assert.Empty(_files.Calls);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://images.example.com/other.png")]
    public async Task Open_Redirect_IsNotFollowed(string target)
    {
        _files.OnGet = Trouble.Redirect(target);
        var fault = await FailAsync(Local(), _files.Url);
        Assert.Equal((ErrorCode.InvalidRequest, 1), (fault.Code, _files.Calls.Count));
    }

    [Theory]
    [InlineData(404, ErrorCode.InvalidRequest, false)]
    [InlineData(503, ErrorCode.ProviderUnavailable, true)]
    public async Task Open_NoPictureThere_IsTheCallersFaultUnlessTheHostIsAway(int status, ErrorCode code, bool transient)
    {
        _files.OnGet = Trouble.Html(status);
        var fault = await FailAsync(Local(), _files.Url);
        Assert.Equal((code, transient), (fault.Code, fault.IsTransient));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_MoreThanTenMegabytes_EndsThere(bool saysSo)
    {
        _files.OnGet = async context =>
        {
            context.Response.ContentLength = saysSo ? ReferenceImages.MaxBytes + 1 : null;
            for (var chunk = 0; chunk <= ReferenceImages.MaxBytes / 65536 && !context.RequestAborted.IsCancellationRequested; chunk++)
                await context.Response.Body.WriteAsync(new byte[65536]);
        };
        var fault = await FailAsync(Local(), _files.Url);
        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains("10 MB", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("picture", "completed", null)]
    [InlineData("page", "failed", "invalid_request")]
    public async Task Imagine_ReferenceByAddress_IsDrawnFromIfItIsReallyAPicture(string what, string state, string? code)
    {
        if (what == "page")
            _files.OnGet = Trouble.Answer(200, "<html>", "image/png");
        await using var openAI = await FakeOpenAI.StartNewAsync();
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder,
        [
            ("Providers:gpt:Kind", "OpenAI"), ("Providers:gpt:Endpoint", openAI.Endpoint), ("Providers:gpt:ApiKey", openAI.Key), ("Providers:gpt:Model", "gpt-image-2.6-flare"),
            ("References:AllowedHosts", new Uri(_files.Url).Authority),
        ]);
        using var response = await bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt = "a cool cat", reference = _files.Url });
        var job = await response.Content.ReadFromJsonAsync<JsonElement>();
        for (var look = 0; look < 200 && job.Text("stage") != "done"; look++)
        {
            await Task.Delay(50);
            job = await bot.Http.GetFromJsonAsync<JsonElement>($"/api/v1/images/{job.Text("id")}");
        }

        Assert.Equal((state, code), (job.Text("state"), job.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.Text("code") : null));
        Assert.Equal(state == "completed" ? [FakeFiles.Cat.LongLength] : [], openAI.References);
    }

    private static LinkedReferences References(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new(["images.example.com"], TimeProvider.System, resolve);

    private LinkedReferences Local() => new([new Uri(_files.Url).Authority], TimeProvider.System);

    private static JobOrder Order(string url) => new Orders(TimeProvider.System).Make().Order with { ReferenceUrl = new Uri(url) };

    private static Task<GenerationException> FailAsync(LinkedReferences references, string url) => Assert.ThrowsAsync<GenerationException>(async () =>
    {
        await using var content = await references.OpenAsync(Order(url), CancellationToken.None);
        await content.CopyToAsync(Stream.Null);
    });
}
