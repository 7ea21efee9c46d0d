using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Operator;

/// <summary>
/// Who has signed in, kept where all web processes find it, so that signing out ends a session everywhere. The store
/// holds neither a token nor anything the password could be guessed from.
/// </summary>
internal sealed class OperatorSessions(ISecretStore store, OperatorOptions options)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>Begins a session.</summary>
    /// <returns>The token that proves it.</returns>
    public async Task<string> BeginAsync(CancellationToken cancellation)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await store.SwapAsync(Key(token), null, Proof(token), Life, cancellation);
        return token;
    }

    /// <summary>Whether the token is of a session that has not ended, and that the present password began.</summary>
    public async Task<bool> IsOpenAsync(string token, CancellationToken cancellation) =>
        await store.GetAsync(Key(token), cancellation) is { } proof
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(Proof(token)));

    /// <summary>Ends a session.</summary>
    public async Task EndAsync(string token, CancellationToken cancellation) =>
        await store.SwapAsync(Key(token), Proof(token), null, life: null, cancellation);

    private static string Key(string token) => $"operator-session:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    private string Proof(string token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(options.Password ?? "")));
}
