using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.Discord;

public sealed class DiscordSignatureTests : IDisposable
{
    private const string Timestamp = "1767225600";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":1,"name":"Zoë"}""");

    private readonly Ed25519Signer _discord = new();
    private readonly DiscordSignature _signature;

    public DiscordSignatureTests() => _signature = new DiscordSignature(_discord.PublicKey);

    /// <summary>RFC 8032, section 7.1: tests 1 to 3.</summary>
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_VectorOfTheRfc_Holds(string privateKey, string publicKey, string message, string signature)
    {
        using var signer = new Ed25519Signer(Convert.FromHexString(privateKey));
        using var key = new Ed25519Key(Convert.FromHexString(publicKey));
        var signed = Convert.FromHexString(signature);
        Assert.Equal(publicKey, Convert.ToHexStringLower(signer.PublicKey));
        Assert.Equal(signed, signer.Sign(Convert.FromHexString(message)));
        Assert.True(key.Verify(signed, Convert.FromHexString(message)));
        signed[7] ^= 1;
        Assert.False(key.Verify(signed, Convert.FromHexString(message)));
    }

    [Fact]
    public void Verify_TimestampThenBodySigned_Holds()
    {
        var signature = _discord.Sign(Timestamp, Body);
        Assert.True(_signature.Verify(signature, Timestamp, Body));
        Assert.True(_signature.Verify(signature.ToUpperInvariant(), Timestamp, Body));
        Assert.True(_signature.Verify(_discord.Sign(Timestamp, []), Timestamp, []));
    }

    [Fact]
    public void Verify_LargeBody_Holds()
    {
        var body = new byte[3_000_000];
        Array.Fill(body, (byte)'x');
        var signature = _discord.Sign(Timestamp, body);
        Assert.True(_signature.Verify(signature, Timestamp, body));
        body[^1]++;
        Assert.False(_signature.Verify(signature, Timestamp, body));
    }

    [Fact]
    public void Verify_AnythingElseSigned_IsFalse()
    {
        using var other = new Ed25519Signer();
        Assert.False(_signature.Verify(_discord.Sign("1767225601", Body), Timestamp, Body));
        Assert.False(_signature.Verify(_discord.Sign(Timestamp, [.. Body, (byte)' ']), Timestamp, Body));
        Assert.False(_signature.Verify(other.Sign(Timestamp, Body), Timestamp, Body));
    }

    [Fact]
    public void Verify_SignatureMissingOrMalformed_IsFalse()
    {
        var right = _discord.Sign(Timestamp, Body);
        foreach (var signature in new[] { null, "", "00", right[..^1], right[..^2], right + "00", right[..^1] + "x", right[..^1] + "é", " " + right[1..] })
            Assert.False(_signature.Verify(signature, Timestamp, Body), signature);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("١٧٦٧٢٢٥٦٠٠")]
    [InlineData("176722560017672256001767225600176")]
    public void Verify_TimestampMissingOrMalformed_IsFalse(string? timestamp) =>
        Assert.False(_signature.Verify(_discord.Sign(timestamp ?? "", Body), timestamp, Body));

    [Fact]
    public void Verify_FromManyThreads_IsRightEachTime()
    {
        var right = _discord.Sign(Timestamp, Body);
        var wrong = _discord.Sign(Timestamp, []);
        Parallel.For(0, 400, call => Assert.Equal(call % 2 == 0, _signature.Verify(call % 2 == 0 ? right : wrong, Timestamp, Body)));
    }

    [Fact]
    public void Verify_AnyTexts_IsFalseAndNeverThrows() => Prop.ForAll(OddText.Any, OddText.Any, (signature, timestamp) =>
        !_signature.Verify(signature, timestamp, Body) && !_signature.Verify(signature, Timestamp, Body)
        && !_signature.Verify((signature + new string('0', 128))[..128], Timestamp, Body)).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_AnyBitOfSignatureTimestampOrBodyAnother_IsFalse() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), bit =>
    {
        var signature = Convert.FromHexString(_discord.Sign(Timestamp, Body));
        var (timestamp, body) = (Encoding.ASCII.GetBytes(Timestamp), Body.ToArray());
        byte[][] parts = [signature, timestamp, body];
        var part = parts[bit % 3];
        part[bit / 3 / 8 % part.Length] ^= (byte)(1 << (bit / 3 % 8));
        return !_signature.Verify(Convert.ToHexString(signature), Encoding.Latin1.GetString(timestamp), body);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void New_KeyOfAnotherLength_SaysSo(int length) =>
        Assert.Contains("32 bytes", Assert.Throws<ArgumentException>(() => new DiscordSignature(new byte[length])).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_LibraryAbsent_SaysWhatDiscordNeeds() =>
        Assert.StartsWith("Discord needs OpenSSL's libcrypto", Assert.Throws<FileNotFoundException>(static () => LibCrypto.Load(["libnone.so.3"])).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _signature.Dispose();
        _discord.Dispose();
    }
}
