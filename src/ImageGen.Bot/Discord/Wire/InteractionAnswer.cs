using System.Text.Json.Serialization;

namespace ImageGen.Bot.Discord.Wire;

/// <summary>The answer to an interaction: one of Discord's callback types and what it carries.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Pong), 1)]
[JsonDerivedType(typeof(NewMessage), 4)]
[JsonDerivedType(typeof(Deferred), 5)]
[JsonDerivedType(typeof(DeferredUpdate), 6)]
[JsonDerivedType(typeof(Update), 7)]
[JsonDerivedType(typeof(Choices), 8)]
[JsonDerivedType(typeof(OpenModal), 9)]
internal abstract record InteractionAnswer
{
    /// <summary>The endpoint is alive.</summary>
    internal sealed record Pong : InteractionAnswer;

    /// <summary>A message now.</summary>
    internal sealed record NewMessage(OutgoingMessage Data) : InteractionAnswer;

    /// <summary>A message later: an edit of <c>@original</c>.</summary>
    internal sealed record Deferred(DeferredData? Data = null) : InteractionAnswer
    {
        public static Deferred Public { get; } = new();

        public static Deferred Private { get; } = new(new DeferredData(MessageFlags.Ephemeral));
    }

    /// <summary>The message with the button stays as it is for now.</summary>
    internal sealed record DeferredUpdate : InteractionAnswer;

    /// <summary>The message with the button becomes this one.</summary>
    internal sealed record Update(OutgoingMessage Data) : InteractionAnswer;

    /// <summary>What an option may be.</summary>
    internal sealed record Choices(ChoicesData Data) : InteractionAnswer;

    /// <summary>A form.</summary>
    internal sealed record OpenModal(ModalData Data) : InteractionAnswer;
}

/// <summary>The one thing a deferred message can say of itself: <see cref="MessageFlags.Ephemeral"/>.</summary>
internal sealed record DeferredData(int Flags);

/// <summary>At most 25 choices.</summary>
internal sealed record ChoicesData([property: JsonPropertyName("choices")] IReadOnlyList<Choice> Items);

/// <summary>A choice: 100 characters of name and of value at most.</summary>
internal sealed record Choice(string Name, string Value);

/// <summary>A form of at most five fields; the title has at most 45 characters.</summary>
internal sealed record ModalData(string CustomId, string Title, IReadOnlyList<Component> Components);
