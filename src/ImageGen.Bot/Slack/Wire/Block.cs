using System.Text.Json.Serialization;

namespace ImageGen.Bot.Slack.Wire;

/// <summary>Part of a message or view.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SectionBlock), "section")]
[JsonDerivedType(typeof(ContextBlock), "context")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
[JsonDerivedType(typeof(ImageBlock), "image")]
[JsonDerivedType(typeof(HeaderBlock), "header")]
[JsonDerivedType(typeof(DividerBlock), "divider")]
[JsonDerivedType(typeof(InputBlock), "input")]
internal abstract record Block
{
    /// <summary>At most 255 characters, unique in its message or view. What a form's field is known by.</summary>
    public string? BlockId { get; init; }
}

/// <summary>Text of at most 3,000 characters, or up to ten fields of 2,000, beside each other in pairs.</summary>
internal sealed record SectionBlock : Block
{
    public TextObject? Text { get; init; }

    public IReadOnlyList<TextObject>? Fields { get; init; }

    /// <summary>What stands beside the text.</summary>
    public Element? Accessory { get; init; }
}

/// <summary>Small print: up to ten texts.</summary>
internal sealed record ContextBlock(IReadOnlyList<TextObject> Elements) : Block;

/// <summary>Up to 25 things to press.</summary>
internal sealed record ActionsBlock(IReadOnlyList<Element> Elements) : Block;

/// <summary>A picture (PNG, JPEG or GIF) that Slack loads from an address of at most 3,000 characters; the alt text, at most 2,000, must be there.</summary>
internal sealed record ImageBlock(Uri ImageUrl, string AltText) : Block;

/// <summary>A headline of at most 150 characters.</summary>
internal sealed record HeaderBlock(PlainText Text) : Block;

/// <summary>A line across.</summary>
internal sealed record DividerBlock : Block;

/// <summary>A field of a form.</summary>
internal sealed record InputBlock : Block
{
    /// <summary>At most 2,000 characters.</summary>
    public required PlainText Label { get; init; }

    public required Element Element { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    public PlainText? Hint { get; init; }

    /// <summary>Whether it may be left empty.</summary>
    public bool? Optional { get; init; }
}

/// <summary>Text, at least one character of it.</summary>
/// <param name="Type">Of the two there are.</param>
/// <param name="Text">What it says.</param>
internal abstract record TextObject(string Type, string Text)
{
    /// <summary>Whether names of emoji become emoji. Only of plain text.</summary>
    public bool? Emoji { get; init; }

    /// <summary>Whether only what is written as a link or mention is one. Only of text with markup.</summary>
    public bool? Verbatim { get; init; }
}

/// <summary>Shown as it is: people's own words are always this.</summary>
internal sealed record PlainText : TextObject
{
    public PlainText(string text, bool emoji = false)
        : base("plain_text", text) => Emoji = emoji;
}

/// <summary>With Slack's markup.</summary>
internal sealed record MarkdownText : TextObject
{
    public MarkdownText(string text)
        : base("mrkdwn", text) => Verbatim = true;
}
