using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Discord;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Signs as Discord does, with a key of its own.</summary>
internal sealed class Ed25519Signer : IDisposable
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

    // DllImport, not LibraryImport: nothing here is worth making the tests unsafe code for.
#pragma warning disable CA5392, SYSLIB1054
    [DllImport(LibCrypto.Name)]
    private static extern nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(LibCrypto.Name)]
    private static extern int EVP_PKEY_get_raw_public_key(nint key, byte[] buffer, ref nuint length);

    [DllImport(LibCrypto.Name)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(LibCrypto.Name)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(LibCrypto.Name)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(LibCrypto.Name)]
    private static extern int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(LibCrypto.Name)]
    private static extern int EVP_DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] message, nuint messageLength);
#pragma warning restore CA5392, SYSLIB1054
}
