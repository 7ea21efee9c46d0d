using ImageGen.Bot.Discord;

namespace ImageGen.Bot.Tests.Discord;

public sealed class DiscordOptionsTests
{
    private const string Key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    [Theory]
    [InlineData("1234567890123456789", true)]
    [InlineData("1234567890", false)]
    [InlineData("123456789012345678901", false)]
    [InlineData("imagegen-bot-imagegen", false)]
    [InlineData("", false)]
    public void FaultOfApplicationId_AnythingButASnowflake_IsNamed(string id, bool right) =>
        Assert.Equal(right, DiscordOptions.FaultOfApplicationId(id) is null);

    [Theory]
    [InlineData(Key, true)]
    [InlineData(Key + "00", false)]
    [InlineData("x75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", false)]
    [InlineData("", false)]
    public void FaultOfPublicKey_AnythingBut64Digits_IsNamed(string key, bool right) =>
        Assert.Equal(right, DiscordOptions.FaultOfPublicKey(key) is null);

    [Theory]
    [InlineData("MTIz.Gabc.secret-token_1", true)]
    [InlineData("Bot MTIz.Gabc.secret", false)]
    [InlineData("secret\n", false)]
    [InlineData("", false)]
    public void FaultOfBotToken_MoreThanTheToken_IsNamedWithoutIt(string token, bool right)
    {
        var fault = DiscordOptions.FaultOfBotToken(token);
        Assert.Equal(right, fault is null);
        Assert.DoesNotContain("secret", fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfOptions_HoldsNoToken() =>
        Assert.Equal("Discord application 42", new DiscordOptions { ApplicationId = "42", PublicKey = new byte[32], BotToken = "secret" }.ToString());
}
