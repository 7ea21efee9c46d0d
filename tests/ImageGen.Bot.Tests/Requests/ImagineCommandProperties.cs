using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Requests;

public sealed class ImagineCommandProperties
{
    private static readonly (string Flag, string Value)[] Flags =
    [
        ("ar", "16:9"), ("no", "text"), ("seed", "7"), ("style", "\"my style\""), ("count", "2"), ("provider", "flux"), ("guidance", "4.5"), ("quality", "high"), ("raw", ""), ("fresh", ""),
    ];

    private static readonly string[] Words = ["a", "cool", "cat", "—", "–asleep", "-", "--", "a--b", "well-known", "\"--raw\"", "16:9", "=", "3.5"];

    /// <summary>A prompt's words, then all flags in any order, each with hyphens or what phones make of them, its value after a blank or an equals sign.</summary>
    private static Arbitrary<(string[] Prompt, string Flags)> Commands { get; } = Arb.From(
        from prompt in Gen.Elements(Words).ArrayOf()
        from order in Gen.Shuffle(Flags)
        from dashes in Gen.Elements("--", "—", "–").ArrayOf(Flags.Length)
        from parts in Gen.Elements(" ", "=", "  ").ArrayOf(Flags.Length)
        select (prompt, string.Join(' ', order.Select((flag, at) => $"{dashes[at]}{flag.Flag}{(flag.Value.Length == 0 ? "" : flag.Value.Contains(' ', StringComparison.Ordinal) ? " " : parts[at])}{flag.Value}"))));

    [Fact]
    public void Parse_FlagsInAnyOrder_FillTheSameFieldsAndLeaveThePrompt() => Prop.ForAll(Commands, static command =>
    {
        var faults = ImagineCommand.Parse($"{string.Join(' ', command.Prompt)} {command.Flags}", out var request);
        return faults.Count == 0 && request with { Command = null } == new ImagineRequest
        {
            Prompt = string.Join(' ', command.Prompt),
            Aspect = "16:9",
            Negative = "text",
            Seed = "7",
            Style = "my style",
            Count = "2",
            Provider = "flux",
            Guidance = "4.5",
            Quality = "high",
            Refine = false,
            Fresh = true,
        };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyText_NeverThrowsAndReadsItsOwnCommandAlike() => Prop.ForAll(OddText.Any, static text =>
    {
        ImagineCommand.Parse(text, out var request);
        ImagineCommand.Parse(request.Command!, out var again);
        return request == again || request.Command!.StartsWith("/imagine", StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyText_KeepsInThePromptWhatIsNoFlag() => Prop.ForAll(OddText.Any, static text =>
    {
        var plain = text.Replace("-", "", StringComparison.Ordinal).Replace("—", "", StringComparison.Ordinal).Replace("–", "", StringComparison.Ordinal);
        var faults = ImagineCommand.Parse("x " + plain, out var request);
        return faults.Count == 0 && string.Concat(request.Prompt!.Where(c => !char.IsWhiteSpace(c))) == string.Concat(("x" + plain).Where(c => !char.IsWhiteSpace(c)));
    }).QuickCheckThrowOnFailure();

    /// <summary>What <see cref="Repeat"/> writes for people to send again.</summary>
    [Fact]
    public void Flags_OfAnySpec_AreReadBack() => Prop.ForAll(
        OddText.Any,
        Gen.Choose(0, 10_000).ToArbitrary(),
        static (negative, number) =>
        {
            var known = PromptText.TryNormalise(negative, out var normal, out _) && normal.Length > 0 ? normal : null;
            var spec = new ImageSpec
            {
                Style = "our-style",
                Provider = "flux",
                Aspect = AspectRatio.Parse($"{1 + (number % 3)}:{1 + (number / 3 % 3)}"),
                Count = 1 + (number % 4),
                Seed = number % 2 == 0 ? (uint)number : null,
                Guidance = number % 5 == 0 ? 1.5 + (number / 2000d) : null,
                Quality = (ImageQuality)(number % 3),
                Refine = number % 7 > 0,
                Negative = known,
            };
            var faults = ImagineCommand.Parse($"a cat {Repeat.Flags(spec)}", out var request);
            return faults.Count == 0
                && request.Prompt == "a cat"
                && Plain(request.Negative) == Plain(spec.Negative)
                && (request.Style, request.Provider, request.Aspect ?? "1:1", request.Count ?? "1", request.Refine ?? true) == (spec.Style, spec.Provider, spec.Aspect.ToString(), $"{spec.Count}", spec.Refine)
                && (request.Seed, request.Guidance, request.Quality ?? "medium") == (spec.Seed is { } seed ? $"{seed}" : null, spec.Guidance is { } guidance ? $"{guidance}" : null, spec.Quality.ToString().ToLowerInvariant());

            // Quotation marks keep the words together, so that those within become others.
            static string? Plain(string? text) => text is null ? null : string.Concat(text.Where(c => c is not ('"' or '“' or '”' or '\'')));
        }).QuickCheckThrowOnFailure();
}
