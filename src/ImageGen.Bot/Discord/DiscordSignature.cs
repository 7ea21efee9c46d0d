using System.Buffers;
using System.Text;

namespace ImageGen.Bot.Discord;

/// <summary>
/// Tells Discord's requests from everybody else's: the application's key has signed the timestamp and the body. Discord
/// sends wrong signatures on purpose, and takes the endpoint away from an application that accepts one.
/// </summary>
internal sealed class DiscordSignature : IDisposable
{
    /// <summary>A timestamp has ten digits; what is much longer is none.</summary>
    private const int MaxTimestampLength = 32;

    private readonly Ed25519Key _key;

    /// <exception cref="ArgumentException">The public key is none.</exception>
    /// <exception cref="FileNotFoundException">libcrypto is absent; the message says what to install.</exception>
    public DiscordSignature(ReadOnlyMemory<byte> publicKey) => _key = new Ed25519Key(publicKey.Span);

    /// <summary>Whether Discord sent this. Whatever is missing or malformed was not sent by it.</summary>
    /// <param name="signatureHex">Header <c>X-Signature-Ed25519</c>.</param>
    /// <param name="timestamp">Header <c>X-Signature-Timestamp</c>.</param>
    /// <param name="body">The body as it came.</param>
    public bool Verify(string? signatureHex, string? timestamp, ReadOnlySpan<byte> body)
    {
        if (signatureHex is not { Length: 2 * Ed25519Key.SignatureLength } || timestamp is not { Length: > 0 and <= MaxTimestampLength })
            return false;
        Span<byte> signature = stackalloc byte[Ed25519Key.SignatureLength];
        if (Convert.FromHexString(signatureHex, signature, out _, out _) != OperationStatus.Done)
            return false;

        var length = timestamp.Length + body.Length;
        var message = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (Ascii.FromUtf16(timestamp, message, out var written) != OperationStatus.Done)
                return false;
            body.CopyTo(message.AsSpan(written));
            return _key.Verify(signature, message.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    public void Dispose() => _key.Dispose();
}
