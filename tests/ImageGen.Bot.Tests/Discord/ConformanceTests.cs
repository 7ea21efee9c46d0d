using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>That the check of documents against Discord's types finds what it is there to find.</summary>
public sealed class ConformanceTests
{
    private const string Edit = "RESTPatchAPIInteractionOriginalResponseJSONBody";

    [Fact]
    public async Task Check_RightDocument_HasNoFault() => Assert.Empty(await CheckAsync(Edit,
        """
        {"content":"a cool cat","embeds":[{"title":"A","image":{"url":"attachment://a.png"}}],"allowed_mentions":{"parse":[]},
         "components":[{"type":1,"components":[{"type":2,"style":2,"label":"Again","custom_id":"again:1"}]}],
         "attachments":[{"id":"0","filename":"a.png","description":"A cat"}]}
        """));

    [Theory]
    [InlineData(Edit, """{"contents":"a cool cat"}""", "contents")]
    [InlineData(Edit, """{"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Again","customid":"a"}]}]}""", "customid")]
    [InlineData("APIInteractionResponse", """{"type":6,"data":{"flags":64}}""", "data")]
    public async Task Check_FieldThatIsNotThere_IsNamed(string type, string json, string field)
    {
        var fault = Assert.Single(await CheckAsync(type, json));
        Assert.Contains($"0001-{type}.json", fault, StringComparison.Ordinal);
        Assert.Contains($"'\"{field}\"' does not exist", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"content":3}""", "'number' is not assignable")]
    [InlineData("""{"components":[{"type":1,"components":[{"type":2,"style":99,"label":"Again","custom_id":"a"}]}]}""", "'99' is not assignable")]
    [InlineData("""{"allowed_mentions":{"parse":["nobody"]}}""", "'\"nobody\"' is not assignable")]
    public async Task Check_ValueTheTypeDoesNotHave_IsNamed(string json, string complaint) =>
        Assert.Contains(complaint, Assert.Single(await CheckAsync(Edit, json)), StringComparison.Ordinal);

    [Fact]
    public async Task Check_NameOfNoType_IsAFault() => Assert.NotEmpty(await CheckAsync("APINothing", "{}"));

    private static Task<IReadOnlyList<string>> CheckAsync(string type, string json) =>
        ConformanceCheck.RunAsync([(type, JsonDocument.Parse(json).RootElement)]);
}
