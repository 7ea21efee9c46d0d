using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ImageGen.Core.Prompts;

/// <summary>
/// What a person asked for, in canonical form and within limits. It is shown, moderated, keyed and refined, but no
/// generator accepts it: only a <see cref="RefinedPrompt"/> reaches a provider.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record UserPrompt
{
    /// <summary>Fewest characters (Unicode code points) of a prompt.</summary>
    public const int MinLength = 3;

    /// <summary>Most characters (Unicode code points) of a prompt.</summary>
    public const int MaxLength = 500;

    private UserPrompt(string value) => Value = value;

    /// <summary>The canonical text: NFC, trimmed, white space folded, nothing invisible in it.</summary>
    public string Value { get; }

    /// <summary>Takes text a person typed.</summary>
    /// <param name="text">Anything; may be absent.</param>
    /// <param name="prompt">The prompt, where the text is one.</param>
    /// <param name="fault">Otherwise what is wrong with it; the field is <c>prompt</c>.</param>
    public static bool TryCreate(string? text, [NotNullWhen(true)] out UserPrompt? prompt, [NotNullWhen(false)] out FieldFault? fault)
    {
        prompt = null;
        fault = null;
        if (!PromptText.TryNormalise(text ?? "", out var normal, out var control))
        {
            fault = control is null ? Faults.PromptUnicode() : Faults.PromptControl(control);
            return false;
        }

        var length = PromptText.Length(normal);
        if (length is < MinLength or > MaxLength)
        {
            fault = length == 0 ? Faults.PromptEmpty(MinLength, MaxLength) : Faults.PromptLength(MinLength, MaxLength, length);
            return false;
        }

        prompt = new UserPrompt(normal);
        return true;
    }

    /// <summary>Reads back what was a prompt before.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static UserPrompt Parse(string text) =>
        TryCreate(text, out var prompt, out var fault) ? prompt : throw new FormatException(fault.Message);

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal sealed class Converter() : TextJsonConverter<UserPrompt>(Parse, static value => value.Value);
}
