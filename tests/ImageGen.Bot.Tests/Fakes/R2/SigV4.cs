using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ImageGen.Bot.Tests.Fakes.R2;

/// <summary>Verifies AWS Signature Version 4, in the header and in a presigned address, from what came over the wire.</summary>
internal sealed class SigV4(string accessKeyId, string secretAccessKey)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    /// <summary>What is wrong with the request; null where it is signed as it should be.</summary>
    /// <param name="request">The request.</param>
    /// <param name="bodyHash">Hash of the body that really came.</param>
    /// <param name="now">The server's time.</param>
    public R2Refusal? Judge(HttpRequest request, string bodyHash, DateTimeOffset now) =>
        request.Query.ContainsKey("X-Amz-Signature") ? JudgePresigned(request, now) : JudgeHeader(request, bodyHash, now);

    private R2Refusal? JudgeHeader(HttpRequest request, string bodyHash, DateTimeOffset now)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
            return new R2Refusal(400, "InvalidArgument", "Authorization");
        var parts = header["AWS4-HMAC-SHA256 ".Length..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var given = request.Headers["x-amz-content-sha256"].ToString();
        if (given.StartsWith("STREAMING-", StringComparison.Ordinal))
            return new R2Refusal(501, "NotImplemented", $"{given} not implemented");
        if (given != bodyHash)
            return new R2Refusal(400, "XAmzContentSHA256Mismatch", "The body is not the one that was signed.");
        var time = ReadTime(request.Headers["x-amz-date"].ToString());
        if ((now - time).Duration() > MostSkew)
            return new R2Refusal(403, "RequestTimeTooSkewed", "The difference between the request time and the server's time is too large.");
        var signed = parts["SignedHeaders"].Split(';');
        var needed = request.Headers.Keys.Select(name => name.ToLowerInvariant()).Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)).Append("host");
        if (needed.Except(signed).FirstOrDefault() is { } unsigned)
            return new R2Refusal(403, "AccessDenied", $"{unsigned} is not signed.");
        return JudgeSignature(request, parts["Credential"], signed, given, time, parts["Signature"], CanonicalQuery(request, except: null));
    }

    private R2Refusal? JudgePresigned(HttpRequest request, DateTimeOffset now)
    {
        var query = request.Query;
        var time = ReadTime(query["X-Amz-Date"].ToString());
        var seconds = int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture);
        if (seconds is < 1 or > 604_800)
            return new R2Refusal(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be less than a week.");
        if (now > time.AddSeconds(seconds))
            return new R2Refusal(403, "ExpiredRequest", "Request has expired.");
        return JudgeSignature(
            request, query["X-Amz-Credential"].ToString(), query["X-Amz-SignedHeaders"].ToString().Split(';'), "UNSIGNED-PAYLOAD", time, query["X-Amz-Signature"].ToString(),
            CanonicalQuery(request, except: "X-Amz-Signature"));
    }

    private R2Refusal? JudgeSignature(HttpRequest request, string credential, string[] signed, string payload, DateTimeOffset time, string signature, string query)
    {
        var scope = credential.Split('/');
        if (scope[0] != accessKeyId)
            return new R2Refusal(403, "InvalidAccessKeyId", "The access key does not exist.");
        if (scope is not [_, var day, "auto" or "us-east-1", "s3", "aws4_request"] || day != time.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
            return new R2Refusal(400, "InvalidRegionName", "The region is to be auto.");

        var path = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var headers = string.Concat(signed.Select(name => $"{name}:{HeaderOf(request, name)}\n"));
        var canonical = $"{request.Method}\n{path}\n{query}\n{headers}\n{string.Join(';', signed)}\n{payload}";
        var toSign = $"AWS4-HMAC-SHA256\n{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n{string.Join('/', scope[1..])}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope[1..].Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey), Hmac);
        return Convert.ToHexStringLower(Hmac(key, toSign)) == signature ? null : new R2Refusal(403, "SignatureDoesNotMatch", "The signature is not the one of this request.");
    }

    private static string HeaderOf(HttpRequest request, string name) => name == "content-length"
        ? request.ContentLength!.Value.ToString(CultureInfo.InvariantCulture)
        : string.Join(',', request.Headers[name].Select(value => string.Join(' ', value!.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private static string CanonicalQuery(HttpRequest request, string? except) => string.Join('&', request.Query
        .Where(pair => pair.Key != except)
        .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value.ToString())))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static DateTimeOffset ReadTime(string text) => DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

/// <summary>What R2 answers instead of doing as it was told.</summary>
internal sealed record R2Refusal(int Status, string Code, string Message)
{
    /// <summary>As S3 writes it.</summary>
    public Fault Answer => Trouble.Answer(Status, $"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{Code}</Code><Message>{Message}</Message></Error>""", "application/xml");
}
