using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Slack;
using Xunit;

namespace ImageGen.Bot.Tests.Slack;

public sealed class SlackSignatureTests
{
    // The example of Slack's documentation.
    private const long Time = 1531420618;
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA" +
        "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554" +
        "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(-300)]
    public void Verify_SlacksOwnExampleWithinFiveMinutes_IsRight(int skew) => Assert.True(Verify(skew: skew));

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    [InlineData(100_000_000)]
    public void Verify_OldOrOfTheFuture_IsWrong(int skew) => Assert.False(Verify(skew: skew));

    [Fact]
    public void Verify_HexInCapitals_IsTheSameSignature() => Assert.True(Verify("v0=" + Signature[3..].ToUpperInvariant()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5")]
    [InlineData("v0=z2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503 ")]
    public void Verify_AnotherSignature_IsWrong(string? signature) => Assert.False(Verify(signature));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1531420619")]
    [InlineData("01531420618")]
    [InlineData(" 1531420618")]
    [InlineData("+1531420618")]
    [InlineData("-1531420618")]
    [InlineData("1531420618.0")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    public void Verify_AnotherTimestamp_IsWrong(string? timestamp) => Assert.False(Verify(timestamp: timestamp));

    [Fact]
    public void Verify_AnotherBody_IsWrong()
    {
        Assert.False(Verify(body: Body + "&"));
        Assert.False(Verify(body: ""));
    }

    [Fact]
    public void Verify_AnyTexts_IsWrongAndNeverThrows() => Prop.ForAll(OddText.Any, OddText.Any, static (signature, timestamp) =>
        !Verify(signature, timestamp) && !Verify(signature) && !Verify(("v0=" + signature + new string('0', 64))[..67]) && (timestamp == "1531420618" || !Verify(timestamp: timestamp))).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_AnyBitOfSignatureTimestampOrBodyAnother_IsWrong() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), static bit =>
    {
        byte[][] parts = [Convert.FromHexString(Signature[3..]), Encoding.ASCII.GetBytes("1531420618"), Encoding.ASCII.GetBytes(Body)];
        var part = parts[bit % 3];
        part[bit / 3 / 8 % part.Length] ^= (byte)(1 << (bit / 3 % 7));
        return !Verify($"v0={Convert.ToHexStringLower(parts[0])}", Encoding.ASCII.GetString(parts[1]), Encoding.ASCII.GetString(parts[2]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_AnotherSecret_IsWrong() => Assert.False(Verify(secret: "8f742231b10e8888abcd99yyyzzz85a6"));

    private static bool Verify(
        string? signature = Signature, string? timestamp = "1531420618", string body = Body, string secret = "8f742231b10e8888abcd99yyyzzz85a5", int skew = 0)
    {
        var options = new SlackOptions { SigningSecret = secret, BotToken = "xoxb-1" };
        return new SlackSignature(options, new FixedClock(DateTimeOffset.FromUnixTimeSeconds(Time + skew))).Verify(signature, timestamp, Encoding.UTF8.GetBytes(body));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
