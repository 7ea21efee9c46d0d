using ImageGen.Bot.Providers.Painter;
using Xunit;

namespace ImageGen.Bot.Tests.Providers.Painter;

public sealed class ScenePlannerTests
{
    [Theory]
    [InlineData("A cool cat, soft translucent watercolor washes, visible paper grain", "cat")]
    [InlineData("two kittens", "cat")]
    [InlineData("wolves in winter", "fox")]
    [InlineData("A fluffy Puppy!", "dog")]
    [InlineData("butterflies", "butterfly")]
    [InlineData("a lighthouse at sunset by the sea", "lighthouse")]
    [InlineData("the king's castle", "person")]
    [InlineData("a bird on a house", "bird")]
    public void The_earliest_subject_word_is_the_subject(string text, string subject)
        => Assert.Equal(subject, Plan(text).Subject?.Name);

    [Fact]
    public void A_cool_cat_wears_sunglasses()
        => Assert.True(Plan("a cool cat").Attire.HasFlag(Attire.Sunglasses));

    [Fact]
    public void Style_words_far_from_the_subject_do_not_dress_it()
        => Assert.Equal(Attire.None, Plan("a cat, painted with soft light and in a palette of cool tones").Attire);

    [Fact]
    public void The_second_thing_named_is_the_companion()
    {
        Scene scene = Plan("a cat and a dog");

        Assert.Equal(("cat", "dog"), (scene.Subject?.Name, scene.Companion?.Name));
    }

    [Fact]
    public void Mountains_named_after_a_dragon_are_its_setting()
    {
        Scene scene = Plan("a dragon over mountains");

        Assert.Equal("dragon", scene.Subject?.Name);
        Assert.Equal(Setting.Mountains, scene.Setting);
    }

    [Fact]
    public void A_city_by_the_sea_is_seen_across_the_water()
    {
        Scene scene = Plan("a city by the sea");

        Assert.Equal((Setting.Sea, Setting.City), (scene.Setting, scene.Beyond));
    }

    [Fact]
    public void A_snowy_forest_has_snow_underfoot_and_trees_behind()
    {
        Scene scene = Plan("an owl in a snowy forest");

        Assert.Equal((Setting.Snowfield, Setting.Forest), (scene.Setting, scene.Beyond));
        Assert.Equal(Weather.Snow, scene.Weather);
    }

    [Fact]
    public void Seeds_vary_the_composition()
    {
        Composition[] plans = [.. Enumerable.Range(1, 12).Select(seed => ScenePlanner.Plan(new PaintingBrief("a cool cat", [], (uint)seed, 640, 640)).Composition)];

        Assert.Equal(plans.Length, plans.Distinct().Count());
        Assert.Contains(plans, plan => plan.Mirrored);
        Assert.Contains(plans, plan => !plan.Mirrored);
    }

    [Fact]
    public void A_colour_before_the_subject_paints_the_subject()
        => Assert.Equal(Vocabulary.Colors["red"], Plan("a small red boat on a lake at dawn").SubjectColor);

    [Theory]
    [InlineData("a house at night", TimeOfDay.Night)]
    [InlineData("a house at dawn", TimeOfDay.Dawn)]
    [InlineData("a house, sunset", TimeOfDay.Sunset)]
    [InlineData("a house on a sunny day", TimeOfDay.Day)]
    internal void The_hour_named_is_the_hour_painted(string text, TimeOfDay time)
        => Assert.Equal(time, Plan(text).Time);

    [Fact]
    public void A_mood_sets_the_hour_only_when_the_text_does_not()
    {
        Assert.Equal(TimeOfDay.Night, Plan("a robot", "realistic", "cyberpunk").Time);
        Assert.Equal(TimeOfDay.Day, Plan("a robot at noon", "realistic", "cyberpunk").Time);
    }

    [Fact]
    public void An_unknown_style_falls_back_to_realistic()
        => Assert.Equal("realistic", Plan("a cat", "crayon").Medium);

    [Fact]
    public void A_text_without_known_words_is_a_landscape()
    {
        Scene scene = Plan("xyzzy plugh");

        Assert.Null(scene.Subject);
        Assert.True(Enum.IsDefined(scene.Setting));
    }

    [Fact]
    public void Every_word_calls_for_one_subject_only()
    {
        string[] words = [.. Subject.All.SelectMany(subject => subject.Words.Split(' '))];

        Assert.Equal(words.Length, words.Distinct(StringComparer.Ordinal).Count());
    }

    private static Scene Plan(string text, params string[] styles) => ScenePlanner.Plan(new PaintingBrief(text, styles, 1, 640, 640));
}
