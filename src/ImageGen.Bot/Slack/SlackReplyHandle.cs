using System.Globalization;

namespace ImageGen.Bot.Slack;

/// <summary>
/// What must be known to answer where the bot is no member, kept as the <see cref="Core.Chat.ConversationRef.Token"/>.
/// </summary>
/// <param name="Url">The <c>response_url</c>. Secret. Empty where Slack gave none.</param>
/// <param name="Until">When it ends.</param>
internal readonly record struct SlackReplyHandle(string Url, DateTimeOffset Until)
{
    /// <summary>How long a <c>response_url</c> can be used: 30 minutes, less what clocks and the wire may take.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(29);

    /// <summary>
    /// Of a URL's five uses, those kept for the outcome. One is for saying that it takes a while, one for a list or
    /// notice; whether an attempt without an answer was a use is not known, so each counts.
    /// </summary>
    public const int UsesOfReply = 3;

    /// <summary>A URL that came just now; null for none.</summary>
    public static SlackReplyHandle Of(string? url, DateTimeOffset now) => string.IsNullOrEmpty(url) ? default : new SlackReplyHandle(url, now + Life);

    /// <summary>Whether it can still be used.</summary>
    public bool IsOpen(DateTimeOffset now) => !string.IsNullOrEmpty(Url) && now < Until;

    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SlackReplyHandle Parse(string text) => text.Split(' ', 2) switch
    {
        [""] => default,
        [var until, var url] when long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() =>
            new SlackReplyHandle(url, DateTimeOffset.FromUnixTimeSeconds(seconds)),
        _ => throw new FormatException("A Slack reply handle has two parts, the first of them seconds."),
    };

    public string Format() => string.IsNullOrEmpty(Url) ? "" : string.Create(CultureInfo.InvariantCulture, $"{Until.ToUnixTimeSeconds()} {Url}");
}
