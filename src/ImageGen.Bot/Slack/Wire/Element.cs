using System.Text.Json.Serialization;

namespace ImageGen.Bot.Slack.Wire;

/// <summary>What can be pressed, chosen or filled in.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(TextInput), "plain_text_input")]
[JsonDerivedType(typeof(Select), "static_select")]
[JsonDerivedType(typeof(Checkboxes), "checkboxes")]
[JsonDerivedType(typeof(ConversationSelect), "conversations_select")]
[JsonDerivedType(typeof(ConversationsSelect), "multi_conversations_select")]
[JsonDerivedType(typeof(FileInput), "file_input")]
internal abstract record Element
{
    /// <summary>What comes back: at most 255 characters, unique in its block.</summary>
    public required string ActionId { get; init; }
}

/// <summary>A button.</summary>
internal sealed record Button : Element
{
    /// <summary>At most 75 characters.</summary>
    public required PlainText Text { get; init; }

    /// <summary><c>primary</c>, <c>danger</c>, or null for neither.</summary>
    public string? Style { get; init; }

    /// <summary>Asked before it counts.</summary>
    public Confirmation? Confirm { get; init; }
}

/// <summary>A question: 100 characters of title, 300 of text, 30 on each button.</summary>
internal sealed record Confirmation(PlainText Title, PlainText Text, PlainText Confirm, PlainText Deny);

/// <summary>A text field.</summary>
internal sealed record TextInput : Element
{
    public bool? Multiline { get; init; }

    /// <summary>0 to 3,000.</summary>
    public int? MinLength { get; init; }

    /// <summary>1 to 3,000.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What it is filled with.</summary>
    public string? InitialValue { get; init; }

    /// <summary>At most 150 characters.</summary>
    public PlainText? Placeholder { get; init; }
}

/// <summary>A menu of at most 100 options.</summary>
internal sealed record Select : Element
{
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>One of the options, exactly.</summary>
    public Option? InitialOption { get; init; }

    /// <summary>At most 150 characters.</summary>
    public PlainText? Placeholder { get; init; }
}

/// <summary>At most ten boxes to tick.</summary>
internal sealed record Checkboxes : Element
{
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>Some of the options, exactly; null for none.</summary>
    public IReadOnlyList<Option>? InitialOptions { get; init; }
}

/// <summary>A menu of the workspace's channels, as Slack fills it for whoever looks at it.</summary>
internal sealed record ConversationSelect : Element
{
    /// <summary>A channel's id.</summary>
    public string? InitialConversation { get; init; }

    public ConversationFilter Filter { get; } = new(["public", "private"]);
}

/// <summary>The same for several channels.</summary>
internal sealed record ConversationsSelect : Element
{
    /// <summary>Ids of channels; null for none.</summary>
    public IReadOnlyList<string>? InitialConversations { get; init; }

    public int? MaxSelectedItems { get; init; }

    public ConversationFilter Filter { get; } = new(["public", "private"]);
}

/// <summary>Which conversations a menu offers: <c>im</c>, <c>mpim</c>, <c>private</c>, <c>public</c>.</summary>
internal sealed record ConversationFilter(IReadOnlyList<string> Include);

/// <summary>A field for files. What is uploaded there can be read with <c>files:read</c>.</summary>
internal sealed record FileInput : Element
{
    /// <summary>Endings of names, without the dot.</summary>
    public IReadOnlyList<string>? Filetypes { get; init; }

    /// <summary>1 to 10.</summary>
    public int? MaxFiles { get; init; }
}

/// <summary>A choice: 75 characters of text, 150 of value.</summary>
internal sealed record Option(PlainText Text, string Value);
