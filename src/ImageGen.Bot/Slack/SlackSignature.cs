using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Tells Slack's requests from everybody else's: who knows the signing secret has signed the timestamp and the body, not
/// long ago.
/// </summary>
internal sealed class SlackSignature(SlackOptions options, TimeProvider clock)
{
    /// <summary>How far a timestamp may be from this machine's time, before and after. What is older may be somebody's recording.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(300);

    private const string Version = "v0";

    /// <summary>The seconds of a timestamp have ten digits; what is much longer is none.</summary>
    private const int MaxTimestampLength = 16;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(options.SigningSecret);

    /// <summary>Whether Slack sent this, and just now. Whatever is missing or malformed was not sent by it.</summary>
    /// <param name="signature">Header <c>X-Slack-Signature</c>.</param>
    /// <param name="timestamp">Header <c>X-Slack-Request-Timestamp</c>.</param>
    /// <param name="body">The body as it came.</param>
    public bool Verify(string? signature, string? timestamp, ReadOnlySpan<byte> body)
    {
        const int hexLength = 2 * HMACSHA256.HashSizeInBytes;
        if (signature is not { Length: 3 + hexLength } || !signature.StartsWith($"{Version}=", StringComparison.Ordinal) || !IsFresh(timestamp))
            return false;
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(signature.AsSpan(3), claimed, out _, out _) != OperationStatus.Done)
            return false;

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        hash.AppendData(Encoding.ASCII.GetBytes($"{Version}:{timestamp}:"));
        hash.AppendData(body);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(expected);
        return CryptographicOperations.FixedTimeEquals(expected, claimed);
    }

    private bool IsFresh(string? timestamp) =>
        timestamp is { Length: > 0 and <= MaxTimestampLength }
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) <= (long)MaxSkew.TotalSeconds;
}
