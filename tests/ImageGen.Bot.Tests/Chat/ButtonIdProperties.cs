using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Chat;

/// <summary>What buttons and forms carry comes back from outside.</summary>
public sealed class ButtonIdProperties
{
    private static readonly string[] Pieces =
        ["reroll", "Reroll", "REROLL", "delete", "take", "variations", "reroll,details", "take,variations", "0", "7", "-1", "", ":", ":", ":", "01arz3ndektsv4rrffq69g5fav", "80351110224678912", "gallery", "mine", "everyone", "jobs", "cancel", "admin", "AddStyle", "Reset", "AddStyle,Reset", "9999999999"];

    private static Arbitrary<string> Ids { get; } = Arb.From(from pieces in Gen.Elements(Pieces).ArrayOf(9) from length in Gen.Choose(1, 9) select string.Concat(pieces.Take(length)));

    [Fact]
    public void TryParse_AnyText_IsNoneOrWritesWhatItReadAndDoesSomethingThereIs() => Prop.ForAll(Ids, static text =>
        (!ActionId.TryParse(text, out var action) || (Enum.IsDefined(action.Action) && ActionId.TryParse(action.ToString(), out var again) && again == action))
        && (!ListId.TryParse(text, out var list) || (ListId.TryParse(list.ToString(), out var listed) && listed == list))
        && (!AdminId.TryParse(text, out var admin) || (Enum.IsDefined(admin.Act) && AdminId.TryParse(admin.ToString(), out var same) && same == admin))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("take,variations")]
    [InlineData("reroll,details")]
    [InlineData("Reroll")]
    [InlineData("0")]
    public void TryParse_NameThatIsNoActions_IsNone(string name) => Assert.False(ActionId.TryParse($"{name}:{new string('0', 26)}:1", out _));

    [Fact]
    public void TryParse_OddText_IsNone() => Prop.ForAll(OddText.Any, static text =>
        !ActionId.TryParse(text, out _) && !ListId.TryParse(text, out _) && !AdminId.TryParse(text, out _) && !JobId.TryParse(text, out _)).QuickCheckThrowOnFailure();
}
