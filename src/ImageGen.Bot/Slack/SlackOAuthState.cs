using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Ties the end of an installation to its beginning in the same browser: who is sent a stranger's link to the end of one
/// would install the app in the stranger's name. A state is good once, for ten minutes, with the cookie it was given with.
/// </summary>
/// <remarks>It holds all it says, encrypted; the store only learns which were used, so that who asks for many fills nothing.</remarks>
internal sealed class SlackOAuthState(ISecretStore store, IDataProtectionProvider protection, TimeProvider clock, Random random)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int Bytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("Slack OAuth state");

    /// <summary>A new state, and what its cookie holds.</summary>
    public (string State, string Cookie) Issue()
    {
        var bytes = new byte[Bytes];
        random.NextBytes(bytes);
        var cookie = Convert.ToHexStringLower(bytes);
        return (_protector.Protect($"{cookie} {(clock.GetUtcNow() + Life).ToUnixTimeMilliseconds()}"), cookie);
    }

    /// <summary>Whether the state is one of ours, not too old, this browser's, and not used before; it is used now.</summary>
    public async Task<bool> RedeemAsync(string? state, string? cookie, CancellationToken cancellation) =>
        Read(state) is var (expected, expires)
        && cookie is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(cookie), Encoding.UTF8.GetBytes(expected))
        && clock.GetUtcNow() < expires
        && await store.SwapAsync($"slack/used-state/{expected}", null, "used", Life, cancellation);

    private (string Cookie, DateTimeOffset Expires)? Read(string? state)
    {
        try
        {
            return string.IsNullOrEmpty(state) || _protector.Unprotect(state).Split(' ') is not [var cookie, var expires]
                ? null
                : (cookie, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(expires, CultureInfo.InvariantCulture)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
