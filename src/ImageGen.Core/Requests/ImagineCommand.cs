using System.Collections.Frozen;

namespace ImageGen.Core.Requests;

/// <summary>
/// Reads <c>/imagine</c> text with flags: <c>a cool cat --style watercolor --ar 16:9 --no text</c>. One reader for chat,
/// page and command line.
/// </summary>
public static class ImagineCommand
{
    private delegate ImagineRequest Setter(ImagineRequest request, string value);

    private sealed record Flag(string Field, string? Example, Setter Set)
    {
        /// <summary>Takes every word up to the next flag.</summary>
        public bool Greedy { get; init; }
    }

    private static readonly FrozenDictionary<string, Flag> Flags = new Dictionary<string, Flag>(StringComparer.OrdinalIgnoreCase)
    {
        ["ar"] = new("aspect", "--ar 16:9", static (request, value) => request with { Aspect = value }),
        ["no"] = new("negative", "--no text", static (request, value) => request with { Negative = value }) { Greedy = true },
        ["seed"] = new("seed", "--seed 7", static (request, value) => request with { Seed = value }),
        ["style"] = new("style", "--style watercolor", static (request, value) => request with { Style = value }),
        ["count"] = new("count", "--count 2", static (request, value) => request with { Count = value }),
        ["provider"] = new("provider", "--provider painter", static (request, value) => request with { Provider = value }),
        ["guidance"] = new("guidance", "--guidance 4.5", static (request, value) => request with { Guidance = value }),
        ["quality"] = new("quality", "--quality high", static (request, value) => request with { Quality = value }),
        ["raw"] = new("refine", null, static (request, _) => request with { Refine = false }),
        ["fresh"] = new("fresh", null, static (request, _) => request with { Fresh = true }),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the text after <c>/imagine</c>; the word itself may still be in front.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="request">What it asks for, as far as it could be read.</param>
    /// <returns>What is wrong with its flags; empty where all could be read.</returns>
    public static IReadOnlyList<FieldFault> Parse(string text, out ImagineRequest request)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Words(text), out request);
    }

    /// <summary>Reads the arguments of a command line, where the shell has parted words and taken quotes away already.</summary>
    /// <inheritdoc cref="Parse(string, out ImagineRequest)"/>
    public static IReadOnlyList<FieldFault> Parse(IReadOnlyList<string> arguments, out ImagineRequest request)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var words = new List<Word>();
        foreach (var argument in arguments)
        {
            // An argument after a flag is its value, whole. Elsewhere it is text, and may hold flags of its own.
            var isValue = words is [.., var before] && FlagName(before) is { } name && Flags.GetValueOrDefault(name) is { Example: not null };
            if (isValue && FlagName(new Word(argument, argument, false)) is null)
                words.Add(new Word(argument, argument.Any(char.IsWhiteSpace) ? $"\"{argument}\"" : argument, Quoted: true));
            else
                words.AddRange(Words(argument));
        }

        return Parse(words, out request);
    }

    private static List<FieldFault> Parse(List<Word> words, out ImagineRequest request)
    {
        if (words is [{ Quoted: false, Text: "/imagine" }, ..])
            words.RemoveAt(0);

        request = new ImagineRequest { Command = string.Join(' ', words.Select(word => word.Source)) };
        var faults = new List<FieldFault>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var prompt = new List<string>();
        for (var at = 0; at < words.Count;)
        {
            if (FlagName(words[at]) is not { } written)
            {
                prompt.Add(words[at++].Source);
                continue;
            }

            at++;
            var (name, value) = SplitAtEquals(written);
            if (!Flags.TryGetValue(name, out var flag))
            {
                faults.Add(Faults.FlagUnknown($"--{name}", Suggestion.For(name, Flags.Keys, "--")));
                continue;
            }

            if (!seen.Add(name))
                faults.Add(Faults.FlagTwice(flag.Field, $"--{name}"));
            if (flag.Example is not null && value is null)
            {
                var values = words.Skip(at).TakeWhile(word => FlagName(word) is null).Take(flag.Greedy ? int.MaxValue : 1).ToList();
                at += values.Count;
                value = string.Join(' ', values.Select(word => word.Text));
                if (values.Count == 0)
                    faults.Add(Faults.FlagWithoutValue(flag.Field, $"--{name}", flag.Example));
            }

            request = flag.Set(request, value ?? "");
        }

        request = request with { Prompt = string.Join(' ', prompt) };
        return faults;
    }

    private readonly record struct Word(string Text, string Source, bool Quoted);

    /// <summary>
    /// The flag's name, where the word is one. Phones turn "--" into a dash, so a dash before a known flag is read as
    /// the two hyphens it was; before anything else it is punctuation.
    /// </summary>
    private static string? FlagName(Word word)
    {
        if (word.Quoted)
            return null;
        if (word.Text.StartsWith("--", StringComparison.Ordinal) && word.Text.Length > 2 && char.IsAsciiLetter(word.Text[2]))
            return word.Text[2..];
        return word.Text.Length > 1 && word.Text[0] is '—' or '–' && Flags.ContainsKey(SplitAtEquals(word.Text[1..]).Name) ? word.Text[1..] : null;
    }

    private static (string Name, string? Value) SplitAtEquals(string flag) =>
        flag.Split('=', 2) is [var name, var value] ? (name, value) : (flag, null);

    /// <summary>Words parted by white space. Double quotes, straight or curly, keep a flag's value together.</summary>
    private static List<Word> Words(string text)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var close = text[at] is '"' or '“' or '”' ? text.AsSpan(at + 1).IndexOfAny('"', '“', '”') : -1;
            if (close >= 0 && (at + close + 2 == text.Length || char.IsWhiteSpace(text[at + close + 2])))
            {
                at += close + 2;
                words.Add(new Word(text.Substring(start + 1, close), text[start..at], Quoted: true));
                continue;
            }

            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            words.Add(new Word(text[start..at], text[start..at], Quoted: false));
        }

        return words;
    }
}
