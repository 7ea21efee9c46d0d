using System.Reflection;
using System.Runtime.InteropServices;

namespace ImageGen.Bot.Discord;

/// <summary>The few functions of OpenSSL's libcrypto that .NET does not offer: checking an Ed25519 signature.</summary>
internal static partial class LibCrypto
{
    /// <summary>The name the imports below go by; <see cref="Resolve"/> says which file that is.</summary>
    public const string Name = "libcrypto";

    /// <summary>EVP_PKEY_ED25519.</summary>
    public const int Ed25519 = 1087;

    private static readonly string[] Files = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so", "libcrypto.3.dylib", "libcrypto-3-x64.dll"];

    private static readonly Lazy<nint> Loaded = new(() => Load(Files));

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    /// <summary>
    /// The loaded library for imports of <see cref="Name"/>. Throws instead of leaving it to .NET's own search, which
    /// on macOS would find a stub that ends the process.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) => library == Name ? Loaded.Value : 0;

    /// <summary>Loads the first of the files that is there and knows Ed25519.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static nint Load(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            if (NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, "EVP_PKEY_new_raw_public_key", out _))
                return library;
        }

        throw new FileNotFoundException(
            $"Discord needs OpenSSL's libcrypto, version 1.1.1 or later, to check signatures, and none of {string.Join(", ", files)} could be loaded. Install OpenSSL.");
    }

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial nint NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(Name, EntryPoint = "EVP_MD_CTX_new")]
    public static partial nint NewContext();

    [LibraryImport(Name, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Name, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int BeginVerify(nint context, nint keyContext, nint digest, nint engine, Ed25519Key key);

    [LibraryImport(Name, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(nint context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    /// <summary>Forgets what went wrong on this thread. .NET's TLS shares the library, and takes what is left there for a fault of its own.</summary>
    [LibraryImport(Name, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
