using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ImageGen.Core.Requests;

namespace ImageGen.Core;

/// <summary>
/// Every fault a request can have, in English. What a message names goes along by name, so that a chat platform can say
/// the same in another language.
/// </summary>
internal static class Faults
{
    public static FieldFault PromptEmpty(int min, int max) =>
        Fault("prompt", "prompt.empty", $"The prompt must have {min} to {max} characters; it is empty.");

    public static FieldFault PromptLength(int min, int max, int was) =>
        Fault("prompt", "prompt.length", $"The prompt must have {min} to {max} characters; this one has {was}.");

    public static FieldFault PromptUnicode() =>
        Fault("prompt", "prompt.unicode", $"The prompt must be valid Unicode; it has half of a surrogate pair.");

    public static FieldFault PromptControl(string character) =>
        Fault("prompt", "prompt.control", $"The prompt must not contain the control character {character}.");

    public static FieldFault NegativeLength(int max, int was) =>
        Fault("negative", "negative.length", $"The negative prompt must have at most {max} characters; this one has {was}.");

    public static FieldFault NegativeUnicode() =>
        Fault("negative", "negative.unicode", $"The negative prompt must be valid Unicode; it has half of a surrogate pair.");

    public static FieldFault NegativeControl(string character) =>
        Fault("negative", "negative.control", $"The negative prompt must not contain the control character {character}.");

    public static FieldFault PatternLength(int max, int was) =>
        Fault("pattern", "pattern.length", $"The pattern must have 1 to {max} characters; this one has {was}.");

    public static FieldFault PatternSyntax(string pattern) =>
        Fault("pattern", "pattern.syntax", $"The pattern must be a regular expression without look-arounds and back-references; '{pattern}' is not.");

    public static FieldFault PatternEmpty(string pattern) =>
        Fault("pattern", "pattern.empty", $"The pattern must not match nothing at all, which refuses every prompt; '{pattern}' does.");

    public static FieldFault StyleUnknown(string name, Suggestion suggestion) => suggestion switch
    {
        { Nearest: { } nearest } => Fault("style", "style.nearest", $"There is no style '{name}'. Did you mean '{nearest}'?"),
        { All: var all } => Fault("style", "style.unknown", $"There is no style '{name}'. Choose one of: {all}."),
    };

    public static FieldFault ProviderUnknown(string name, Suggestion suggestion) => suggestion switch
    {
        { Nearest: { } nearest } => Fault("provider", "provider.nearest", $"There is no provider '{name}'. Did you mean '{nearest}'?"),
        { All: var all } => Fault("provider", "provider.unknown", $"There is no provider '{name}'. Choose one of: {all}."),
    };

    public static FieldFault FlagUnknown(string name, Suggestion suggestion) => suggestion switch
    {
        { Nearest: { } nearest } => Fault("prompt", "flag.nearest", $"There is no flag {name}. Did you mean '{nearest}'?"),
        { All: var all } => Fault("prompt", "flag.unknown", $"There is no flag {name}. Choose one of: {all}."),
    };

    public static FieldFault FlagTwice(string field, string name) =>
        Fault(field, "flag.twice", $"{name} is given twice.");

    public static FieldFault FlagWithoutValue(string field, string name, string example) =>
        Fault(field, "flag.value", $"{name} needs a value, such as {example}.");

    public static FieldFault Aspect(string given) =>
        Fault("aspect", "aspect", $"The aspect must be W:H between 1:3 and 3:1, such as 16:9; '{given}' is not.");

    public static FieldFault Count(long min, long max, string given) =>
        Fault("count", "count", $"The count must be a whole number from {min} to {max}; '{given}' is not.");

    public static FieldFault Seed(long min, long max, string given) =>
        Fault("seed", "seed", $"The seed must be a whole number from {min} to {max}; '{given}' is not.");

    public static FieldFault Guidance(double min, double max, string given) =>
        Fault("guidance", "guidance", $"The guidance must be a number from {min} to {max}; '{given}' is not.");

    public static FieldFault Quality(string given) =>
        Fault("quality", "quality", $"The quality must be low, medium or high; '{given}' is not.");

    public static FieldFault ReferenceNotTaken(string provider) =>
        Fault("reference", "reference.unsupported", $"The provider '{provider}' takes no reference image.");

    public static FieldFault RuleChannel() =>
        Fault("channel", "rule.channel", $"The rules here allow pictures only in certain channels, and this is none of them.");

    public static FieldFault RuleProvider(string name, string all) =>
        Fault("provider", "rule.provider", $"The rules here do not allow the provider '{name}'. Choose one of: {all}.");

    public static FieldFault RuleReference() =>
        Fault("reference", "rule.reference", $"The rules here allow nobody to use a reference image.");

    public static FieldFault RuleReferenceRoles() =>
        Fault("reference", "rule.reference.roles", $"The rules here allow only certain roles to use a reference image.");

    public static FieldFault RuleWords() =>
        Fault("prompt", "rule.words", $"The rules here do not allow a word or phrase of this prompt. Nothing was charged.");

    private static FieldFault Fault(string field, string code, Sentence message) =>
        new(field, message.ToString()) { Code = code, Arguments = message.Arguments };

    /// <summary>An interpolated string that remembers what was filled in, each under its variable's name.</summary>
    [InterpolatedStringHandler]
    private readonly ref struct Sentence(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength);
        private readonly List<(string Name, string Value)> _arguments = new(formattedCount);

        public IReadOnlyList<(string Name, string Value)> Arguments => _arguments;

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{value}");
            _text.Append(text);
            _arguments.Add((name, text));
        }

        public override string ToString() => _text.ToString();
    }
}
