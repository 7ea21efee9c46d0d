using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>What a call found in its bucket.</summary>
/// <param name="RetryAfter">How long to wait; null where the call may pass.</param>
internal readonly record struct RateLimit(string Bucket, int Limit, int Remaining, DateTimeOffset Reset, TimeSpan ResetAfter, TimeSpan? RetryAfter, string Scope = "user")
{
    /// <summary>The headers of every answer.</summary>
    public IEnumerable<(string Name, string Value)> Headers
    {
        get
        {
            yield return ("X-RateLimit-Limit", $"{Limit}");
            yield return ("X-RateLimit-Remaining", $"{Remaining}");
            yield return ("X-RateLimit-Reset", (Reset.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture));
            yield return ("X-RateLimit-Reset-After", ResetAfter.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
            yield return ("X-RateLimit-Bucket", Bucket);
            if (RetryAfter is not { } wait)
                yield break;
            yield return ("Retry-After", $"{Math.Ceiling(wait.TotalSeconds)}");
            yield return ("X-RateLimit-Scope", Scope);
            if (Scope == "global")
                yield return ("X-RateLimit-Global", "true");
        }
    }
}

/// <summary>Discord's buckets: a route's, for each channel, guild or webhook; and one for all calls with the bot's token.</summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, (int Used, DateTimeOffset Reset)> _windows = [];
    private readonly Dictionary<string, (DateTimeOffset Until, string Scope)> _blocked = [];
    private readonly Dictionary<string, (int Limit, TimeSpan Window)> _routes = new()
    {
        ["POST /channels/{channel}/messages"] = (5, 5 * Second),
        ["PATCH /channels/{channel}/messages/{message}"] = (5, 5 * Second),
        ["PATCH /webhooks/{app}/{token}/messages/{message}"] = (5, 2 * Second),
        ["POST /webhooks/{app}/{token}"] = (5, 2 * Second),
    };

    /// <summary>Calls with the bot's token, of all routes together, in a second.</summary>
    public int Global { get; set; } = 50;

    /// <summary>Sets what a route takes; others take 10 calls a second.</summary>
    public void Set(string route, int limit, TimeSpan window) => _routes[route] = (limit, window);

    /// <summary>Closes a call's bucket for a while.</summary>
    public RateLimit Block(ApiCall call, DateTimeOffset now, TimeSpan wait, string scope)
    {
        _blocked[scope == "global" ? "" : Key(call)] = (now + wait, scope);
        return Take(call, now, withBotToken: false);
    }

    public RateLimit Take(ApiCall call, DateTimeOffset now, bool withBotToken)
    {
        var (limit, window) = _routes.GetValueOrDefault(call.Route, (10, Second));
        var key = Key(call);
        foreach (var bucket in new[] { "", key })
        {
            if (_blocked.TryGetValue(bucket, out var block) && block.Until > now)
                return Refusal(block.Until, block.Scope);
        }

        if (withBotToken && !Count("", Global, Second, now, out _, out var globalReset))
            return Refusal(globalReset, "global");
        return Count(key, limit, window, now, out var remaining, out var reset)
            ? new RateLimit(Name(call), limit, remaining, reset, reset - now, RetryAfter: null)
            : Refusal(reset, "user");

        RateLimit Refusal(DateTimeOffset until, string scope) => new(Name(call), limit, 0, until, until - now, until - now, scope);
    }

    private static string Key(ApiCall call) => $"{call.Route} {call.Major}";

    private static string Name(ApiCall call) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call.Route)))[..32];

    private bool Count(string key, int limit, TimeSpan length, DateTimeOffset now, out int remaining, out DateTimeOffset reset)
    {
        var (used, end) = _windows.TryGetValue(key, out var window) && window.Reset > now ? window : (0, now + length);
        (remaining, reset) = (Math.Max(0, limit - used - 1), end);
        if (used >= limit)
            return false;
        _windows[key] = (used + 1, end);
        return true;
    }
}
