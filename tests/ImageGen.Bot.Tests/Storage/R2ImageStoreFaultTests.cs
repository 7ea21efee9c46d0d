using System.Diagnostics;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.R2;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.Storage;

/// <summary>R2 on a bad day, and what is written beside a picture.</summary>
public sealed class R2ImageStoreFaultTests : IAsyncLifetime
{
    private static readonly CryptoRandom Random = new();
    private readonly TempFolder _folder = new();
    private FakeR2 _r2 = null!;

    public async ValueTask InitializeAsync() => _r2 = await FakeR2.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        await _r2.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Store_Picture_WritesWhereItComesFrom()
    {
        using var store = Open();
        var origin = Origin() with { Model = "modèle\r\nx: y" + new string('m', 9000) };
        var asset = await StoreAsync(store, origin);
        var stored = _r2.Objects[asset.Key];
        Assert.Equal(("image/png", "public, max-age=31536000, immutable"), (stored.ContentType, stored.CacheControl));
        Assert.Equal((origin.Job.Value, "gpt", "true", asset.Sha256), (stored.Metadata["job"], stored.Metadata["provider"], stored.Metadata["ai-generated"], stored.Metadata["sha256"]));
        Assert.StartsWith("mod%C3%A8le%0D%0A", stored.Metadata["model"], StringComparison.Ordinal);

        var drawn = _r2.Objects[(await StoreAsync(store, Origin() with { Provider = "painter", Model = null })).Key];
        Assert.Equal(("false", false), (drawn.Metadata["ai-generated"], drawn.Metadata.ContainsKey("model")));
    }

    [Fact]
    public async Task Store_TroubleThatPasses_IsTriedAgain()
    {
        using var store = Open(options => options with { AttemptTimeout = TimeSpan.FromSeconds(3) });
        _r2.Next(Error(500, "InternalError"), Trouble.Drop, Trouble.Html(503), Trouble.Hang, Error(409, "ConditionalRequestConflict"));
        var asset = await StoreAsync(store);
        Assert.True(_r2.Objects.ContainsKey(asset.Key));
        Assert.Equal(6, _r2.Calls.Count);
    }

    [Fact]
    public async Task Store_AnswerLostAfterTheObjectArrived_IsDone()
    {
        using var store = Open();
        var (origin, picture) = (Origin(), FakePicture.Png(64, 64));
        var asset = await store.StoreAsync(origin, new MemoryStream(picture), CancellationToken.None);
        var started = Stopwatch.StartNew();
        Assert.Equal(asset, await store.StoreAsync(origin, new MemoryStream(picture), CancellationToken.None));
        // The key was hot (429), then taken (412).
        Assert.True(started.Elapsed.TotalSeconds >= 0.9);
        Assert.Equal(3, _r2.Calls.Count);
    }

    [Fact]
    public async Task Store_RetryAfter_IsHeeded()
    {
        using var store = Open();
        _r2.Next(Trouble.Answer(503, "", "text/plain", ("Retry-After", "1")));
        var started = Stopwatch.StartNew();
        await StoreAsync(store);
        Assert.True(started.Elapsed.TotalSeconds >= 0.95);
    }

    [Fact]
    public async Task Store_TroubleThatStays_EndsAsTransient()
    {
        using var store = Open(options => options with { MaxRetries = 2 });
        _r2.Next([.. Enumerable.Repeat(Error(503, "ServiceUnavailable"), 3)]);
        var fault = await Assert.ThrowsAsync<GenerationException>(() => StoreAsync(store));
        Assert.Equal((ErrorCode.StorageUnavailable, true), (fault.Code, fault.IsTransient));
        Assert.Equal(3, _r2.Calls.Count);
    }

