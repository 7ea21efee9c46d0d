using System.Globalization;
using System.Text;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Benchmarks;

/// <summary><c>/imagine</c> from a few guilds of Discord.</summary>
internal sealed class DiscordCommandSource : ICommandSource
{
    private const int Guilds = 10;

    private readonly FakeDiscord _discord;
    private readonly Ed25519Signer _signer = new();
    private readonly (FakeUser User, FakeChannel Channel)[] _places;
    private int _last = -1;

    private DiscordCommandSource(FakeDiscord discord)
    {
        _discord = discord;
        _places = [.. Enumerable.Range(0, Guilds).Select(_ => (discord.AddUser(), discord.AddGuild().AddChannel()))];
    }

    public string Name => "Discord /imagine";

    public string PeerName => "express";

    public string PeerScript => "discord.mjs";

    public string Secret => Convert.ToHexStringLower(_signer.PublicKey);

    public (string Key, string Value)[] Settings =>
    [
        ("Discord__ApplicationId", _discord.ApplicationId), ("Discord__PublicKey", Secret),
        ("Discord__BotToken", _discord.BotToken), ("Discord__ApiBaseUrl", _discord.ApiBaseUrl.AbsoluteUri),
    ];

    public static async Task<ICommandSource> StartAsync() => new DiscordCommandSource(await FakeDiscord.StartAsync());

    public SignedBody Next()
    {
        var number = Interlocked.Increment(ref _last);
        var (user, channel) = _places[number % Guilds];
        var data = new CommandData(_discord, channel, user).Slash("imagine", [("prompt", $"{LedgerLoad.Prompt} {number}")]);
        var body = Encoding.UTF8.GetBytes(new FakeInteraction(_discord, InteractionType.Command, user, channel) { Data = data }.ToJson().ToJsonString());
        var timestamp = _discord.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new SignedBody(body, _signer.Sign(timestamp, body), timestamp);
    }

    public byte[] Post(Uri address, SignedBody signed) => HttpConnection.Post(
        address, "/discord/interactions", "application/json", signed.Body,
        ("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)"), ("X-Signature-Ed25519", signed.Signature), ("X-Signature-Timestamp", signed.Timestamp));

    public bool IsAcknowledgement(ReadOnlySpan<byte> answer) => answer.StartsWith("HTTP/1.1 200"u8) && answer.IndexOf("""{"type":5}"""u8) > 0;

    public Func<SignedBody, bool> Checker()
    {
        var signature = new DiscordSignature(_signer.PublicKey);
        return signed => signature.Verify(signed.Signature, signed.Timestamp, signed.Body);
    }

    public async ValueTask DisposeAsync()
    {
        _signer.Dispose();
        await _discord.DisposeAsync();
    }
}
