namespace ImageGen.Core;

/// <summary>One thing wrong with a request: which field, and what it may be instead.</summary>
/// <param name="Field">The field as the HTTP API spells it: <c>prompt</c>, <c>aspect</c>, <c>seed</c>, …</param>
/// <param name="Message">A sentence for the person who typed it; names the limit and, where there is one, the nearest valid value.</param>
public sealed record FieldFault(string Field, string Message);
