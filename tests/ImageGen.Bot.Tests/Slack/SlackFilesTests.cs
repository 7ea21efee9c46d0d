using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Slack.Wire;
using Xunit;
using static ImageGen.Bot.Tests.Slack.SlackTestBed;

namespace ImageGen.Bot.Tests.Slack;

public sealed class SlackFilesTests : IDisposable
{
    private const string Place = """{"ok":true,"upload_url":"https://files.slack.com/upload/v1/abc","file_id":"F1"}""";

    private readonly SlackTestBed _bed = new();
    private int _opened;

    private OutgoingFile File => new("picture-1.png", "image/png", "a cat & a dog", 4, _ =>
    {
        _opened++;
        return Task.FromResult<Stream>(new MemoryStream("\u0001png"u8.ToArray()));
    });

    [Fact]
    public async Task Upload_File_GoesWhereSlackSaysWithItsLengthAndNoToken()
    {
        _bed.Slack.Answers(Place).Answers(200, "OK - 4");
        Assert.Equal(new SlackResult<string>.Ok("F1"), await UploadAsync());
        Assert.Equal(
            [
                new SeenSlackCall(HttpMethod.Post, Api + "files.getUploadURLExternal", "Bearer xoxb-secret-T1", "application/x-www-form-urlencoded", 55, "filename=picture-1.png&length=4&alt_txt=a+cat+%26+a+dog"),
                new SeenSlackCall(HttpMethod.Post, "https://files.slack.com/upload/v1/abc", null, "image/png", 4, "\u0001png"),
            ],
            _bed.Slack.Seen);
        Assert.Equal(1, _opened);
    }

    [Theory]
    [InlineData("https://evil.example/upload")]
    [InlineData("https://slack.com.evil.example/upload")]
    [InlineData("https://evilslack.com/upload")]
    [InlineData("http://files.slack.com/upload")]
    public async Task Upload_ElsewhereThanSlack_SendsNothing(string url)
    {
        _bed.Slack.Answers(Place.Replace("https://files.slack.com/upload/v1/abc", url, StringComparison.Ordinal));
        Assert.Equal(new SlackResult<string>.Failed(SlackError.NotSlacks), await UploadAsync());
        Assert.Single(_bed.Slack.Seen);
        Assert.Equal(0, _opened);
    }

    [Theory]
    [InlineData(413, nameof(SlackVerdict.NoUploads))]
    [InlineData(404, nameof(SlackVerdict.Refused))]
    [InlineData(302, nameof(SlackVerdict.Refused))]
    [InlineData(429, nameof(SlackVerdict.Later))]
    public async Task Upload_NotTaken_SaysWhatIsStillOpen(int status, string verdict)
    {
        _bed.Slack.Answers(Place).Answers(status, "");
        Assert.Equal(verdict, (await UploadAsync()).Verdict().ToString());
    }

    [Theory]
    [InlineData(200, nameof(SlackVerdict.Done))]
    [InlineData(503, nameof(SlackVerdict.Later))]
    [InlineData(404, nameof(SlackVerdict.Later))]
    public async Task Upload_FailsInPassing_IsSentToTheSamePlaceOnceMore(int second, string verdict)
    {
        _bed.Slack.Answers(Place).Answers(503, "").Answers(second, "");
        Assert.Equal(verdict, (await UploadAsync()).Verdict().ToString());
        Assert.Equal((3, 2), (_bed.Slack.Seen.Count, _opened));
    }

    [Fact]
    public async Task Upload_Disabled_OpensNothing()
    {
        _bed.Slack.Refuses("file_uploads_disabled");
        Assert.Equal(SlackVerdict.NoUploads, (await UploadAsync()).Verdict());
        Assert.Equal(0, _opened);
    }

