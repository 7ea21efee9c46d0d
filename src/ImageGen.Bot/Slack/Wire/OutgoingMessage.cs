namespace ImageGen.Bot.Slack.Wire;

/// <summary>
/// A message as the bot writes it: the body of a post, an update, an ephemeral line or of what is sent to a
/// <c>response_url</c>. What is null is left out.
/// </summary>
internal sealed record OutgoingMessage
{
    /// <summary>At most 4,000 characters. What notifications and screen readers say of it.</summary>
    public string? Text { get; init; }

    /// <summary>At most 50.</summary>
    public IReadOnlyList<Block>? Blocks { get; init; }

    /// <summary>A UUID; a second message with it is answered with the first. Only of posts.</summary>
    public string? ClientMsgId { get; init; }

    /// <summary>See <see cref="Wire.ResponseType"/>. Only of answers to commands and to a <c>response_url</c>.</summary>
    public string? ResponseType { get; init; }

    /// <summary>Whether it takes the place of the message it answers. Only of what is sent to a <c>response_url</c>.</summary>
    public bool? ReplaceOriginal { get; init; }

    /// <summary>Whether the message it answers goes away. Only of what is sent to a <c>response_url</c>.</summary>
    public bool? DeleteOriginal { get; init; }

    /// <summary>The root of the thread it belongs to.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Where; set by <see cref="SlackClient"/>.</summary>
    public string? Channel { get; init; }

    /// <summary>Which message it is the new form of; set by <see cref="SlackClient"/>.</summary>
    public string? Ts { get; init; }

    /// <summary>Who alone sees it; set by <see cref="SlackClient"/>.</summary>
    public string? User { get; init; }

    /// <summary>Links are not shown as cards, as the picture has its block; set by <see cref="SlackClient"/>.</summary>
    public bool? UnfurlLinks { get; init; }

    /// <summary>As <see cref="UnfurlLinks"/>.</summary>
    public bool? UnfurlMedia { get; init; }
}

/// <summary>Who sees the answer to a command.</summary>
internal static class ResponseType
{
    public const string Ephemeral = "ephemeral";
    public const string InChannel = "in_channel";
}
