using System.Security.Cryptography;
using System.Text;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>How OpenAI is told people apart without being told who they are.</summary>
internal static class EndUserId
{
    /// <summary>64 hexadecimal digits; null where nothing is to be told.</summary>
    /// <param name="secret">The key of the hash.</param>
    /// <param name="user">Who asked, <c>platform:tenant:user</c>.</param>
    public static string? Of(string? secret, string? user) => secret is null || user is null
        ? null
        : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user)));
}
