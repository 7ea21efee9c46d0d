using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>The way to the bot: signed posts.</summary>
internal sealed partial class FakeSlack
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Posts whatever a test likes, signed unless it says otherwise.</summary>
    /// <param name="payload">The path, the raw body, and what it is said to be.</param>
    /// <param name="signature">Another signature than the right one; empty to leave the header out.</param>
    /// <param name="timestamp">Another timestamp than the current one; empty to leave the header out.</param>
    /// <param name="headers">More headers.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<HttpResponseMessage> PostAsync(
        Payload payload, string? signature = null, string? timestamp = null, IEnumerable<(string Name, string Value)>? headers = null, CancellationToken cancellation = default)
    {
        timestamp ??= _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        signature ??= Sign(timestamp, payload.Body);
        var address = new Uri(BotAddress ?? throw new InvalidOperationException("Say first where the bot listens: BotAddress."), payload.Path);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(payload.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(payload.ContentType);
        request.Headers.TryAddWithoutValidation("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        request.Headers.TryAddWithoutValidation("Accept", "application/json,*/*");
        if (signature.Length > 0)
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        if (timestamp.Length > 0)
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        foreach (var (name, value) in headers ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request, cancellation);
    }

    /// <summary>The header <c>X-Slack-Signature</c> of a request.</summary>
    public string Sign(string timestamp, byte[] body) =>
        $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SigningSecret), (byte[])[.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body]))}";

    /// <summary>What Slack does before it takes an address for events, and ever so often after with the one for commands.</summary>
    public async Task<bool> AcceptsEndpointsAsync()
    {
        var challenge = Secret(16);
        var verification = Payload.Json(Payloads.EventsPath, new JsonObject { ["token"] = "", ["challenge"] = challenge, ["type"] = "url_verification" });
        using var forged = await PostAsync(verification, signature: $"v0={new string('0', 64)}");
        using var greeted = await PostAsync(verification);
        using var checkedTls = await PostAsync(Payload.Form(Payloads.CommandsPath, [("ssl_check", "1"), ("token", "")]));
        return forged.StatusCode == HttpStatusCode.Unauthorized
            && greeted.StatusCode == HttpStatusCode.OK && (await greeted.Content.ReadAsStringAsync()).Contains(challenge, StringComparison.Ordinal)
            && checkedTls.StatusCode == HttpStatusCode.OK && (await checkedTls.Content.ReadAsStringAsync()).Length == 0;
    }

    /// <summary>Tells the bot of something that happened in a workspace.</summary>
    internal Task<FakeDelivery> TellAsync(FakeWorkspace workspace, string type, params (string Name, JsonNode Value)[] more) =>
        DeliverAsync(new FakeDelivery(this, DeliveryKind.Event, workspace, user: null, channel: null), delivery =>
        {
            var inner = new JsonObject { ["type"] = type };
            foreach (var (name, value) in more)
                inner[name] = value;
            return Payloads.Event(delivery, inner);
        });

    /// <summary>Tells the bot of what a user did, and applies the answer.</summary>
    internal Task<FakeDelivery> DeliverAsync(FakeDelivery delivery, Func<FakeDelivery, Payload> write)
    {
        Change(() =>
        {
            _deliveries[delivery.TriggerId] = _deliveries[delivery.ResponsePath] = delivery;
            if (delivery.Channel is { } channel && delivery.User is { } user)
            {
                channel.Askers.Remove(user);
                channel.Askers.Add(user);
            }

            return delivery.Request = write(delivery);
        });
        return SendAsync(delivery);
    }

    internal async Task<FakeDelivery> SendAsync(FakeDelivery delivery, params (string Name, string Value)[] headers)
    {
        var watch = Stopwatch.StartNew();
        using var patience = new CancellationTokenSource(AnswerWithin);
        try
        {
            using var response = await PostAsync(delivery.Request, headers: headers, cancellation: patience.Token);
            var answer = await response.Content.ReadAsStringAsync(patience.Token);
            Change(() =>
            {
                (delivery.Took, delivery.Status, delivery.Answer, delivery.Failure) = (watch.Elapsed, (int)response.StatusCode, answer, null);
                return Receive(delivery, response.Content.Headers.ContentType?.MediaType, answer);
            });
        }
        catch (OperationCanceledException)
        {
            Change(() => Fail(delivery, $"there was no answer within {AnswerWithin.TotalSeconds} s"));
        }
        catch (HttpRequestException fault)
        {
            Change(() => Fail(delivery, $"the bot could not be reached: {fault.Message}"));
        }

        delivery.Settle();
        return delivery;
    }

    private string Fail(FakeDelivery delivery, string reason)
    {
        Violate($"{delivery.Kind}: {reason}");
        return delivery.Failure = reason;
    }
}
