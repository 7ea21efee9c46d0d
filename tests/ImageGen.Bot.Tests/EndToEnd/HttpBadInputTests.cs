using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>What the API says to requests it cannot take: the field, the limit, and nothing queued.</summary>
public sealed class HttpBadInputTests(ServingBot serving) : IClassFixture<ServingBot>
{
    private BotProcess Bot => serving.Bot;

    public static TheoryData<string, string, string> BadBodies => new()
    {
        { """{"prompt":""}""", "prompt", "3 to 500" },
        { """{"prompt":"ab"}""", "prompt", "this one has 2" },
        { $$"""{"prompt":"{{new string('x', 501)}}"}""", "prompt", "this one has 501" },
        { """{"prompt":"a \ud800 cat"}""", "prompt", "surrogate" },
        { """{"prompt":"a \u0000 cat"}""", "prompt", "U+0000" },
        { """{"prompt":"a \u202e cat"}""", "prompt", "U+202E" },
        { """{"prompt":"a \ufffe cat"}""", "prompt", "U+FFFE" },
        { """{"prompt":"a cat","negative":"a \uffff cat"}""", "negative", "U+FFFF" },
        { """{"prompt":7}""", "prompt", "must be a string" },
        { """{"prompt":"a cat","style":"watercolour"}""", "style", "'watercolor'" },
        { """{"prompt":"a cat","provider":"paintr"}""", "provider", "'painter'" },
        { """{"prompt":"a cat","count":0}""", "count", "1 to 4" },
        { """{"prompt":"a cat","count":5}""", "count", "1 to 4" },
        { """{"prompt":"a cat","seed":-1}""", "seed", "0 to 4294967295" },
        { """{"prompt":"a cat","seed":4294967296}""", "seed", "0 to 4294967295" },
        { """{"prompt":"a cat","aspect":"0:1"}""", "aspect", "1:3 and 3:1" },
        { """{"prompt":"a cat","aspect":"1:99"}""", "aspect", "1:3 and 3:1" },
        { """{"prompt":"a cat","aspect":"abc"}""", "aspect", "'abc'" },
        { """{"prompt":"a cat","refine":"no"}""", "refine", "true or false" },
        { """{"prompt":"a cat","colour":"red"}""", "colour", "no such field" },
        { """{"\ud800":1}""", "body", "no valid Unicode" },
        { """{"prompt":"a cat","thread":"a/b"}""", "thread", "1 to 64" },
        { """{"command":"a cat --stile cartoon"}""", "prompt", "--style" },
        { """{"command":"a cat","seed":1}""", "seed", "beside command" },
        { "[]", "body", "JSON object" },
        { "{", "body", "must be JSON" },
        { "", "body", "must be JSON" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Submit_BadBody_NamesFieldAndLimit(string body, string field, string expected) =>
        await AssertRefusedAsync(Encoding.UTF8.GetBytes(body), field, expected);

    /// <summary>What is small on the wire and huge in memory stays small.</summary>
    [Fact]
    public async Task Submit_Compressed_IsNotDecompressed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write("""{"prompt":"a cat"}"""u8);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await Bot.Http.PostAsync("/api/v1/images", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Submit_InvalidUtf8_IsRefused() =>
        await AssertRefusedAsync([.. """{"prompt":"a """u8, 0xC3, 0x28, .. " cat\"}"u8], "body", "UTF-8");

    [Fact]
    public async Task Submit_TenMegabytes_IsRefusedAsTooLarge()
    {
        using var content = new ByteArrayContent(new byte[10 * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await Bot.Http.PostAsync("/api/v1/images", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Submit_ChunksWithoutALength_AreRefusedOnceTooLarge()
    {
        using var content = new StreamContent(new MemoryStream(new byte[256 * 1024]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/images") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var response = await Bot.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Submit_BodyThatBreaksOff_IsNoUproar()
    {
        using (var client = new System.Net.Sockets.TcpClient("127.0.0.1", Bot.Address.Port))
        {
            var start = "POST /api/v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n19000\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(start + new string('a', 100_000)));
        }

        await Bot.UntilReadyAsync();
        Assert.DoesNotContain("   at ", Bot.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("80000000")]
    [InlineData("fffffffffffffffffffffff")]
    public async Task Submit_ChunkOfNoSensibleLength_IsRefused(string length)
    {
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", Bot.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{length}\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
        Assert.DoesNotContain("   at ", Bot.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Form_IsRefusedAsUnsupported()
    {
        using var content = new StringContent("""{"prompt":"a cat"}""", Encoding.UTF8, "text/plain");
        using var response = await Bot.Http.PostAsync("/api/v1/images", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private async Task AssertRefusedAsync(byte[] body, string field, string expected)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await Bot.Http.PostAsync("/api/v1/images", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("invalid_request", problem.Text("code"));
        Assert.Empty((await Bot.Http.GetFromJsonAsync<JsonElement>("/api/v1/images")).Items("items"));
        Assert.Contains(problem.GetProperty("errors").GetProperty(field).EnumerateArray(), message => message.GetString()!.Contains(expected, StringComparison.Ordinal));
    }
}