    [Fact]
    public async Task Store_WronglySetUp_IsNamedAtOnceAndTriedOnce()
    {
        foreach (var (change, said) in new (Func<R2Options, R2Options>, string)[]
        {
            (options => options with { AccessKeyId = "fedcba9876543210fedcba9876543210" }, "does not know the access key"),
            (options => options with { SecretAccessKey = "wrong" }, "secret"),
            (options => options with { Bucket = "elsewhere" }, "no bucket 'elsewhere'"),
        })
        {
            _r2.Calls.Clear();
            using var store = Open(change);
            var fault = await Assert.ThrowsAsync<GenerationException>(() => StoreAsync(store));
            Assert.Equal((ErrorCode.StorageUnavailable, false), (fault.Code, fault.IsTransient));
            Assert.Single(_r2.Calls);
            var check = await Assert.ThrowsAsync<GenerationException>(() => store.CheckAsync(CancellationToken.None));
            Assert.Contains(said, check.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Store_ClockWrong_IsNamed()
    {
        using var store = Open();
        _r2.Skew = TimeSpan.FromHours(1);
        var fault = await Assert.ThrowsAsync<GenerationException>(() => store.CheckAsync(CancellationToken.None));
        Assert.Contains("clock", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_CancelledWhileUploading_StopsAndLeavesNothing()
    {
        using var store = Open();
        using var cancel = new CancellationTokenSource();
        _r2.Next(Trouble.Hang);
        var storing = store.StoreAsync(Origin(), new MemoryStream(FakePicture.Png(64, 64)), cancel.Token);
        while (_r2.Calls.IsEmpty)
            await Task.Delay(5);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storing);
        Assert.Empty(Directory.EnumerateFiles(_folder.Combine("spool")));
    }

    [Fact]
    public async Task Open_AwayForAMoment_IsTriedAgain()
    {
        using var store = Open();
        var asset = await StoreAsync(store);
        _r2.Next(Error(503, "SlowDown"));
        await using var stored = await store.OpenAsync(asset.Key, CancellationToken.None);
        Assert.NotNull(stored);
    }

    [Fact]
    public async Task UrlOf_PresignedAndTampered_IsRefused()
    {
        using var store = Open(options => options with { PublicBaseUrl = null });
        var asset = await StoreAsync(store);
        var url = store.UrlOf(asset).AbsoluteUri;
        using var http = new HttpClient();
        Assert.Equal(200, (int)(await http.GetAsync(url)).StatusCode);
        Assert.Equal(403, (int)(await http.GetAsync(url.Replace("-Expires=604", "-Expires=603", StringComparison.Ordinal))).StatusCode);
        _r2.Skew = TimeSpan.FromDays(8);
        Assert.Equal(403, (int)(await http.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task Store_ManyAtOnce_UploadsNoMoreThanItMay()
    {
        using var store = Open(options => options with { MaxParallelUploads = 3 });
        _r2.Slowness = TimeSpan.FromMilliseconds(30);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StoreAsync(store)));
        Assert.Equal(20, _r2.Objects.Count);
        Assert.InRange(_r2.MostUploads, 2, 3);
    }

    [Fact]
    public void Spool_FilesOfAKilledProcess_AreGoneAtTheStart()
    {
        var folder = _folder.Combine("killed");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "left"), "");
        using var file = new Spool(folder).Open();
        Assert.Empty(Directory.EnumerateFiles(folder));
        file.Write("still usable"u8);
        Assert.Equal(12, file.Length);
    }

    private static Fault Error(int status, string code) => new R2Refusal(status, code, "SECRET words").Answer;

    private static PictureOrigin Origin() => new(JobId.New(TimeProvider.System, Random), "0", "gpt", "gpt-image-2.6-flare");

    private static Task<ImageAsset> StoreAsync(R2ImageStore store, PictureOrigin? origin = null) =>
        store.StoreAsync(origin ?? Origin(), new MemoryStream(FakePicture.Png(64, 64)), CancellationToken.None);

    private R2ImageStore Open(Func<R2Options, R2Options>? change = null) => new(
        (change ?? (static options => options))(_r2.Options()), new Spool(_folder.Combine("spool")), TimeProvider.System, Random, NullLogger<R2ImageStore>.Instance);
}