    [Fact]
    public async Task Share_InThread_NamesFilesAndPlace()
    {
        _bed.Slack.Answers("""{"ok":true,"files":[{"id":"F1","title":"a cat"}]}""");
        Assert.IsType<SlackResult<Nothing>.Ok>(await _bed.Client.ShareAsync(Team, "C1", "1.2", [new FileToShare("F1", "a cat")], CancellationToken.None));
        Assert.Equal(
            (Api + "files.completeUploadExternal", """{"files":[{"id":"F1","title":"a cat"}],"channel_id":"C1","thread_ts":"1.2"}"""),
            (_bed.Slack.Seen[0].Url, _bed.Slack.Seen[0].Body));
    }

    [Fact]
    public async Task GetFile_ById_TellsWhatAndWhere()
    {
        _bed.Slack.Answers("""{"ok":true,"file":{"id":"F1","mimetype":"image/png","size":12,"url_private":"https://files.slack.com/f.png"},"comments":[]}""");
        var result = await _bed.Client.GetFileAsync(Team, "F1", CancellationToken.None);
        Assert.Equal(
            new SlackFile { Id = "F1", Mimetype = "image/png", Size = 12, UrlPrivate = "https://files.slack.com/f.png" },
            Assert.IsType<SlackResult<SlackFile>.Ok>(result).Answer);
    }

    [Theory]
    [InlineData("https://files.slack.com/files-pri/T1-F1/cat.png")]
    [InlineData("https://acme.slack.com/files/cat.png")]
    [InlineData("https://slack.test/files/cat.png")]
    public async Task OpenPicture_OfSlacks_IsAskedForByToken(string url)
    {
        _bed.Slack.Answers(200, "\u0001png", "Content-Type: image/png");
        var opened = Assert.IsType<SlackResult<Stream>.Ok>(await OpenAsync(url));
        using var reader = new StreamReader(opened.Answer, Encoding.UTF8);
        Assert.Equal("\u0001png", await reader.ReadToEndAsync());
        Assert.Equal((HttpMethod.Get, url, "Bearer xoxb-secret-T1"), (_bed.Slack.Seen[0].Method, _bed.Slack.Seen[0].Url, _bed.Slack.Seen[0].Authorization));
    }

    [Theory]
    [InlineData("https://evil.example/cat.png")]
    [InlineData("https://files.slack.com.evil.example/cat.png")]
    [InlineData("https://files.slack.com@evil.example/cat.png")]
    [InlineData("https://evilslack.com/cat.png")]
    [InlineData("http://files.slack.com/cat.png")]
    [InlineData("https://files.slack.com:444/cat.png")]
    [InlineData("ftp://slack.test/cat.png")]
    public async Task OpenPicture_Elsewhere_TellsNobodyTheToken(string url)
    {
        Assert.Equal(new SlackResult<Stream>.Failed(SlackError.NotSlacks), await OpenAsync(url));
        Assert.Empty(_bed.Slack.Seen);
    }

    [Theory]
    [InlineData(200, "text/html; charset=utf-8", "login", SlackError.WrongKind)]
    [InlineData(200, "image/svg+xml", "<svg/>", SlackError.WrongKind)]
    [InlineData(200, "image/png", "123456789", SlackError.FileTooLarge)]
    [InlineData(302, "text/html", "", SlackError.FileNotFound)]
    [InlineData(404, "image/png", "", SlackError.FileNotFound)]
    public async Task OpenPicture_NoneThatIsTaken_IsRefused(int status, string type, string body, string error)
    {
        _bed.Slack.Answers(status, body, $"Content-Type: {type}");
        Assert.Equal(new SlackResult<Stream>.Failed(error), await OpenAsync("https://files.slack.com/cat.png"));
    }

    [Fact]
    public async Task OpenPicture_SlackAway_MayBeTriedAgain()
    {
        _bed.Slack.Answers(502, "");
        Assert.Equal(SlackVerdict.Later, (await OpenAsync("https://files.slack.com/cat.png")).Verdict());
    }

    public void Dispose() => _bed.Dispose();

    private Task<SlackResult<string>> UploadAsync() => _bed.Client.UploadAsync(Team, File, CancellationToken.None);

    private Task<SlackResult<Stream>> OpenAsync(string url) => _bed.Client.OpenPictureAsync(Team, new Uri(url), maxBytes: 8, CancellationToken.None);
}
