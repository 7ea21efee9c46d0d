namespace ImageGen.Bot.Providers.Painter;

/// <summary>What to paint: everything the picture depends on, and nothing else.</summary>
/// <param name="Text">The refined prompt, subject words first.</param>
/// <param name="Styles">Names of the style guides that apply, the medium first, moods after it.</param>
/// <param name="Seed">Chooses among the many compositions of the same text.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
internal sealed record PaintingBrief(string Text, IReadOnlyList<string> Styles, uint Seed, int Width, int Height);
