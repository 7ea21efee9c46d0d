using System.Text.Json.Serialization;

namespace ImageGen.Bot.Slack.Wire;

/// <summary>A modal, or somebody's App Home.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ModalView), "modal")]
[JsonDerivedType(typeof(HomeView), "home")]
internal abstract record View
{
    /// <summary>At most 100.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }
}

/// <summary>A form.</summary>
internal sealed record ModalView : View
{
    /// <summary>At most 24 characters, as have the buttons.</summary>
    public required PlainText Title { get; init; }

    /// <summary>Null where there is nothing to fill in.</summary>
    public PlainText? Submit { get; init; }

    public required PlainText Close { get; init; }

    /// <summary>What comes back: which form it is, at most 255 characters.</summary>
    public required string CallbackId { get; init; }

    /// <summary>What comes back: what the form is about, at most 3,000 characters.</summary>
    public string? PrivateMetadata { get; init; }
}

/// <summary>What somebody sees who opens the app.</summary>
internal sealed record HomeView : View;
