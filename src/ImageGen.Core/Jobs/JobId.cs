using System.Text.Json.Serialization;

namespace ImageGen.Core.Jobs;

/// <summary>A job's id: 26 characters, the first 10 its creation time, the other 16 random (a ULID in lower case). Sorts by time.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct JobId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private const int TimeLength = 10;

    private JobId(string value) => Value = value;

    /// <summary>The 26 characters.</summary>
    public string Value { get; }

    /// <summary>Makes an id nobody has.</summary>
    public static JobId New(TimeProvider clock, Random random)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
        return new JobId(string.Create(Length, (Now: clock.GetUtcNow().ToUnixTimeMilliseconds(), random), static (characters, state) =>
        {
            for (var at = TimeLength - 1; at >= 0; at--, state.Now >>= 5)
                characters[at] = Alphabet[(int)(state.Now & 31)];
            state.random.GetItems(Alphabet, characters[TimeLength..]);
        }));
    }

    /// <summary>The least id that can be made at an instant: those of jobs before it are less.</summary>
    public static JobId FirstAt(DateTimeOffset at)
    {
        Span<char> characters = stackalloc char[Length];
        characters.Fill(Alphabet[0]);
        var time = at.ToUnixTimeMilliseconds();
        for (var index = TimeLength - 1; index >= 0; index--, time >>= 5)
            characters[index] = Alphabet[(int)(time & 31)];
        return new JobId(new string(characters));
    }

    /// <summary>Reads an id.</summary>
    /// <returns>False where it is none; nothing else is ever looked up.</returns>
    public static bool TryParse(string? text, out JobId id)
    {
        var valid = text is { Length: Length } && text.All(Alphabet.Contains);
        id = valid ? new JobId(text!) : default;
        return valid;
    }

    /// <summary>Reads an id that must be one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static JobId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a job id.");

    /// <summary>The 26 characters.</summary>
    public override string ToString() => Value;

    internal sealed class Converter() : TextJsonConverter<JobId>(Parse, static value => value.Value);
}
