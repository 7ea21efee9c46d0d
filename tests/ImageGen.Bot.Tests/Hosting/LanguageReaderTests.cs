using ImageGen.Bot.Hosting;
using Microsoft.Extensions.Configuration;

namespace ImageGen.Bot.Tests.Hosting;

public sealed class LanguageReaderTests
{
    [Fact]
    public void Read_OnlyWhatIsNeeded_HasDefaults()
    {
        var settings = Read(
            ("Refiner:Kind", "OpenAI"), ("Refiner:ApiKey", "sk-1"), ("Refiner:Model", "gpt-5-mini"), ("Moderation:Kind", "OpenAI"), ("Moderation:ApiKey", "sk-1"), ("Moderation:Relaxed:SelfHarmIntent", "0.25"),
            ("Embeddings:Kind", "AzureOpenAI"), ("Embeddings:Endpoint", "https://me.openai.azure.com"), ("Embeddings:Model", "near"));
        Assert.Equal(("https://api.openai.com/v1", 15), (settings.Refiner!.Endpoint.AbsoluteUri, settings.Refiner.Timeout.TotalSeconds));
        Assert.Equal(("omni-moderation-latest", false), (settings.Moderation!.Model, settings.Moderation.AllowsOnOutage));
        Assert.True(settings.Moderation.Relaxed.Refuses("self-harm/intent", 0.25));
        Assert.False(settings.Moderation.Strict.Refuses("self-harm/intent", 0.25));
        Assert.Equal(("https://me.openai.azure.com/openai/v1", 512, true), (settings.Embeddings!.Endpoint.AbsoluteUri, settings.Embeddings.Dimensions, settings.Embeddings.IsAzure));
    }

    [Theory]
    [InlineData("Refiner:Model is missing", "Refiner:Kind", "OpenAI")]
    [InlineData("Refiner:ApiKey is missing", "Refiner:Kind", "OpenAI")]
    [InlineData("Refiner:Endpoint is missing", "Refiner:Kind", "AzureOpenAI")]
    [InlineData("Refiner:Model is for Kind=OpenAI", "Refiner:Model", "gpt-5-mini")]
    [InlineData("Refiner:Prices:TextOut is missing", "Refiner:Kind", "OpenAI", "Refiner:Prices:TextIn", "1")]
    [InlineData("Refiner:UserIdSecret must have at least 16", "Refiner:Kind", "OpenAI", "Refiner:UserIdSecret", "short")]
    [InlineData("Refiner:Kind must be one of Template, OpenAI, AzureOpenAI", "Refiner:Kind", "Flux")]
    [InlineData("Moderation:OnOutage must be one of Refuse, Allow", "Moderation:Kind", "OpenAI", "Moderation:OnOutage", "Shrug")]
    [InlineData("Moderation:Strict:Sexy is no setting", "Moderation:Kind", "OpenAI", "Moderation:Strict:Sexy", "0.5")]
    [InlineData("Moderation:Strict:Sexual must be an amount from 0 to 1", "Moderation:Kind", "OpenAI", "Moderation:Strict:Sexual", "1.5")]
    [InlineData("Moderation:OnOutage is for Kind=OpenAI", "Moderation:OnOutage", "Allow")]
    [InlineData("Embeddings:Dimensions must be a whole number from 16 to 4096", "Embeddings:Kind", "OpenAI", "Embeddings:Dimensions", "5")]
    public void Read_Fault_IsNamed(string expected, params string[] settings)
    {
        var fault = Assert.Throws<SettingsException>(() => Read([.. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static Settings Read(params (string Key, string Value)[] settings) =>
        Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build());
}
