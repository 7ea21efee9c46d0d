using System.Net;
using System.Security.Cryptography;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>What every home of pictures must do.</summary>
public abstract class ImageStoreContract
{
    private static readonly CryptoRandom Random = new();
    private static readonly HttpClient Http = new();

    /// <summary>The store under test.</summary>
    protected abstract IImageStore Store { get; }

    /// <summary>Whether its addresses can be loaded here; the disk store's are served by the bot.</summary>
    protected virtual bool ServesItself => true;

    /// <summary>Files it works with on the way.</summary>
    protected abstract IEnumerable<string> FilesLeft { get; }

    [Fact]
    public async Task Store_Picture_IsReadBackUnchangedUnderTheJobsKey()
    {
        var (origin, picture) = (Origin(), FakePicture.Png(640, 480, length: 300_000));
        var asset = await Store.StoreAsync(origin, new MemoryStream(picture), CancellationToken.None);

        Assert.StartsWith($"{origin.Job}/", asset.Key, StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture));
        Assert.Contains(hash[..16], asset.Key, StringComparison.Ordinal);
        Assert.Equal((hash, 300_000, 640, 480, "image/png"), (asset.Sha256, asset.Bytes, asset.Width, asset.Height, asset.ContentType));
        Assert.Equal(picture, await ReadAsync(asset.Key));
        Assert.EndsWith(asset.Key, Store.UrlOf(asset).AbsolutePath, StringComparison.Ordinal);
        if (ServesItself)
            Assert.Equal(picture, await Http.GetByteArrayAsync(Store.UrlOf(asset)));
    }

    [Fact]
    public async Task Store_SameAgain_IsHarmless()
    {
        var (origin, picture) = (Origin(), FakePicture.Png(64, 64));
        var first = await Store.StoreAsync(origin, new MemoryStream(picture), CancellationToken.None);
        var second = await Store.StoreAsync(origin, new MemoryStream(picture), CancellationToken.None);
        Assert.Equal(first, second);
        Assert.Equal(picture, await ReadAsync(first.Key));
    }

    [Fact]
    public async Task Store_SamePictureOfTwoJobs_HasTwoKeys()
    {
        var picture = FakePicture.Png(64, 64);
        var one = await Store.StoreAsync(Origin(), new MemoryStream(picture), CancellationToken.None);
        var other = await Store.StoreAsync(Origin(), new MemoryStream(picture), CancellationToken.None);
        Assert.NotEqual(one.Key, other.Key);
        await Store.DeleteAsync([one], CancellationToken.None);
        Assert.Equal(picture, await ReadAsync(other.Key));
    }

    [Theory]
    [InlineData("<html>no picture</html>")]
    [InlineData("")]
    public async Task Store_NoPicture_IsRefusedAndLeavesNothing(string text)
    {
        await Assert.ThrowsAsync<PictureException>(() => Store.StoreAsync(Origin(), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), CancellationToken.None));
        Assert.Empty(FilesLeft);
    }

    [Fact]
    public async Task Store_PictureBreaksOff_IsTheSourcesFaultAndLeavesNothing()
    {
        var fault = await Assert.ThrowsAsync<GenerationException>(() => Store.StoreAsync(Origin(), new BreakingStream(FakePicture.Png(64, 64)), CancellationToken.None));
        Assert.Equal((ErrorCode.ProviderUnavailable, true), (fault.Code, fault.IsTransient));
        Assert.Empty(FilesLeft);
    }

    [Fact]
    public async Task Store_Cancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        var content = new BreakingStream(FakePicture.Png(64, 64), cancelled.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.StoreAsync(Origin(), content, cancelled.Token));
        Assert.Empty(FilesLeft);
    }

    [Theory]
    [InlineData("00000000000000000000000000/0-absent.png")]
    [InlineData("../imagegen.db")]
    [InlineData("00000000000000000000000000/../../imagegen.db")]
    [InlineData("")]
    public async Task Open_Absent_IsNull(string key) => Assert.Null(await Store.OpenAsync(key, CancellationToken.None));

    [Fact]
    public async Task Delete_SomeMissing_DeletesTheRest()
    {
        var origin = Origin();
        var stored = await Store.StoreAsync(origin, new MemoryStream(FakePicture.Png(64, 64)), CancellationToken.None);
        var kept = await Store.StoreAsync(origin with { Name = "1" }, new MemoryStream(FakePicture.Png(64, 65)), CancellationToken.None);
        await Store.DeleteAsync([stored with { Key = $"{origin.Job}/0-never.png" }, stored, stored with { Key = "../imagegen.db" }], CancellationToken.None);
        await Store.DeleteAsync([], CancellationToken.None);
        Assert.Null(await Store.OpenAsync(stored.Key, CancellationToken.None));
        Assert.NotNull(await ReadAsync(kept.Key));
        if (ServesItself)
        {
            using var gone = await Http.GetAsync(Store.UrlOf(stored));
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }
    }

    [Fact]
    public async Task Check_UsableStore_SaysNothing() => await Store.CheckAsync(CancellationToken.None);

    protected static PictureOrigin Origin() => new(JobId.New(TimeProvider.System, Random), "0", "gpt", "gpt-image-2.6-flare");

    protected async Task<byte[]> ReadAsync(string key)
    {
        await using var stored = await Store.OpenAsync(key, CancellationToken.None);
        Assert.NotNull(stored);
        using var memory = new MemoryStream();
        await stored.CopyToAsync(memory);
        return memory.ToArray();
    }

    /// <summary>Gives half of its bytes, and then a fault, or waits to be cancelled.</summary>
    private sealed class BreakingStream(byte[] bytes, Action? then = null) : MemoryStream(bytes, 0, bytes.Length / 2)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                return read;
            then?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException("The connection broke.");
        }
    }
}
