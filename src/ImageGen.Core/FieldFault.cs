namespace ImageGen.Core;

/// <summary>One thing wrong with a request: which field, and what it may be instead.</summary>
/// <param name="Field">The field as the HTTP API spells it: <c>prompt</c>, <c>aspect</c>, <c>seed</c>, …</param>
/// <param name="Message">A sentence for the person who typed it; names the limit and, where there is one, the nearest valid value.</param>
public sealed record FieldFault(string Field, string Message)
{
    /// <summary>Which fault it is, for those who say it in another language: <c>prompt.length</c>. Null where it is only said in English.</summary>
    public string? Code { get; init; }

    /// <summary>What the message names, by the name it has in every language's text: <c>min</c>, <c>max</c>, …</summary>
    public IReadOnlyList<(string Name, string Value)> Arguments { get; init; } = [];
}
