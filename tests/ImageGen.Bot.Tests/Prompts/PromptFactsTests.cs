using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Prompts;

/// <summary>What no likeness makes up for.</summary>
public sealed class PromptFactsTests
{
    private static readonly string[] Plain = ["cat", "roof", "evening", "light", "castle", "on", "a", "the", "small", "sitting", "river"];
    private static readonly string[] Telling = ["2", "three", "dozen", "no", "without", "isn't", "\"hello\"", "“OPEN”", "red", "bluish", "Paris", "NASA", "1984"];

    [Theory]
    [InlineData("a cat on a roof", "A cat, on the roof!", true)]
    [InlineData("a red cat and a blue dog", "a blue dog and a red cat", true)]
    [InlineData("a cat", "2 cats", false)]
    [InlineData("two cats", "three cats", false)]
    [InlineData("a cat with a hat", "a cat without a hat", false)]
    [InlineData("a cat that is asleep", "a cat that isn’t asleep", false)]
    [InlineData("a sign saying \"open\"", "a sign saying \"closed\"", false)]
    [InlineData("a sign saying \"open", "a sign saying \"closed", false)]
    [InlineData("a red cat", "a reddish cat", false)]
    [InlineData("a portrait of Ada", "a portrait of Grace", false)]
    [InlineData("Paris at night", "London at night", false)]
    [InlineData("屋根の上の猫", "屋根の上の犬", false)]
    [InlineData("屋根の上の猫", "屋根の上の猫", true)]
    public void Agree_TwoPrompts_OnlyWhereNothingOfThatDiffers(string left, string right, bool expected)
    {
        Assert.Equal(expected, PromptFacts.Agree(left, right));
        Assert.Equal(expected, PromptFacts.Agree(right, left));
    }

    [Fact]
    public void Agree_OneTellingWordMoreAnywhere_IsNever() =>
        Prop.ForAll(Gen.Elements(Plain).ArrayOf().ToArbitrary(), Gen.Elements(Telling).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), static (words, telling, place) =>
        {
            var at = words.Length == 0 ? 0 : place % words.Length;
            var text = string.Join(' ', words);
            var other = string.Join(' ', [.. words[..at], telling, .. words[at..]]);
            return !PromptFacts.Agree(text, other) && !PromptFacts.Agree(other, text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Agree_SameWordsInAnyOrderAndPlainOnesAdded_IsAlways() =>
        Prop.ForAll(Gen.Elements((string[])[.. Plain, .. Telling]).ArrayOf().ToArbitrary(), Gen.Elements(Plain).ArrayOf().ToArbitrary(), static (words, added) =>
            PromptFacts.Agree(string.Join(' ', words), string.Join(", ", words.Reverse().Concat(added)))).QuickCheckThrowOnFailure();
}
