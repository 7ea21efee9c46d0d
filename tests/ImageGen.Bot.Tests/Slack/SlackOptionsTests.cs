using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ImageGen.Bot.Tests.Slack;

public sealed class SlackOptionsTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    [Theory]
    [InlineData("xoxb-12-34-secret", true)]
    [InlineData("xoxp-12-34-secret", false)]
    [InlineData("xapp-1-secret", false)]
    [InlineData("xoxe.xoxb-1-secret", false)]
    [InlineData("Bearer xoxb-secret", false)]
    [InlineData("xoxb-secret\n", false)]
    [InlineData("", false)]
    public void FaultOfBotToken_AnythingButABotsToken_IsNamedWithoutIt(string token, bool right)
    {
        var fault = SlackOptions.FaultOfBotToken(token);
        Assert.Equal(right, fault is null);
        Assert.DoesNotContain("secret", fault ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2141029472.691202649728", true)]
    [InlineData("2141029472", false)]
    [InlineData("A012ABCD0A0", false)]
    [InlineData("1.2.3", false)]
    [InlineData("", false)]
    public void FaultOfClientId_AnythingButAClientId_IsNamed(string id, bool right) => Assert.Equal(right, SlackOptions.FaultOfClientId(id) is null);

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("short", false)]
    [InlineData("8f742231 b10e8888 abcd99yy yzzz85a5", false)]
    public void FaultOfSigningSecret_AnythingElse_IsNamed(string secret, bool right) => Assert.Equal(right, SlackOptions.FaultOfSigningSecret(secret) is null);

    [Fact]
    public void ToString_OfOptions_HoldsNoSecret() =>
        Assert.Equal("Slack app 12.34", new SlackOptions { SigningSecret = Secret, ClientId = "12.34", ClientSecret = "secret" }.ToString());

    [Fact]
    public void Settings_WithoutTheSection_AreNotOnSlack() => Assert.Null(Read().Slack);

    [Fact]
    public void Settings_OneWorkspace_HaveItsToken()
    {
        var slack = Read(("SigningSecret", Secret), ("BotToken", "xoxb-1"), ("ApiBaseUrl", "http://localhost:5/api/")).Slack!;
        Assert.Equal((Secret, "xoxb-1", false, "http://localhost:5/api/"), (slack.SigningSecret, slack.BotToken, slack.IsDistributed, slack.ApiBaseUrl.AbsoluteUri));
    }

    [Fact]
    public void Settings_ManyWorkspaces_AreDistributed() =>
        Assert.True(Read(("SigningSecret", Secret), ("ClientId", "1.2"), ("ClientSecret", "s")).Slack!.IsDistributed);

    [Theory]
    [InlineData("BotToken=xoxb-1", "Slack:SigningSecret is missing")]
    [InlineData("SigningSecret=" + Secret, "Slack:BotToken is missing")]
    [InlineData("SigningSecret=" + Secret + ",BotToken=xoxb-1,ClientId=1.2", "Slack:BotToken and ClientId with ClientSecret exclude each other")]
    [InlineData("SigningSecret=" + Secret + ",ClientId=1.2", "Slack:ClientSecret is missing")]
    [InlineData("SigningSecret=" + Secret + ",ClientSecret=s", "Slack:ClientId is missing")]
    [InlineData("SigningSecret=x,BotToken=xoxb-1", "Slack:SigningSecret must be")]
    [InlineData("SigningSecret=" + Secret + ",BotToken=xoxb-1,AppToken=x", "Slack:AppToken is no setting")]
    public void Settings_HalfOrContradictory_NameTheKey(string settings, string fault)
    {
        var wrong = Assert.Throws<SettingsException>(() => Read([.. settings.Split(',').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]));
        Assert.Contains(fault, wrong.Message, StringComparison.Ordinal);
    }

    private static Settings Read(params (string Key, string Value)[] slack) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(slack.Select(pair => KeyValuePair.Create($"Slack:{pair.Key}", (string?)pair.Value)))
        .Build());
}
