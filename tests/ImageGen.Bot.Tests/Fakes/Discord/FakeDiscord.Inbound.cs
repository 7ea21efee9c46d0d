using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static ImageGen.Bot.Tests.Fakes.Discord.Checks;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>The way to the bot: signed posts, and Discord's reading of the answers.</summary>
internal sealed partial class FakeDiscord
{
    private const string InteractionsPath = "/discord/interactions";

    private static readonly Check DeferredData = Object(new Field("flags", Integer(0, int.MaxValue)));

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>What happens between the bot's answer and its effect.</summary>
    public Func<FakeInteraction, Task> OnAnswer { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Posts an interaction and applies the answer: a message appears, a form opens, the user waits or reads that the bot did not respond.</summary>
    public Task<FakeInteraction> SendAsync(FakeInteraction interaction) => SendAsync(Sign(interaction));

    /// <summary>Makes the post of an interaction, so that many can be sent without the work of making them.</summary>
    public SignedInteraction Sign(FakeInteraction interaction)
    {
        var body = Change(() =>
        {
            _interactions[interaction.Token] = interaction;
            return Encoding.UTF8.GetBytes(interaction.ToJson().ToJsonString());
        });
        var timestamp = Timestamp();
        return new SignedInteraction(interaction, body, timestamp, _signer.Sign(timestamp, body));
    }

    /// <summary>Posts an interaction that was signed before.</summary>
    public async Task<FakeInteraction> SendAsync(SignedInteraction signed)
    {
        var interaction = signed.Interaction;
        var watch = Stopwatch.StartNew();
        using var patience = new CancellationTokenSource(AnswerWithin);
        try
        {
            using var response = await PostAsync(signed.Body, signed.Signature, signed.Timestamp, cancellation: patience.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(patience.Token);
            interaction.Took = watch.Elapsed;

            await OnAnswer(interaction);

            // The answer is on its way by the callback endpoint.
            if (response.StatusCode == HttpStatusCode.Accepted && answer.Length == 0)
                await interaction.Settled.WaitAsync(patience.Token);
            else
                Change(() => Receive(interaction, response, answer));
        }
        catch (OperationCanceledException)
        {
            Fail(interaction, $"there was no answer within {AnswerWithin.TotalSeconds} s");
        }
        catch (HttpRequestException fault)
        {
            Fail(interaction, $"the bot could not be reached: {fault.Message}");
        }

        return interaction;
    }

    /// <summary>Posts whatever a test likes, signed unless it says otherwise.</summary>
    /// <param name="body">The raw body.</param>
    /// <param name="signature">Another signature than the right one; empty to leave the header out.</param>
    /// <param name="timestamp">Another timestamp than the current one; empty to leave the header out.</param>
    /// <param name="path">Where to.</param>
    /// <param name="contentType">What the body is said to be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<HttpResponseMessage> PostAsync(
        byte[] body, string? signature = null, string? timestamp = null, string path = InteractionsPath, string contentType = "application/json", CancellationToken cancellation = default)
    {
        timestamp ??= Timestamp();
        signature ??= Sign(timestamp, body);
        var address = new Uri(BotAddress ?? throw new InvalidOperationException("Say first where the bot listens: BotAddress."), path);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)");
        if (signature.Length > 0)
            request.Headers.TryAddWithoutValidation("X-Signature-Ed25519", signature);
        if (timestamp.Length > 0)
            request.Headers.TryAddWithoutValidation("X-Signature-Timestamp", timestamp);
        return _http.SendAsync(request, cancellation);
    }

    /// <summary>The header <c>X-Signature-Ed25519</c> of a request.</summary>
    public string Sign(string timestamp, byte[] body) => _signer.Sign(timestamp, body);

    /// <summary>What Discord does before it takes an endpoint's address, and ever so often after: a PING, and one with a false signature.</summary>
    public async Task<bool> AcceptsEndpointAsync()
    {
        var ping = Encoding.UTF8.GetBytes(Ping().ToJson().ToJsonString());
        using var forged = await PostAsync(ping, signature: new string('0', 128));
        var greeted = await SendAsync(Ping());
        return forged.StatusCode == HttpStatusCode.Unauthorized && greeted.AnswerType == 1;

        FakeInteraction Ping() => new(this, InteractionType.Ping, Bot, DirectMessages(Bot));
    }

    private string Timestamp() => _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private void Fail(FakeInteraction interaction, string reason) => Change(() =>
    {
        Violate($"{interaction.Type} {interaction.Data?.ToJsonString()}: {reason}");
        interaction.Fail(reason);
        return reason;
    });

