namespace ImageGen.Bot.Discord.Wire;

/// <summary>
/// A message as the bot writes it: the body of an edit, a follow-up, a channel message, or the data of an interaction's
/// answer. What is null is left out, so an edit leaves that part as it was; an empty list takes the part away.
/// </summary>
internal sealed record OutgoingMessage
{
    /// <summary>At most 2,000 characters.</summary>
    public string? Content { get; init; }

    /// <summary>At most 10, of 6,000 characters together.</summary>
    public IReadOnlyList<Embed>? Embeds { get; init; }

    /// <summary>At most 5 rows.</summary>
    public IReadOnlyList<Component>? Components { get; init; }

    /// <summary>Every file the message has from now on: an edit drops those that are not listed.</summary>
    public IReadOnlyList<OutgoingAttachment>? Attachments { get; init; }

    /// <summary>Nobody is ever pinged; said each time, because an edit without it reads mentions anew.</summary>
    public AllowedMentions AllowedMentions { get; } = AllowedMentions.None;

    /// <summary>See <see cref="MessageFlags"/>.</summary>
    public int? Flags { get; init; }

    /// <summary>At most 25 characters; a second message with it within minutes is answered with the first.</summary>
    public string? Nonce { get; init; }

    /// <summary>Whether <see cref="Nonce"/> is heeded.</summary>
    public bool? EnforceNonce { get; init; }
}

/// <summary>Bits of a message's flags.</summary>
internal static class MessageFlags
{
    /// <summary>Only the one who gave the command sees it. Decided by the first answer, for good.</summary>
    public const int Ephemeral = 64;
}

/// <summary>Whom a message may ping.</summary>
internal sealed record AllowedMentions(IReadOnlyList<string> Parse)
{
    public static AllowedMentions None { get; } = new([]);
}

/// <summary>A file uploaded with the message.</summary>
/// <param name="Id">Its number among the multipart files, or its id where it is there already.</param>
/// <param name="Filename">Its name.</param>
/// <param name="Description">Alt text, at most 1,024 characters.</param>
internal sealed record OutgoingAttachment(string Id, string? Filename = null, string? Description = null);

/// <summary>A box with text and a picture.</summary>
internal sealed record Embed
{
    /// <summary>At most 256 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 4,096 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Embeds with one address are shown as one, with up to four pictures.</summary>
    public string? Url { get; init; }

    /// <summary>0xRRGGBB.</summary>
    public int? Color { get; init; }

    /// <summary>At most 25.</summary>
    public IReadOnlyList<EmbedField>? Fields { get; init; }

    public EmbedImage? Image { get; init; }

    public EmbedFooter? Footer { get; init; }
}

/// <summary>A labelled value: 256 and 1,024 characters at most.</summary>
internal sealed record EmbedField(string Name, string Value, bool? Inline = null);

/// <summary>A picture by its address.</summary>
internal sealed record EmbedImage(string Url);

/// <summary>Small print, at most 2,048 characters.</summary>
internal sealed record EmbedFooter(string Text);
