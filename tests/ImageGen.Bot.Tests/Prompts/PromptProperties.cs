using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

public sealed class PromptProperties
{
    // Few values, among them such as could pass for two fields, so that everything meets everything.
    private static readonly string[] Texts = ["a", "b", "a\",\"model\":\"b", "a:b", "A"];

    [Fact]
    public void TryCreate_AnyText_IsRefusedOrCanonicalOnceAndForAll() => Prop.ForAll(OddText.Any, static text =>
        !UserPrompt.TryCreate(text, out var prompt, out var fault)
            ? fault.Message.Length > 0
            : UserPrompt.TryCreate(prompt.Value, out var again, out _) && again == prompt
                && prompt.Value.IsNormalized(NormalizationForm.FormC) && prompt.Value == prompt.Value.Trim() && !prompt.Value.Contains("  ", StringComparison.Ordinal)
                && !prompt.Value.Any(char.IsControl) && PromptText.Length(prompt.Value) is >= UserPrompt.MinLength and <= UserPrompt.MaxLength).QuickCheckThrowOnFailure();

    [Fact]
    public void TryCreate_SameTextDecomposedSpacedAndWithInvisibles_IsTheSamePrompt() => Prop.ForAll(OddText.Any, static text =>
    {
        if (!UserPrompt.TryCreate(text, out var prompt, out _))
            return true;
        var written = $" \u3000{text.Normalize(NormalizationForm.FormD).Replace(" ", "\t \u00a0", StringComparison.Ordinal)}\u200b\n";
        return UserPrompt.TryCreate(written, out var other, out _) && other == prompt;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Truncate_AnyText_IsNoLongerThanAllowedAndWhole() => Prop.ForAll(OddText.Any, Gen.Choose(1, 40).ToArbitrary(), static (text, most) =>
    {
        if (!PromptText.TryNormalise(text, out var normal, out _))
            return true;
        var cut = PromptText.Truncate(normal, most);
        return PromptText.Length(cut) <= most && normal.StartsWith(cut, StringComparison.Ordinal) && (cut.Length == 0 || !char.IsHighSurrogate(cut[^1]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_TwoRequests_HaveOneKeyWhereTheyAreTheSameAndElseTwo() => Prop.ForAll(Requests, Requests, static (one, other) =>
        one == other == (one.Key() == other.Key())).QuickCheckThrowOnFailure();

    /// <summary>Two that differ in one part only are what a sloppy key would mix up first.</summary>
    [Fact]
    public void Compute_RequestsThatDifferInOnePart_HaveTwoKeys() => Prop.ForAll(Requests, Gen.Choose(0, 13).ToArbitrary(), static (one, part) =>
    {
        var other = part switch
        {
            0 => one with { Tenant = one.Tenant + "x" },
            1 => one with { Prompt = one.Prompt + "x" },
            2 => one with { Style = one.Style + "x" },
            3 => one with { Provider = one.Provider + "x" },
            4 => one with { Model = one.Model + "x" },
            5 => one with { Refiner = one.Refiner + "x" },
            6 => one with { Negative = one.Negative + "x" },
            7 => one with { Reference = one.Reference + "x" },
            8 => one with { Count = one.Count + 1 },
            9 => one with { Seed = one.Seed is null ? 0 : one.Seed + 1 },
            10 => one with { Guidance = one.Guidance is null ? 2 : one.Guidance + 0.25 },
            11 => one with { Quality = (ImageQuality)(((int)one.Quality + 1) % 3) },
            12 => one with { IsWide = !one.IsWide },
            _ => one with { IsAdult = !one.IsAdult },
        };
        return one.Key() != other.Key();
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<Request> Requests { get; } = Arb.From(
        from texts in Gen.Elements(Texts).ArrayOf(8)
        from numbers in Gen.Choose(0, 2).ArrayOf(4)
        from flags in Gen.Elements(true, false).ArrayOf(2)
        select new Request(
            texts[0], "cat " + texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7], 1 + numbers[0], numbers[1] == 0 ? null : (uint)numbers[1], numbers[2] == 0 ? null : 1.5 + numbers[2], (ImageQuality)numbers[3], flags[0], flags[1]));

    private sealed record Request(
        string Tenant, string Prompt, string Style, string Provider, string Model, string Refiner, string Negative, string Reference, int Count, uint? Seed, double? Guidance, ImageQuality Quality, bool IsWide, bool IsAdult)
    {
        public PromptKey Key() => PromptKey.Compute(
            new TenantId("test", Tenant),
            UserPrompt.Parse(Prompt),
            new ImageSpec
            {
                Style = Style,
                Provider = Provider,
                Negative = Negative,
                Reference = Reference,
                Count = Count,
                Seed = Seed,
                Guidance = Guidance,
                Quality = Quality,
                Aspect = IsWide ? AspectRatio.Parse("16:9") : AspectRatio.Square,
            },
            Model,
            Refiner,
            "l",
            IsAdult);
    }
}
