using System.Net.Http.Headers;
using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Tests.Discord;

public sealed class DiscordUploadTests : IDisposable
{
    private static readonly OutgoingMessage TwoCats = new()
    {
        Content = "two cats",
        Attachments = [new OutgoingAttachment("0", "cat-1.png", "A cat"), new OutgoingAttachment("1", "cat-2.webp", "Another")],
    };

    private readonly DiscordTestBed _bed = new();
    private readonly List<Picture> _opened = [];

    [Fact]
    public async Task Send_WithFiles_IsAFormOfTheMessageAndThem()
    {
        Assert.IsType<DiscordResult<SentMessage>.Ok>(await SendAsync(File("cat-1.png", "image/png", "PNG"), File("cat-2.webp", "image/webp", "WEBP")));

        var seen = Assert.Single(_bed.Discord.Seen);
        var type = MediaTypeHeaderValue.Parse(seen.ContentType!);
        Assert.Equal("multipart/form-data", type.MediaType);
        var parts = seen.Body.Split($"--{type.Parameters.Single().Value!.Trim('"')}");
        Assert.Equal(["", "--"], [parts[0], parts[^1].Trim()]);
        AssertPart(
            parts[1], "application/json", "name=payload_json",
            """{"content":"two cats","attachments":[{"id":"0","filename":"cat-1.png","description":"A cat"},{"id":"1","filename":"cat-2.webp","description":"Another"}],"allowed_mentions":{"parse":[]}}""");
        AssertPart(parts[2], "image/png", "name=\"files[0]\"; filename=cat-1.png", "PNG");
        AssertPart(parts[3], "image/webp", "name=\"files[1]\"; filename=cat-2.webp", "WEBP");
        Assert.Equal(5, parts.Length);
    }

    [Fact]
    public async Task Send_StreamsOfUnknownLength_AreSentWithTheirs()
    {
        await SendAsync(File("cat-1.png", "image/png", "PNG"));
        var seen = Assert.Single(_bed.Discord.Seen);
        Assert.Equal(seen.Body.Length, seen.Length);
    }

    [Fact]
    public async Task Send_Done_ClosesEveryFile()
    {
        await SendAsync(File("cat-1.png", "image/png", "PNG"), File("cat-2.webp", "image/webp", "WEBP"));
        AssertAllClosed(2);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(502)]
    public async Task Send_Refused_ClosesEveryFile(int status)
    {
        _bed.Discord.Answers(status, "");
        await SendAsync(File("cat-1.png", "image/png", "PNG"));
        AssertAllClosed(1);
    }

    [Fact]
    public async Task Send_NoAnswerFor60Seconds_IsUnreachableAndClosesEveryFile()
    {
        _bed.Discord.Hangs();
        var call = SendAsync(File("cat-1.png", "image/png", "PNG"));
        _bed.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_bed.Discord.GaveUp);
        _bed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<DiscordResult<SentMessage>.Unreachable>(await call);
        AssertAllClosed(1);
    }

    [Fact]
    public async Task Send_RateLimited_OpensNoFile()
    {
        _bed.Discord.Answers(429, """{"retry_after":30}""");
        await _bed.EditAsync();
        Assert.IsType<DiscordResult<SentMessage>.RateLimited>(await SendAsync(File("cat-1.png", "image/png", "PNG")));
        Assert.Empty(_opened);
    }

    [Fact]
    public async Task Send_FileThatCannotBeOpened_IsItsOwnFaultAndClosesTheOthers()
    {
        var lost = new OutgoingFile("cat-2.png", "image/png", "a cat", 3, static _ => throw new FileNotFoundException("gone"));
        await Assert.ThrowsAsync<FileNotFoundException>(() => SendAsync(File("cat-1.png", "image/png", "PNG"), lost));
        Assert.Empty(_bed.Discord.Seen);
        AssertAllClosed(1);
    }

    public void Dispose() => _bed.Dispose();

    private Task<DiscordResult<SentMessage>> SendAsync(params OutgoingFile[] files) =>
        _bed.Client.EditOriginalAsync(DiscordTestBed.Token, TwoCats, files, CancellationToken.None);

    private OutgoingFile File(string name, string type, string content) => new(name, type, "a cat", content.Length, _ =>
    {
        var picture = new Picture(Encoding.ASCII.GetBytes(content));
        _opened.Add(picture);
        return Task.FromResult<Stream>(picture);
    });

    private void AssertAllClosed(int files)
    {
        Assert.Equal(files, _opened.Count);
        Assert.All(_opened, static picture => Assert.True(picture.IsClosed));
    }

    private static void AssertPart(string part, string type, string disposition, string body)
    {
        var (head, content) = part.Split("\r\n\r\n", 2) is [var before, var after] ? (before, after) : throw new FormatException(part);
        Assert.Contains($"Content-Type: {type}", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Disposition: form-data; {disposition}", head, StringComparison.Ordinal);
        Assert.Equal($"{body}\r\n", content);
    }

    /// <summary>A stream as it comes from a store: it can only be read.</summary>
    private sealed class Picture(byte[] content) : MemoryStream(content)
    {
        public bool IsClosed { get; private set; }

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
