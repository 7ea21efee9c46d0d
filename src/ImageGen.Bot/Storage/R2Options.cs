namespace ImageGen.Bot.Storage;

/// <summary>The bucket that pictures are kept in: configuration section <c>Storage:R2</c>.</summary>
internal sealed record R2Options
{
    /// <summary>The S3 API: <c>https://ACCOUNT.r2.cloudflarestorage.com</c>.</summary>
    public required Uri Endpoint { get; init; }

    public required string Bucket { get; init; }

    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    /// <summary>Where the bucket is served, with a slash at its end; null for presigned addresses.</summary>
    public Uri? PublicBaseUrl { get; init; }

    /// <summary>Most pictures that this process uploads at once.</summary>
    public int MaxParallelUploads { get; init; } = 8;

    /// <summary>How often a call is tried again.</summary>
    public int MaxRetries { get; init; } = 6;

    /// <summary>How long the first of them waits; each further one twice as long, all jittered.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one try may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Holds no secret.</summary>
    public override string ToString() => $"{Bucket} at {Endpoint}";
}
