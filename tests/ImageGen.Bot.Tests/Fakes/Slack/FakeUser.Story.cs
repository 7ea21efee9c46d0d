namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What users do.</summary>
internal sealed partial class FakeUser
{
    private FakeSlack Slack => workspace.Slack;

    /// <summary>A slash command. Slack has none inside a thread.</summary>
    public Task<FakeDelivery> CommandAsync(FakeChannel channel, string command, string text = "") =>
        Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.Command, this, channel), delivery => Payloads.Command(delivery, command, text));

    /// <summary>Mentions the bot, in a thread where one of its messages is given.</summary>
    public Task<FakeDelivery> MentionAsync(FakeChannel channel, string text, FakeMessage? thread = null, params FakeFile[] files)
    {
        if (!channel.HasBot || channel.Kind == ChannelKind.Direct)
            throw new InvalidOperationException("Slack tells of mentions only where the bot is a member, and not of those in direct messages.");
        var bot = workspace.Installation?.Bot.Id ?? Slack.NewId("U");
        var message = Write(channel, $"<@{bot}> {Markup.Escape(text)}", thread, files);
        return Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.Event, this, channel) { Source = message }, delivery => Payloads.Message(delivery, "app_mention"));
    }

    /// <summary>Writes to the bot in their direct conversation.</summary>
    public Task<FakeDelivery> WriteToBotAsync(string text, FakeMessage? thread = null, params FakeFile[] files)
    {
        var message = Write(DirectMessages, Markup.Escape(text), thread, files);
        return Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.Event, this, DirectMessages) { Source = message }, delivery => Payloads.Message(delivery, "message"));
    }

    /// <summary>Writes a message that the bot does not hear of.</summary>
    public FakeMessage Say(FakeChannel channel, string text, FakeMessage? thread = null, params FakeFile[] files) => Write(channel, Markup.Escape(text), thread, files);

    /// <summary>A shortcut from the menu of a message.</summary>
    public Task<FakeDelivery> ShortcutAsync(FakeMessage message, string callbackId) =>
        Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.Shortcut, this, message.Channel) { Source = message }, delivery => Payloads.Shortcut(delivery, callbackId));

    /// <summary>Looks at the app's home.</summary>
    public Task<FakeDelivery> OpenHomeAsync() =>
        Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.Event, this, DirectMessages), Payloads.HomeOpened);

    /// <summary>Presses a button, or chooses among an element's options.</summary>
    public Task<FakeDelivery> ActAsync(FakeMessage message, FakeElement element, params string[] values)
    {
        if (message.IsDeleted || (message.OnlyFor is { } reader && reader != this))
            throw new InvalidOperationException($"{Name} cannot press {element.ActionId} on {message}");
        return Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.BlockActions, this, message.Channel) { Source = message }, delivery => Payloads.Actions(delivery, element, values));
    }

    /// <summary>Presses a button of a modal or of their home, or chooses among an element's options.</summary>
    internal Task<FakeDelivery> ActAsync(FakeView view, FakeElement element, params string[] values) =>
        Slack.DeliverAsync(new FakeDelivery(Slack, DeliveryKind.BlockActions, this, channel: null) { View = view }, delivery => Payloads.Actions(delivery, element, values));

    private FakeMessage Write(FakeChannel channel, string text, FakeMessage? thread, FakeFile[] files) => Slack.Change(() =>
    {
        foreach (var file in files)
            file.Shares.Add(channel);
        return channel.Add(new FakeMessage(channel, this) { Content = text, Root = thread?.Root ?? thread, Files = files });
    });
}
