using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ImageGen.Bot.Storage;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.R2;

/// <summary>An object as it was put.</summary>
internal sealed record StoredObject(byte[] Bytes, string ContentType, string CacheControl, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// Cloudflare R2, as strict as the real one: verifies every signature, takes no streaming uploads, keeps what is there
/// where told so, and takes one write a second of each key. The bucket's own domain is this machine's other name,
/// <c>localhost</c>.
/// </summary>
internal sealed class FakeR2 : FakeProvider
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new();
    private int _uploading;

    public const string AccessKeyId = "0123456789abcdef0123456789abcdef";
    public const string Secret = "abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcd";
    public const string Bucket = "imagegen";

    public ConcurrentDictionary<string, StoredObject> Objects { get; } = new();

    /// <summary>How far this server's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Whether the domain is connected to the bucket.</summary>
    public bool IsServed { get; set; } = true;

    /// <summary>Whether bodies are forgotten once they are hashed, where a test measures memory.</summary>
    public bool ForgetsBodies { get; set; }

    /// <summary>How long an upload takes at least.</summary>
    public TimeSpan Slowness { get; set; }

    /// <summary>The most uploads that were under way at once.</summary>
    public int MostUploads { get; private set; }

    /// <summary>The bucket's domain.</summary>
    public Uri Domain => new($"http://localhost:{Address.Port}/");

    public static async Task<FakeR2> StartNewAsync()
    {
        var fake = new FakeR2();
        await fake.StartAsync();
        return fake;
    }

    /// <summary>What a store needs to use it.</summary>
    public R2Options Options(bool isPublic = true) => new()
    {
        Endpoint = Address,
        Bucket = Bucket,
        AccessKeyId = AccessKeyId,
        SecretAccessKey = Secret,
        PublicBaseUrl = isPublic ? Domain : null,
        FirstBackoff = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>The same for a bot.</summary>
    public (string, string)[] Settings() =>
    [
        ("Storage__Provider", "R2"), ("Storage__R2__Endpoint", Address.AbsoluteUri), ("Storage__R2__Bucket", Bucket),
        ("Storage__R2__AccessKeyId", AccessKeyId), ("Storage__R2__SecretAccessKey", Secret), ("Storage__R2__PublicBaseUrl", Domain.AbsoluteUri),
    ];

    protected override async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Host.Host == "localhost")
        {
            await ServeAsync(context, IsServed ? context.Request.Path.Value![1..] : "");
            return;
        }

        var isPut = context.Request.Method == "PUT";
        if (isPut)
            MostUploads = Math.Max(MostUploads, Interlocked.Increment(ref _uploading));
        try
        {
            await OperateAsync(context);
        }
        finally
        {
            if (isPut)
                Interlocked.Decrement(ref _uploading);
        }
    }

    private async Task OperateAsync(HttpContext context)
    {
        if (TryFault(out var fault))
        {
            await fault(context);
            return;
        }

        var (body, hash) = await ReadAsync(context.Request);
        var now = TimeProvider.System.GetUtcNow() + Skew;
        if (new SigV4(AccessKeyId, Secret).Judge(context.Request, hash, now) is { } unsigned)
            throw Refuse(unsigned);
        if (context.Request.Path.Value!.Split('/', 3) is not ["", Bucket, var key])
            throw Refuse(new R2Refusal(404, "NoSuchBucket", "The specified bucket does not exist."));
        switch (context.Request.Method)
        {
            case "GET":
                await ServeAsync(context, key);
                break;
            case "PUT":
                await Task.Delay(Slowness);
                Put(context, key, body, now);
                break;
            case "DELETE":
                Objects.TryRemove(key, out _);
                context.Response.StatusCode = 204;
                break;
            default:
                throw Refuse(new R2Refusal(501, "NotImplemented", context.Request.Method));
        }
    }

    private void Put(HttpContext context, string key, byte[] body, DateTimeOffset now)
    {
        var headers = context.Request.Headers;
        if (headers.Keys.FirstOrDefault(name => name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase) || name.Equals("x-amz-trailer", StringComparison.OrdinalIgnoreCase)) is { } checksum)
            throw Refuse(new R2Refusal(501, "NotImplemented", checksum));
        if (headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)).Sum(header => header.Key.Length + header.Value.ToString().Length) > 8192)
            throw Refuse(new R2Refusal(400, "MetadataTooLarge", "Metadata are at most 8,192 bytes."));
        var before = _written.GetValueOrDefault(key);
        _written[key] = now;
        if (now - before < TimeSpan.FromSeconds(1))
            throw Refuse(new R2Refusal(429, "TooManyRequests", "Reduce your rate of concurrent writes to the same object."));
        if (headers.IfNoneMatch == "*" && Objects.ContainsKey(key))
            throw Refuse(new R2Refusal(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold."));
        Objects[key] = new StoredObject(body, context.Request.ContentType ?? "", headers.CacheControl.ToString(), headers
            .Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key["x-amz-meta-".Length..].ToLowerInvariant(), header => header.Value.ToString()));
        context.Response.Headers.ETag = Tag(body);
    }

    private async Task ServeAsync(HttpContext context, string key)
    {
        if (!Objects.TryGetValue(key, out var stored))
            throw Refuse(new R2Refusal(404, "NoSuchKey", "The specified key does not exist."));
        context.Response.ContentType = stored.ContentType;
        context.Response.ContentLength = stored.Bytes.Length;
        context.Response.Headers.CacheControl = stored.CacheControl;
        context.Response.Headers.ETag = Tag(stored.Bytes);
        await context.Response.Body.WriteAsync(stored.Bytes);
    }

    [SuppressMessage("Security", "CA5351", Justification = "What S3 names an object's content by; nothing is protected by it.")]
    private static string Tag(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";

    private async Task<(byte[] Body, string Hash)> ReadAsync(HttpRequest request)
    {
        if (ForgetsBodies)
            return ([], Convert.ToHexStringLower(await SHA256.HashDataAsync(request.Body)));
        using var memory = new MemoryStream();
        await request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        return (body, Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    private static RefusedException Refuse(R2Refusal refusal) => new(refusal.Answer);
}
