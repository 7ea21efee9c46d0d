using System.Text.Json;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What the bot says by an answer, or by a response URL, where it need not be a member.</summary>
internal sealed partial class FakeSlack
{
    private static readonly string[] ResponseFields =
        ["response_type", "replace_original", "delete_original", "text", "blocks", "attachments", "thread_ts", "mrkdwn", "unfurl_links", "unfurl_media", "metadata"];

    private Answer Respond(SlackCall call)
    {
        if (!_deliveries.TryGetValue(call.Http.Request.Path.Value!, out var delivery))
            return new Answer(404) { Text = "no_team" };
        if (Now - delivery.IssuedAt > FakeDelivery.ResponseLife)
            return new Answer(404) { Text = "expired_url" };
        if (delivery.Uses >= FakeDelivery.Responses)
            return new Answer(404) { Text = "used_url" };
        try
        {
            if (!call.IsJson || call.Fault is not null)
                throw call.Fault ?? SlackRefusal.Fault("invalid_payload");
            delivery.Uses++;
            Respond(ResponseUrl, delivery, call.Arguments);
            return delivery.Kind == DeliveryKind.Command ? new Answer(200) { Text = "ok" } : Answer.Ok();
        }
        catch (SlackRefusal refusal)
        {
            // Here a refusal has a status.
            Violate(call, refusal.Document.ToJsonString());
            return new Answer(400, refusal.Document);
        }
    }

    /// <summary>A call may be quicker than the answer is read whose message or view it is to replace.</summary>
    private async Task UntilAnsweredAsync(SlackCall call)
    {
        var settled = Read(() => call.Method switch
        {
            ResponseUrl when call.Arguments["replace_original"] is not null || call.Arguments["delete_original"] is not null =>
                _deliveries.GetValueOrDefault(call.Http.Request.Path.Value!) is { Kind: DeliveryKind.Command, Said: null } delivery ? delivery.Settled : Task.CompletedTask,
            "views.update" when call.Arguments.Text("view_id") is { } id && _views.GetValueOrDefault(id) is { } view =>
                Task.WhenAll(_deliveries.Values.Where(delivery => delivery.Kind == DeliveryKind.ViewSubmission && delivery.User == view.User).Select(delivery => delivery.Settled)),
            _ => Task.CompletedTask,
        });
        await Task.WhenAny(settled, Task.Delay(AnswerWithin));
    }

    private void Respond(string where, FakeDelivery delivery, SlackArguments given)
    {
        foreach (var unknown in given.Names.Except(ResponseFields, StringComparer.Ordinal))
            Violate($"{where}: '{unknown}' is no field of a response");
        var type = given.Text("response_type") ?? "ephemeral";
        if (type is not ("ephemeral" or "in_channel"))
            throw SlackRefusal.Fault("invalid_response_type");
        var (channel, original) = (delivery.Channel!, delivery.Original);
        if (given.Flag("delete_original") == true)
        {
            original?.Delete();
            return;
        }

        var said = Look(where, given, [delivery.User!, .. Readers(channel)], LongestPost);
        if (given.Flag("replace_original") == true && original is { IsDeleted: false })
        {
            if (original.IsEphemeral && type == "in_channel")
                Violate($"{where}: what only one sees cannot be made public");
            Rewrite(where, original, said);
            delivery.Said = original;
            return;
        }

        delivery.Said = Post(new FakeMessage(channel, channel.Workspace.Installation?.Bot ?? Nobody(channel.Workspace))
        {
            Root = FindThread(where, given, channel),
            OnlyFor = type == "ephemeral" ? delivery.User : null,
            Delivery = delivery,
        }, said);
    }

    /// <summary>Who answers where the app is not installed.</summary>
    private static FakeUser Nobody(FakeWorkspace workspace) => new(workspace, "ImageGen", "en-US") { IsBot = true };

    /// <summary>Reads the answer to a request as Slack does.</summary>
    private FakeDelivery Receive(FakeDelivery delivery, string? contentType, string answer)
    {
        try
        {
            if (delivery.Status != 200)
                throw new InvalidDataException($"the answer was {delivery.Status}: {answer}");
            if (answer.Length > 0 && delivery.Kind is DeliveryKind.Command or DeliveryKind.ViewSubmission && (delivery.Kind == DeliveryKind.ViewSubmission || contentType != "text/plain") && contentType != "application/json")
                throw new InvalidDataException($"the answer is not application/json but {contentType}");
            switch (delivery.Kind)
            {
                // Sent a second time, it changes nothing that the user has not seen.
                case var _ when delivery.Retries > 0:
                    break;
                case DeliveryKind.ViewSubmission:
                    ApplySubmission(delivery, answer);
                    break;
                case DeliveryKind.Command when answer.Length > 0:
                    Respond($"answer to {delivery.Kind}", delivery, contentType == "application/json"
                        ? SlackArguments.Of(JsonDocument.Parse(answer).RootElement)
                        : SlackArguments.Of([KeyValuePair.Create("text", answer)]));
                    break;
                case DeliveryKind.BlockActions or DeliveryKind.Shortcut or DeliveryKind.ViewClosed when answer.Length > 0:
                    Violate($"answer to {delivery.Kind}: Slack does not read '{answer}'");
                    break;
            }
        }
        catch (Exception fault) when (fault is SlackRefusal or InvalidDataException or JsonException or InvalidOperationException)
        {
            Fail(delivery, fault is SlackRefusal refusal ? refusal.Document.ToJsonString() : fault.Message);
        }

        return delivery;
    }
}
