using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Polly.Timeout;

namespace ImageGen.Bot.Storage;

/// <summary>Why a call of R2 failed.</summary>
/// <param name="What">A sentence for the operator; holds no secret.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsTransient">Whether trying again may help.</param>
/// <param name="RetryAfter">How long to wait before; null for the usual.</param>
internal sealed record R2Fault(string What, string Remedy, bool IsTransient = false, TimeSpan? RetryAfter = null)
{
    /// <summary>One write a second is what a key takes.</summary>
    private static readonly TimeSpan HotKeyPause = TimeSpan.FromSeconds(1);

    /// <summary>Longer than this, nobody waits inside a call.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Reads what the SDK threw.</summary>
    public static R2Fault Of(Exception fault, R2Options options) => fault switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } answer => Of(answer, options),
        TimeoutRejectedException => new($"{options.Endpoint} did not answer within {options.AttemptTimeout.TotalSeconds:0.#} seconds.", "See whether this machine reaches it.", IsTransient: true),
        _ when Causes(fault).Any(cause => cause is AuthenticationException) =>
            new($"{options.Endpoint} offers no trusted TLS. R2 answers so where the account is wrong.", "Correct Storage:R2:Endpoint."),
        _ when Causes(fault).Any(cause => cause is SocketException { SocketErrorCode: SocketError.HostNotFound }) =>
            new($"{options.Endpoint.Host} is not known.", "Correct Storage:R2:Endpoint, or see whether this machine resolves names.", IsTransient: true),
        _ => new($"{options.Endpoint} cannot be reached, or broke the connection off.", "See whether this machine reaches Storage:R2:Endpoint.", IsTransient: true),
    };

    private static R2Fault Of(AmazonServiceException answer, R2Options options) => (answer.StatusCode, answer.ErrorCode) switch
    {
        (_, "SignatureDoesNotMatch") => new("R2 knows the access key, and the secret is not its secret.", "Correct Storage:R2:SecretAccessKey."),
        (_, "InvalidAccessKeyId") or (HttpStatusCode.Unauthorized, _) => new("R2 does not know the access key.", "Correct Storage:R2:AccessKeyId and Storage:R2:SecretAccessKey."),
        (HttpStatusCode.BadRequest, "InvalidArgument") => new("R2 takes the access key for none.", "Correct Storage:R2:AccessKeyId."),
        (_, "NoSuchBucket") => new($"There is no bucket '{options.Bucket}' in this account.", "Create it, or correct Storage:R2:Bucket."),
        (_, "RequestTimeTooSkewed" or "RequestExpired") => new("This machine's clock is wrong by more than R2 takes.", "Set the clock; see that NTP runs."),
        (_, "AccessDenied") or (HttpStatusCode.Forbidden, _) => new($"The access key may not do this in bucket '{options.Bucket}'.", "Give its token Object Read & Write on this bucket, or correct Storage:R2:Bucket."),
        (HttpStatusCode.TooManyRequests, _) => new("R2 takes no more requests for now.", "Wait.", IsTransient: true, Pause(answer) ?? HotKeyPause),
        (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict, _) or (_, "RequestTimeout") => new("R2 did not take the request this time.", "Wait.", IsTransient: true),
        (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or (>= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest), _) =>
            new($"{options.Endpoint} does not speak S3 as R2 does: {Code(answer)}.", "Correct Storage:R2:Endpoint."),
        ( >= HttpStatusCode.InternalServerError, _) => new($"R2 is in trouble: {Code(answer)}.", "Wait; www.cloudflarestatus.com says more.", IsTransient: true, Pause(answer)),
        _ => new($"R2 refused the request: {Code(answer)}.", "Look the code up in R2's documentation."),
    };

    private static string Code(AmazonServiceException answer) => $"{(int)answer.StatusCode} {answer.ErrorCode}".TrimEnd();

    private static TimeSpan? Pause(AmazonServiceException answer)
    {
        var header = (answer.InnerException as HttpErrorResponseException)?.Response.GetHeaderValue("Retry-After");
        return int.TryParse(header, out var seconds) && seconds >= 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestPause.TotalSeconds)) : null;
    }

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
