using System.Globalization;
using System.Text;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Tests.Fakes.Slack;

namespace ImageGen.Benchmarks;

/// <summary><c>/imagine</c> from one workspace of Slack.</summary>
internal sealed class SlackCommandSource : ICommandSource
{
    private const int Channels = 10;

    private static readonly byte[] Prompt = Encoding.UTF8.GetBytes(LedgerLoad.Prompt);

    private readonly FakeSlack _slack;
    private readonly FakeWorkspace _workspace;
    private readonly (FakeUser User, FakeChannel Channel)[] _places;
    private int _last = -1;

    private SlackCommandSource(FakeSlack slack)
    {
        _slack = slack;
        _workspace = slack.AddWorkspace();
        _places = [.. Enumerable.Range(0, Channels).Select(at => (_workspace.AddUser(), _workspace.AddChannel($"pictures-{at}")))];
        // As Slack does to whoever writes to a channel more than once a second. What is measured is the acknowledgement.
        slack.LimitEvery(1, TimeSpan.FromSeconds(30), method: "chat.postMessage");
    }

    public string Name => "Slack /imagine";

    public string PeerName => "Bolt";

    public string PeerScript => "slack.mjs";

    public string Secret => _slack.SigningSecret;

    public (string Key, string Value)[] Settings =>
        [("Slack__SigningSecret", Secret), ("Slack__BotToken", _workspace.BotToken), ("Slack__ApiBaseUrl", _slack.ApiBaseUrl.AbsoluteUri)];

    public static async Task<ICommandSource> StartAsync() => new SlackCommandSource(await FakeSlack.StartAsync());

    public SignedBody Next()
    {
        var number = Interlocked.Increment(ref _last);
        var (user, channel) = _places[number % Channels];
        var payload = Payloads.Command(new FakeDelivery(_slack, DeliveryKind.Command, user, channel), "/imagine", $"{LedgerLoad.Prompt} {number}");
        var timestamp = _slack.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new SignedBody(payload.Body, _slack.Sign(timestamp, payload.Body), timestamp);
    }

    public byte[] Post(Uri address, SignedBody signed) => HttpConnection.Post(
        address, Payloads.CommandsPath, "application/x-www-form-urlencoded", signed.Body,
        ("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)"), ("Accept", "application/json,*/*"),
        ("X-Slack-Signature", signed.Signature), ("X-Slack-Request-Timestamp", signed.Timestamp));

    /// <summary>Nothing for now, or a line that tells where the prompt's job is; a refusal tells no prompt.</summary>
    public bool IsAcknowledgement(ReadOnlySpan<byte> answer) => answer.StartsWith("HTTP/1.1 200"u8) && answer[answer.IndexOf("\r\n\r\n"u8)..] is var body
        && (body.SequenceEqual("\r\n\r\n"u8) || body.SequenceEqual("\r\n\r\n0\r\n\r\n"u8) || body.IndexOf(Prompt) > 0);

    public Func<SignedBody, bool> Checker()
    {
        var signature = new SlackSignature(new SlackOptions { SigningSecret = Secret, BotToken = _workspace.BotToken }, TimeProvider.System);
        return signed => signature.Verify(signed.Signature, signed.Timestamp, signed.Body);
    }

    public ValueTask DisposeAsync() => _slack.DisposeAsync();
}
