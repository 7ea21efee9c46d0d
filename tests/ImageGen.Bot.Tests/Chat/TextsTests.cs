using System.Reflection;
using ImageGen.Bot.Chat;
using ImageGen.Core;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Chat;

public sealed class TextsTests
{
    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-DE", "de")]
    [InlineData("fr", "fr")]
    [InlineData("fr-FR", "fr")]
    [InlineData("es-ES", "es")]
    [InlineData("es-419", "es")]
    [InlineData("es_LA", "es")]
    [InlineData("ja", "ja")]
    [InlineData("JA-jp", "ja")]
    [InlineData("en-GB", "en")]
    [InlineData("pt-BR", "en")]
    [InlineData("dev", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void For_LocaleOfAPlatform_FindsItsLanguageOrEnglish(string? locale, string language) =>
        Assert.Equal(language, Texts.For(locale).Language);

    [Theory]
    [InlineData("en", "3.2 s")]
    [InlineData("de", "3,2 s")]
    [InlineData("fr", "3,2 s")]
    [InlineData("ja", "3.2秒")]
    public void Duration_BelowAMinute_IsWrittenAsTheLanguageWritesNumbers(string locale, string expected) =>
        Assert.Equal(expected, Texts.For(locale).Duration(TimeSpan.FromMilliseconds(3210)));

    [Fact]
    public void Duration_AboveAMinute_HasMinutes() =>
        Assert.Equal("2 min 5 s", Texts.English.Duration(TimeSpan.FromSeconds(125.4)));

    [Theory]
    [InlineData("en", 1, "limit of 1 picture a day")]
    [InlineData("en", 0, "limit of 0 pictures a day")]
    [InlineData("de", 2, "Limit von 2 Bildern am Tag")]
    [InlineData("fr", 0, "limite de 0 image par jour")]
    [InlineData("fr", 2, "limite de 2 images par jour")]
    [InlineData("ja", 1, "上限（1枚）")]
    public void Format_Number_TakesItsPlural(string locale, long limit, string expected) =>
        Assert.Contains(expected, Texts.For(locale).Format("limit.user_images", ("limit", limit), ("when", "soon")), StringComparison.Ordinal);

    [Fact]
    public void Format_ValueThatLooksLikeAPlaceholder_StaysAsItIs() =>
        Assert.Equal("A picture of: {prompt} {x|y|z}", Texts.English.Format("result.alt", ("prompt", "{prompt} {x|y|z}")));

    [Fact]
    public void Format_PlaceholderWithoutValue_Throws() =>
        Assert.Throws<ArgumentException>(() => Texts.English.Format("result.alt"));

    [Fact]
    public void Indexer_KeyThatIsNowhere_Throws() =>
        Assert.Throws<KeyNotFoundException>(() => Texts.For("de")["no.such.key"]);

    [Fact]
    public void Errors_EveryCode_HasAHeadlineAndASentenceInEveryLanguage()
    {
        foreach (var texts in Texts.All)
        {
            var said = Enum.GetValues<ErrorCode>().SelectMany(code => new[] { texts.ErrorTitle(code), texts.ErrorText(code) }).ToList();
            Assert.Equal(said.Count, said.Distinct().Count());
        }
    }

    [Fact]
    public void Fault_EveryFaultThereIs_IsSaidInEveryLanguageAndInEnglishAsTheApiSaysIt()
    {
        foreach (var fault in EveryFault())
        {
            Assert.Equal(fault.Message, Texts.English.Fault(fault));
            foreach (var texts in Texts.All.Where(texts => texts != Texts.English))
            {
                Assert.NotEqual(fault.Message, texts.Fault(fault));
                Assert.All(fault.Arguments, argument => Assert.Contains(argument.Value, texts.Fault(fault), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Fault_EveryTextForOne_BelongsToOne() =>
        Assert.Equal(
            EveryFault().Select(fault => $"fault.{fault.Code}").Order(StringComparer.Ordinal),
            Texts.English.Keys.Where(key => key.StartsWith("fault.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Fault_OnlySaidInEnglish_IsSaidInEnglish() =>
        Assert.Equal("The body is no JSON.", Texts.For("de").Fault(new FieldFault("body", "The body is no JSON.")));

    [Fact]
    public void Fault_OfARealRequest_NamesWhatWasTyped()
    {
        var fault = Assert.Single(ImagineCommand.Parse("a cat --stlye cartoon", out _));
        Assert.Equal("Das Flag --stlye gibt es nicht. Meintest du „--style“?", Texts.For("de").Fault(fault));
    }

    /// <summary>Each factory, called with something for each of its parameters.</summary>
    private static List<FieldFault> EveryFault()
    {
        var factories = typeof(Core.Faults).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        var ofAttachments = typeof(ReferenceFaults).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(fault => (FieldFault)fault.GetValue(null)!);
        return [.. ofAttachments, .. from factory in factories
                   from suggestion in factory.GetParameters().Any(parameter => parameter.ParameterType == typeof(Suggestion)) ? Suggestions : [null]
                   select (FieldFault)factory.Invoke(null, [.. factory.GetParameters().Select((parameter, at) => Sample(parameter, at, suggestion))])!];
    }

    private static readonly Suggestion?[] Suggestions = [new("nearest", "a, b"), new(null, "a, b")];

    private static object Sample(ParameterInfo parameter, int at, Suggestion? suggestion) => parameter.ParameterType.Name switch
    {
        nameof(Int32) => 11 + at,
        nameof(Int64) => 11L + at,
        nameof(Double) => 1.5 + at,
        nameof(Suggestion) => suggestion!,
        _ => $"<{parameter.Name}>",
    };
}
