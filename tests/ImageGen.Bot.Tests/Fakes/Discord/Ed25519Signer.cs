using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Discord;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Signs as Discord does, with a key of its own.</summary>
internal sealed partial class Ed25519Signer : IDisposable
{
    private const int KeyLength = 32;

    private readonly nint _key;

    static Ed25519Signer() => NativeLibrary.SetDllImportResolver(typeof(Ed25519Signer).Assembly, LibCrypto.Resolve);

    public Ed25519Signer()
        : this(RandomNumberGenerator.GetBytes(KeyLength))
    {
    }

    public Ed25519Signer(byte[] privateKey)
    {
        _key = EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519, 0, privateKey, (nuint)privateKey.Length);
        var length = (nuint)PublicKey.Length;
        Check(_key != 0 && EVP_PKEY_get_raw_public_key(_key, PublicKey, ref length) == 1);
    }

    /// <summary>What Discord shows in its portal.</summary>
    public byte[] PublicKey { get; } = new byte[KeyLength];

    /// <summary>The header <c>X-Signature-Ed25519</c> of a request.</summary>
    public string Sign(string timestamp, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(Sign([.. Encoding.UTF8.GetBytes(timestamp), .. body]));

    public byte[] Sign(byte[] message)
    {
        var signature = new byte[Ed25519Key.SignatureLength];
        var length = (nuint)signature.Length;
        var context = EVP_MD_CTX_new();
        try
        {
            Check(EVP_DigestSignInit(context, 0, 0, 0, _key) == 1 && EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length) == 1);
            return signature;
        }
        finally
        {
            EVP_MD_CTX_free(context);
        }
    }

    public void Dispose() => EVP_PKEY_free(_key);

    private static void Check(bool done)
    {
        if (!done)
            throw new CryptographicException("libcrypto refused.");
    }

    [LibraryImport(LibCrypto.Name)]
    private static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(LibCrypto.Name)]
    private static partial int EVP_PKEY_get_raw_public_key(nint key, Span<byte> buffer, ref nuint length);

    [LibraryImport(LibCrypto.Name)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(LibCrypto.Name)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(LibCrypto.Name)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(LibCrypto.Name)]
    private static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(LibCrypto.Name)]
    private static partial int EVP_DigestSign(nint context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);
}
