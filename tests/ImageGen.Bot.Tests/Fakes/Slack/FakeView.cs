using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>A modal that is open before a user, or the app's home as they see it.</summary>
internal sealed class FakeView
{
    private readonly FakeSlack _slack;

    public FakeView(FakeUser user, JsonObject json, FakeView? below)
    {
        (_slack, User, Json) = (user.Workspace.Slack, user, json);
        Id = _slack.NewId("V");
        Hash = NewHash();
        Below = below;
    }

    public string Id { get; }

    public FakeUser User { get; }

    /// <summary>The view as the bot wrote it, with the ids that Slack added.</summary>
    public JsonObject Json { get; private set; }

    /// <summary>Changes with each update.</summary>
    public string Hash { get; private set; }

    /// <summary>The modal under it.</summary>
    public FakeView? Below { get; }

    public bool IsClosed { get; internal set; }

    /// <summary>How often the bot has changed it.</summary>
    public int Updates { get; private set; }

    /// <summary>What the bot complained of, by block_id.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; internal set; } = new Dictionary<string, string>();

    public bool IsModal => Json["type"]!.GetValue<string>() == "modal";

    public string? Title => Json["title"]?["text"]?.GetValue<string>();

    public string? CallbackId => Json["callback_id"]?.GetValue<string>();

    public string? PrivateMetadata => Json["private_metadata"]?.GetValue<string>();

    public string? ExternalId => Json["external_id"]?.GetValue<string>();

    public IReadOnlyList<JsonObject> Blocks => [.. Json["blocks"]!.AsArray().Select(block => block!.AsObject())];

    public IReadOnlyList<FakeElement> Elements => BlockReading.Elements(Blocks);

    /// <summary>What can be filled in and sent.</summary>
    public IReadOnlyList<FakeElement> Fields => [.. Elements.Where(element => element.Input is not null)];

    public string Text => string.Join('\n', BlockReading.Texts(Blocks));

    public IReadOnlyList<Uri> Pictures => [.. BlockReading.Pictures(Blocks).Select(url => new Uri(url))];

    /// <summary>The one element whose action_id begins so.</summary>
    public FakeElement Element(string actionIdPrefix)
    {
        var matches = Elements.Where(element => element.ActionId.StartsWith(actionIdPrefix, StringComparison.Ordinal)).ToArray();
        Assert.True(matches.Length == 1, $"{matches.Length} elements begin with '{actionIdPrefix}' on: {this}");
        return matches[0];
    }

    /// <summary>Presses a button, or chooses what an option's value says.</summary>
    public Task<FakeDelivery> PressAsync(string actionIdPrefix, params string[] values)
    {
        RequireOpen();
        return User.ActAsync(this, Element(actionIdPrefix), values);
    }

    /// <summary>Sends the modal; what is not given goes as it was filled in.</summary>
    /// <param name="values">By action_id or block_id; text, a choice's value, several of them, or files.</param>
    public Task<FakeDelivery> SubmitAsync(params (string Field, object Value)[] values)
    {
        RequireOpen();
        if (Json["submit"] is null)
            throw new InvalidOperationException($"There is nothing to send the modal with: {this}");
        foreach (var (name, _) in values.Where(value => !Fields.Any(field => Names(field, value.Field))))
            throw new InvalidOperationException($"The modal has no field '{name}' but {string.Join(", ", Fields.Select(field => field.ActionId))}.");
        var state = State(field => values.LastOrDefault(value => Names(field, value.Field)).Value, isSent: true);
        return _slack.DeliverAsync(new FakeDelivery(_slack, DeliveryKind.ViewSubmission, User, channel: null) { View = this }, delivery => Payloads.Submission(delivery, state));
    }

    /// <summary>Closes the modal; the bot hears of it where it asked for that.</summary>
    public async Task<FakeDelivery?> CloseAsync()
    {
        RequireOpen();
        var state = State(_ => null);
        _slack.Change(() =>
        {
            var isCleared = Json["clear_on_close"]?.GetValue<bool>() ?? false;
            foreach (var view in isCleared ? [.. User.Modals] : new[] { this })
                view.Close();
            return isCleared;
        });
        return Json["notify_on_close"]?.GetValue<bool>() ?? false
            ? await _slack.DeliverAsync(new FakeDelivery(_slack, DeliveryKind.ViewClosed, User, channel: null) { View = this }, delivery => Payloads.Closed(delivery, state))
            : null;
    }

    public override string ToString() => $"[{(IsClosed ? "closed " : "")}view {Title}] {Text} {{{string.Join(", ", Elements.Select(element => element.ActionId))}}}";

    internal void Close()
    {
        IsClosed = true;
        User.Modals.Remove(this);
    }

    internal FakeView Update(JsonObject json)
    {
        (Json, Hash, Errors) = (json, NewHash(), new Dictionary<string, string>());
        Updates++;
        return this;
    }

    /// <summary>The view object.</summary>
    internal JsonObject ToJson(JsonObject? state = null)
    {
        var installation = User.Workspace.Installation;
        var json = Json.DeepClone().AsObject();
        foreach (var (name, otherwise) in new (string, JsonNode?)[] { ("private_metadata", ""), ("callback_id", ""), ("external_id", ""), ("title", null), ("submit", null), ("close", null), ("clear_on_close", false), ("notify_on_close", false) })
            json[name] ??= otherwise;
        (json["id"], json["team_id"], json["app_id"], json["bot_id"]) = (Id, User.Workspace.Id, _slack.AppId, installation?.Bot.BotId);
        (json["hash"], json["root_view_id"], json["previous_view_id"]) = (Hash, (User.Modals.FirstOrDefault() ?? this).Id, Below?.Id);
        (json["app_installed_team_id"], json["state"]) = (installation?.Owner, new JsonObject { ["values"] = (state ?? State(_ => null)).DeepClone() });
        return json;
    }

    private static bool Names(FakeElement field, string name) => field.ActionId == name || field.BlockId == name;

    private JsonObject State(Func<FakeElement, object?> given, bool isSent = false)
    {
        var values = new JsonObject();
        foreach (var element in Elements.Where(element => element.Type is not ("button" or "overflow")))
        {
            values[element.BlockId] ??= new JsonObject();
            values[element.BlockId]![element.ActionId] = FieldValue.Of(element, given(element), isSent);
        }

        return values;
    }

    private void RequireOpen()
    {
        if (IsClosed)
            throw new InvalidOperationException($"It is closed: {this}");
    }

    private string NewHash() => string.Create(CultureInfo.InvariantCulture, $"{_slack.Now.ToUnixTimeSeconds()}.{FakeSlack.Secret(4)}");
}
