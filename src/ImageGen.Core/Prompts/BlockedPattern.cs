using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ImageGen.Core.Prompts;

/// <summary>
/// A regular expression no prompt may match, written by a guild's admins. It runs in time linear to the text
/// (<see cref="RegexOptions.NonBacktracking"/>), so that no pattern can hold a worker up; case is ignored.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record BlockedPattern
{
    /// <summary>Most characters (Unicode code points) of a pattern.</summary>
    public const int MaxLength = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    private BlockedPattern(string value)
    {
        Value = value;
        _regex = new Regex(value, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit);
    }

    /// <summary>The expression as it was written.</summary>
    public string Value { get; }

    /// <summary>Takes an expression an admin typed.</summary>
    /// <param name="text">Anything; may be absent.</param>
    /// <param name="pattern">The pattern, where the text is one.</param>
    /// <param name="fault">Otherwise what is wrong with it; the field is <c>pattern</c>.</param>
    public static bool TryCreate(string? text, [NotNullWhen(true)] out BlockedPattern? pattern, [NotNullWhen(false)] out FieldFault? fault)
    {
        (pattern, fault) = (null, null);
        var trimmed = (text ?? "").Trim();
        var length = PromptText.Length(trimmed);
        if (length is 0 or > MaxLength)
        {
            fault = Faults.PatternLength(MaxLength, length);
            return false;
        }

        try
        {
            pattern = new BlockedPattern(trimmed);
        }
        catch (Exception cause) when (cause is ArgumentException or NotSupportedException)
        {
            // Look-arounds, back-references and the like are not supported because they need backtracking.
            fault = Faults.PatternSyntax(trimmed);
            return false;
        }

        // What matches nothing at all would refuse every prompt.
        if (pattern._regex.IsMatch(""))
        {
            (pattern, fault) = (null, Faults.PatternEmpty(trimmed));
            return false;
        }

        return true;
    }

    /// <summary>Reads back what was a pattern before.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BlockedPattern Parse(string text) =>
        TryCreate(text, out var pattern, out var fault) ? pattern : throw new FormatException(fault.Message);

    /// <summary>Whether a text matches. One that takes too long to tell counts as matching.</summary>
    public bool Matches(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    /// <summary>Two are equal where they are written alike.</summary>
    public bool Equals(BlockedPattern? other) => other?.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal sealed class Converter() : TextJsonConverter<BlockedPattern>(Parse, static value => value.Value);
}
