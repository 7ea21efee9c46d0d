using System.Globalization;
using System.Net.Http.Headers;

namespace ImageGen.Bot.Discord;

/// <summary>What an answer says of rate limits. Every part may be missing.</summary>
internal sealed record RateLimitHeaders
{
    /// <summary>The scope of a limit that others used up, too: no fault of this bot.</summary>
    public const string Shared = "shared";

    /// <summary>No pause is longer, whatever an answer says.</summary>
    private const double MaxSeconds = 24 * 60 * 60;

    /// <summary>Which limit it was, top-level resource aside.</summary>
    public string? Bucket { get; init; }

    /// <summary>Calls in a window.</summary>
    public int? Limit { get; init; }

    /// <summary>Calls left in this one.</summary>
    public int? Remaining { get; init; }

    /// <summary>How long until the next.</summary>
    public TimeSpan? ResetAfter { get; init; }

    /// <summary>How long a refused call has to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of a refusal: <c>user</c>, <c>global</c> or <see cref="Shared"/>.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether the limit is not of one bucket, but of all calls.</summary>
    public bool IsGlobal { get; init; }

    public static RateLimitHeaders Read(HttpResponseHeaders headers)
    {
        var scope = Text("X-RateLimit-Scope");
        return new RateLimitHeaders
        {
            Bucket = Text("X-RateLimit-Bucket"),
            Limit = Count("X-RateLimit-Limit"),
            Remaining = Count("X-RateLimit-Remaining"),
            ResetAfter = Time("X-RateLimit-Reset-After"),
            RetryAfter = Time("Retry-After"),
            Scope = scope,
            IsGlobal = scope == "global" || bool.TryParse(Text("X-RateLimit-Global"), out var global) && global,
        };

        string? Text(string name) => headers.TryGetValues(name, out var values) ? values.First() : null;

        int? Count(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

        TimeSpan? Time(string name) =>
            double.TryParse(Text(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? Seconds(seconds) : null;
    }

    /// <summary>A time Discord gave; null where it is none.</summary>
    public static TimeSpan? Seconds(double? seconds) =>
        seconds is { } known && !double.IsNaN(known) ? TimeSpan.FromSeconds(Math.Clamp(known, 0, MaxSeconds)) : null;
}
