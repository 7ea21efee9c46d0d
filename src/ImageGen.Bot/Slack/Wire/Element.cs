using System.Text.Json.Serialization;

namespace ImageGen.Bot.Slack.Wire;

/// <summary>What can be pressed, chosen or filled in.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(TextInput), "plain_text_input")]
[JsonDerivedType(typeof(Select), "static_select")]
[JsonDerivedType(typeof(Checkboxes), "checkboxes")]
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
}

/// <summary>At most ten boxes to tick.</summary>
internal sealed record Checkboxes : Element
{
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>Some of the options, exactly; null for none.</summary>
    public IReadOnlyList<Option>? InitialOptions { get; init; }
}

/// <summary>A choice: 75 characters of text, 150 of value.</summary>
internal sealed record Option(PlainText Text, string Value);
