using System.Text.Json.Serialization;

namespace ImageGen.Bot.Discord.Wire;

/// <summary>Part of a message or modal that can be pressed or filled in.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), 1)]
[JsonDerivedType(typeof(Button), 2)]
[JsonDerivedType(typeof(TextInput), 4)]
[JsonDerivedType(typeof(Label), 18)]
internal abstract record Component;

/// <summary>Up to five buttons beside each other.</summary>
internal sealed record ActionRow(IReadOnlyList<Component> Components) : Component;

/// <summary>A button.</summary>
internal sealed record Button : Component
{
    /// <summary>See <see cref="ButtonStyle"/>.</summary>
    public required int Style { get; init; }

    /// <summary>At most 80 characters.</summary>
    public string? Label { get; init; }

    public ComponentEmoji? Emoji { get; init; }

    /// <summary>What comes back when it is pressed: 1 to 100 characters.</summary>
    public string? CustomId { get; init; }

    public bool? Disabled { get; init; }
}

/// <summary>How a button looks.</summary>
internal static class ButtonStyle
{
    public const int Primary = 1;
    public const int Secondary = 2;
    public const int Danger = 4;
}

/// <summary>A Unicode emoji.</summary>
internal sealed record ComponentEmoji(string Name);

/// <summary>A modal's field with its label: at most 45 characters, and 100 of description.</summary>
internal sealed record Label([property: JsonPropertyName("label")] string Text, Component Component, string? Description = null) : Component;

/// <summary>A text field of a modal.</summary>
internal sealed record TextInput : Component
{
    /// <summary>1 to 100 characters.</summary>
    public required string CustomId { get; init; }

    /// <summary>1 for a line, 2 for a paragraph.</summary>
    public required int Style { get; init; }

    /// <summary>0 to 4,000.</summary>
    public int? MinLength { get; init; }

    /// <summary>1 to 4,000.</summary>
    public int? MaxLength { get; init; }

    public bool? Required { get; init; }

    /// <summary>What it is filled with, at most 4,000 characters.</summary>
    public string? Value { get; init; }

    /// <summary>At most 100 characters.</summary>
    public string? Placeholder { get; init; }
}
