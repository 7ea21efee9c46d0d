using Amazon.Runtime;
using Amazon.S3;
using Polly;
using Polly.Retry;

namespace ImageGen.Bot.Storage;

/// <summary>The SDK as R2 takes it, and when a call of it is made again.</summary>
internal static class R2Client
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(15);

    /// <summary>
    /// R2 answers the SDK's own way to upload (checksums behind the body, in chunks) with 501. Retries are Polly's, so that
    /// there is one policy.
    /// </summary>
    public static AmazonS3Client Create(R2Options options) => new(
        new BasicAWSCredentials(options.AccessKeyId, options.SecretAccessKey),
        new AmazonS3Config
        {
            ServiceURL = options.Endpoint.AbsoluteUri,
            AuthenticationRegion = "auto",
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            BufferSize = 64 * 1024,
        });

    /// <summary>Makes calls again that failed for now; all that the store makes may be repeated.</summary>
    public static ResiliencePipeline Retries(R2Options options, TimeProvider clock, Random random)
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (options.MaxRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.FirstBackoff,
                MaxDelay = LongestBackoff,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = random.NextDouble,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } fault && IsFault(fault) && R2Fault.Of(fault, options).IsTransient),
                DelayGenerator = attempt => ValueTask.FromResult(R2Fault.Of(attempt.Outcome.Exception!, options).RetryAfter + (options.FirstBackoff * random.NextDouble())),
            });
        }

        return pipeline.Build();
    }

    /// <summary>Ends a try that takes too long.</summary>
    public static ResiliencePipeline Limit(R2Options options, TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(options.AttemptTimeout).Build();

    /// <summary>Whether the SDK or the network threw it, rather than a caller who wants no more or a bug here.</summary>
    public static bool IsFault(Exception fault) =>
        fault is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or Polly.Timeout.TimeoutRejectedException or System.Xml.XmlException;
}
