using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Polly;

namespace ImageGen.Bot.Storage;

/// <summary>
/// Pictures as objects of a bucket of Cloudflare R2, or of another server of S3. The key holds the content's hash, so that
/// a put which may have arrived is repeated without harm.
/// </summary>
internal sealed partial class R2ImageStore : IImageStore, IDisposable
{
    /// <summary>The longest that S3 signs for, less a minute for clocks that differ.</summary>
    private static readonly TimeSpan Presigned = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    private readonly R2Options _options;
    private readonly Spool _spool;
    private readonly TimeProvider _clock;
    private readonly ILogger<R2ImageStore> _logger;
    private readonly AmazonS3Client _client;
    private readonly ResiliencePipeline _retries;
    private readonly ResiliencePipeline _limit;
    private readonly SemaphoreSlim _uploads;

    public R2ImageStore(R2Options options, Spool spool, TimeProvider clock, Random random, ILogger<R2ImageStore> logger)
    {
        (_options, _spool, _clock, _logger) = (options, spool, clock, logger);
        _client = R2Client.Create(options);
        _retries = R2Client.Retries(options, clock, random);
        _limit = R2Client.Limit(options, clock);
        _uploads = new SemaphoreSlim(options.MaxParallelUploads);
        IsPublic = PublicAddress.Is(options.PublicBaseUrl ?? options.Endpoint);
    }

    public async Task<ImageAsset> StoreAsync(PictureOrigin origin, Stream content, CancellationToken cancellation)
    {
        // S3 wants the length first, and the key wants the hash.
        await using var file = OpenSpool();
        var asset = PictureKey.AssetOf(origin, await SpoolAsync(content, file, cancellation));
        await CallAsync("stored", token => UploadInTurnAsync(origin, asset, file, token), cancellation);
        return asset;
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => PictureKey.IsValid(key)
        ? CallAsync("read", token => LimitedAsync(limit => GetAsync(key, limit), token), cancellation)
        : Task.FromResult<Stream?>(null);

    public bool IsPublic { get; }

    public Uri UrlOf(ImageAsset asset) => _options.PublicBaseUrl is { } served
        ? new Uri(served, asset.Key)
        : new Uri(_client.GetPreSignedURL(new GetPreSignedUrlRequest
        {
            BucketName = _options.Bucket,
            Key = asset.Key,
            Verb = HttpVerb.GET,
            Protocol = _options.Endpoint.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            Expires = (_clock.GetUtcNow() + Presigned).UtcDateTime,
        }));

    /// <summary>
    /// One call a picture: a job has five at most, deletions cost nothing, and the batch call needs a checksum that not
    /// every server of S3 takes.
    /// </summary>
    public Task DeleteAsync(IReadOnlyCollection<ImageAsset> assets, CancellationToken cancellation) =>
        Task.WhenAll(assets.Where(asset => PictureKey.IsValid(asset.Key)).Select(asset => CallAsync(
            "deleted", token => LimitedAsync(limit => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _options.Bucket, Key = asset.Key }, limit), token), cancellation)));

    /// <summary>Looks for what is not there: that needs no right but to read, and tells a missing bucket from a missing object.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await using var absent = await GetAsync("absent", cancellation);
        }
        catch (Exception fault) when (R2Client.IsFault(fault))
        {
            var found = R2Fault.Of(fault, _options);
            throw new GenerationException(ErrorCode.StorageUnavailable, found.What, fault) { IsTransient = found.IsTransient };
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _uploads.Dispose();
    }

    private FileStream OpenSpool()
    {
        try
        {
            return _spool.Open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NoSpool(fault);
        }
    }

    private static async Task<PictureFacts> SpoolAsync(Stream content, FileStream file, CancellationToken cancellation)
    {
        try
        {
            return await PictureStream.CopyAsync(content, file, cancellation);
        }
        // The second is how .NET words that a file may not grow so large.
        catch (Exception fault) when (fault is IOException or ArgumentOutOfRangeException)
        {
            throw NoSpool(fault);
        }
    }

    private static GenerationException NoSpool(Exception fault) =>
        new(ErrorCode.StorageUnavailable, "The picture could not be stored.", fault) { IsTransient = true };

    private async Task<bool> UploadInTurnAsync(PictureOrigin origin, ImageAsset asset, FileStream file, CancellationToken cancellation)
    {
        await _uploads.WaitAsync(cancellation);
        try
        {
            await _limit.ExecuteAsync(async token => await UploadAsync(origin, asset, file, token), cancellation);
            return true;
        }
        finally
        {
            _uploads.Release();
        }
    }

    private async Task UploadAsync(PictureOrigin origin, ImageAsset asset, FileStream file, CancellationToken cancellation)
    {
        file.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = asset.Key,
            InputStream = file,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            ContentType = asset.ContentType,
            IfNoneMatch = "*",
        };
        request.Headers.CacheControl = PictureKey.CacheControl;
        R2Metadata.Write(request.Metadata, origin, asset);
        try
        {
            RequireTag((await _client.PutObjectAsync(request, cancellation)).ETag);
        }
        catch (AmazonS3Exception fault) when (fault.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            // It is there: an earlier try arrived, and only its answer was lost.
        }
    }

    private async Task<Stream?> GetAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _options.Bucket, Key = key }, cancellation);
            RequireTag(answer.ETag);
            return new R2Content(answer.ResponseStream);
        }
        catch (AmazonS3Exception fault) when (fault.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    /// <summary>R2 names what it keeps. An answer that does not is of something between here and there, which keeps nothing.</summary>
    private static void RequireTag(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
            throw new AmazonClientException("The answer has no ETag, so it is not R2's.");
    }

    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        await _limit.ExecuteAsync(async token => await call(token), cancellation);

    private async Task<T> CallAsync<T>(string done, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await call(token), cancellation);
        }
        catch (Exception fault) when (R2Client.IsFault(fault))
        {
            cancellation.ThrowIfCancellationRequested();
            var found = R2Fault.Of(fault, _options);
            LogFault(found.IsTransient ? LogLevel.Warning : LogLevel.Error, _options.Bucket, done, found.What, found.Remedy);
            throw new GenerationException(ErrorCode.StorageUnavailable, $"The picture could not be {done}.", fault) { IsTransient = found.IsTransient };
        }
    }

    [LoggerMessage(Message = "Bucket {Bucket}: a picture was not {Done}. {What} {Remedy}")]
    private partial void LogFault(LogLevel level, string bucket, string done, string what, string remedy);
}