    private FakeInteraction Receive(FakeInteraction interaction, HttpResponseMessage response, byte[] answer)
    {
        try
        {
            if (response.StatusCode != HttpStatusCode.OK)
                throw new InvalidDataException($"the answer was {(int)response.StatusCode}: {Encoding.UTF8.GetString(answer)}");
            if (response.Content.Headers.ContentType?.MediaType != "application/json")
                throw new InvalidDataException($"the answer is not application/json but {response.Content.Headers.ContentType}");

            // Sent a second time by a test, or answered by callback: Discord looks at the first answer only.
            var document = JsonDocument.Parse(answer).RootElement;
            if (!interaction.IsAcknowledged)
                Apply($"answer to {interaction.Type}", interaction, document, new Dictionary<int, Upload>());
        }
        catch (Exception fault) when (fault is ApiRefusal or InvalidDataException or JsonException)
        {
            Fail(interaction, fault is ApiRefusal refusal ? refusal.Document.ToJsonString() : fault.Message);
        }

        return interaction;
    }

    private void Apply(string where, FakeInteraction interaction, JsonElement answer, IReadOnlyDictionary<int, Upload> uploads)
    {
        var form = new Form();
        Object(new Field("type", OneOf(TypesFor(interaction)), IsRequired: true), new Field("data", static (_, _, _) => { }))(form, "", answer);
        form.ThrowIfRefused();
        var (type, data) = (answer.GetProperty("type").GetInt32(), answer.Part("data"));
        (type switch
        {
            5 when data is not null => DeferredData,
            8 => ComponentForm.Choices,
            9 => ComponentForm.Modal,
            _ => static (_, _, _) => { }
        })(form, "data", data ?? default);
        if (type is 1 or 6 && data is not null)
            form.Complain($"an answer of type {type} carries no data");
        if (type == 5 && data?.Part("flags") is { ValueKind: JsonValueKind.Number } flags && flags.GetInt64() is not (0 or FakeMessage.EphemeralFlag))
            form.Complain("a deferred answer has no flag but that it is ephemeral");
        foreach (var complaint in form.Complaints)
            Violate($"{where}: {complaint}");
        form.ThrowIfRefused();
        switch (type)
        {
            case 4 or 5:
                Appear(where, interaction, type, data, uploads);
                break;
            case 6 or 7:
                interaction.Original = interaction.Source;
                if (type == 7)
                    Write(where, interaction.Source!, MessageUse.AnswerEdit, "data", Given(data), uploads);
                break;
            case 8:
                interaction.Choices = [.. Given(data).GetProperty("choices").EnumerateArray().Select(choice => (choice.GetProperty("name").GetString()!, $"{choice.GetProperty("value")}"))];
                break;
            case 9:
                interaction.Modal = new FakeModal(interaction, this, Given(data));
                break;
        }

        interaction.Acknowledge(type, answer);
    }

    private void Appear(string where, FakeInteraction interaction, int type, JsonElement? data, IReadOnlyDictionary<int, Upload> uploads)
    {
        if (interaction.Channel is { IsArchived: true, IsLocked: true })
            throw ApiRefusal.Archived;
        var message = new FakeMessage(this, interaction.Channel, Bot)
        {
            Interaction = interaction,
            IsEphemeral = IsEphemeral(data),
            ReplyTo = interaction.Source,
        };
        if (type == 4)
            Write(where, message, MessageUse.Answer, "data", Given(data), uploads);
        else
            message.IsThinking = true;
        interaction.Original = interaction.Channel.Add(message);
    }

    private static JsonElement Given(JsonElement? data) => data ?? throw ApiRefusal.EmptyMessage;

    private static int[] TypesFor(FakeInteraction interaction) => interaction.Type switch
    {
        InteractionType.Ping => [1],
        InteractionType.Command => [4, 5, 9],
        InteractionType.Component => [4, 5, 6, 7, 9],
        InteractionType.Autocomplete => [8],
        InteractionType.ModalSubmit => interaction.Source is null ? [4, 5] : [4, 5, 6, 7],
    };

    private static JsonObject CallbackDocument(FakeInteraction interaction)
    {
        var document = new JsonObject
        {
            ["interaction"] = new JsonObject
            {
                ["id"] = interaction.Id,
                ["type"] = (int)interaction.Type,
                ["response_message_id"] = interaction.Original?.Id,
                ["response_message_loading"] = interaction.IsThinking,
                ["response_message_ephemeral"] = interaction.Original?.IsEphemeral ?? false,
            },
        };
        if (interaction.Original is not null)
            document["resource"] = new JsonObject { ["type"] = interaction.AnswerType, ["message"] = interaction.Original.ToJson() };
        return document;
    }
}

/// <summary>The post of an interaction.</summary>
internal sealed record SignedInteraction(FakeInteraction Interaction, byte[] Body, string Timestamp, string Signature);
