using Microsoft.Win32.SafeHandles;

namespace ImageGen.Bot.Discord;

/// <summary>A public key of Ed25519 (RFC 8032), kept as libcrypto's object. Any number of threads may use it at once.</summary>
internal sealed class Ed25519Key : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = 64;

    /// <exception cref="ArgumentException">It is no key.</exception>
    /// <exception cref="FileNotFoundException">libcrypto is absent.</exception>
    public Ed25519Key(ReadOnlySpan<byte> key)
        : base(ownsHandle: true)
    {
        SetHandle(LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, key, (nuint)key.Length));
        if (!IsInvalid)
            return;
        LibCrypto.ClearErrors();
        throw new ArgumentException($"A public key of Ed25519 has {DiscordOptions.PublicKeyLength} bytes; this one has {key.Length}.", nameof(key));
    }

    /// <summary>Whether the owner of the key signed the message.</summary>
    public bool Verify(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message)
    {
        // Cheap beside the check itself, and a context serves one call at a time.
        var context = LibCrypto.NewContext();
        try
        {
            return context != 0
                && LibCrypto.BeginVerify(context, 0, 0, 0, this) == 1
                && LibCrypto.Verify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
        }
        finally
        {
            LibCrypto.FreeContext(context);
            LibCrypto.ClearErrors();
        }
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
