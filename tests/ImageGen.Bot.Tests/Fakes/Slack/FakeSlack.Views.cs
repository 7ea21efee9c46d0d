using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Modals and homes.</summary>
internal sealed partial class FakeSlack
{
    private const int LargestView = 250_000;

    /// <summary>How many modals lie on each other at most.</summary>
    private const int DeepestStack = 3;

    private Answer OpenView(SlackCall call)
    {
        var delivery = _deliveries.GetValueOrDefault(call.Arguments.Text("trigger_id") ?? "");
        if (delivery is not { User: { } user } || !call.Installation.Covers(delivery.Workspace))
            throw SlackRefusal.Fault("invalid_trigger_id");
        var view = LookAtView(call.Method, call.Arguments.Json("view")!.Value, Surface.Modal);
        if (delivery.IsTriggerUsed)
            throw SlackRefusal.Fault("exchanged_trigger_id");
        if (Now - delivery.IssuedAt > FakeDelivery.TriggerLife)
            throw new SlackRefusal("expired_trigger_id");
        delivery.IsTriggerUsed = true;
        user.Modals.ToList().ForEach(open => open.Close());
        delivery.Modal = Push(user, view, below: null);
        return Answer.Ok(new JsonObject { ["view"] = delivery.Modal.ToJson() });
    }

    private Answer PublishView(SlackCall call)
    {
        if (!_users.TryGetValue(call["user_id"], out var user) || !call.Installation.Covers(user.Workspace))
            throw new SlackRefusal("user_not_found");
        var view = LookAtView(call.Method, call.Arguments.Json("view")!.Value, Surface.Home, user.Home);
        if (call.Arguments.Text("hash") is { } hash && user.Home is { } shown && shown.Hash != hash)
            throw new SlackRefusal("hash_conflict");
        user.Home = user.Home?.Update(view) ?? Keep(new FakeView(user, view, below: null));
        return Answer.Ok(new JsonObject { ["view"] = user.Home.ToJson() });
    }

    private Answer UpdateView(SlackCall call)
    {
        var (id, externalId) = (call.Arguments.Text("view_id"), call.Arguments.Text("external_id"));
        if ((id is null) == (externalId is null))
            throw SlackRefusal.Fault("invalid_arguments", "must have exactly one of view_id and external_id");
        var view = id is not null ? _views.GetValueOrDefault(id) : _views.Values.FirstOrDefault(one => one.ExternalId == externalId && !one.IsClosed);
        if (view is null or { IsClosed: true } || !call.Installation.Covers(view.User.Workspace))
            throw new SlackRefusal("not_found");
        if (call.Arguments.Text("hash") is { } hash && view.Hash != hash)
            throw new SlackRefusal("hash_conflict");
        view.Update(LookAtView(call.Method, call.Arguments.Json("view")!.Value, view.IsModal ? Surface.Modal : Surface.Home, view));
        return Answer.Ok(new JsonObject { ["view"] = view.ToJson() });
    }

    private JsonObject LookAtView(string where, JsonElement json, Surface surface, FakeView? before = null)
    {
        if (Encoding.UTF8.GetByteCount(json.GetRawText()) > LargestView)
            throw SlackRefusal.Fault("view_too_large");
        var findings = BlockForm.LookAtView(json, surface);
        if (findings.Refusals.Count > 0)
            throw SlackRefusal.Fault("invalid_arguments", findings.Refusals);
        if (json.TextPart("external_id") is { Length: > 0 } externalId && _views.Values.Any(view => view != before && !view.IsClosed && view.ExternalId == externalId))
            throw SlackRefusal.Fault("duplicate_external_id");
        // A mention in a view notifies nobody.
        LookAtMarkup(where, findings.Markup, [.. _users.Values]);
        var view = JsonNode.Parse(json.GetRawText())!.AsObject();
        view["blocks"] = new JsonArray(BlockReading.Named(this, json.GetProperty("blocks")));
        return view;
    }

    private FakeView Push(FakeUser user, JsonObject view, FakeView? below)
    {
        if (user.Modals.Count >= DeepestStack)
            throw SlackRefusal.Fault("push_limit_reached");
        var pushed = Keep(new FakeView(user, view, below));
        user.Modals.Add(pushed);
        return pushed;
    }

    private FakeView Keep(FakeView view) => _views[view.Id] = view;

    /// <summary>What the answer to a sent modal does with it.</summary>
    private void ApplySubmission(FakeDelivery delivery, string answer)
    {
        var view = delivery.View!;
        if (answer.Length == 0)
        {
            view.Close();
            return;
        }

        var document = JsonDocument.Parse(answer).RootElement;
        var action = document.TextPart("response_action");
        var expected = action switch { "errors" => "errors", "update" or "push" => "view", _ => "response_action" };
        foreach (var odd in document.EnumerateObject().Where(part => part.Name != "response_action" && part.Name != expected))
            Violate($"answer to {delivery.Kind}: '{odd.Name}' is no field of '{action}'");
        switch (action)
        {
            case "errors" when document.Part("errors") is { ValueKind: JsonValueKind.Object } errors:
                view.Errors = errors.EnumerateObject().ToDictionary(error => error.Name, error => $"{error.Value}", StringComparer.Ordinal);
                if (view.Errors.Count == 0 || view.Errors.Keys.Except(view.Fields.Select(field => field.BlockId), StringComparer.Ordinal).Any())
                    throw new InvalidDataException($"errors are for input blocks by their block_id: {answer}");
                break;
            case "update" when document.Part("view") is { } update:
                view.Update(LookAtView("response_action", update, Surface.Modal, view));
                break;
            case "push" when document.Part("view") is { } pushed:
                delivery.Modal = Push(delivery.User!, LookAtView("response_action", pushed, Surface.Modal), view);
                break;
            case "clear":
                delivery.User!.Modals.ToList().ForEach(open => open.Close());
                break;
            default:
                throw new InvalidDataException($"no answer to a sent modal: {answer}");
        }
    }
}
