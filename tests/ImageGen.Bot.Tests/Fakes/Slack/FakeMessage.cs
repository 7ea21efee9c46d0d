using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>A message, as those who may see it do. What it says is replaced as a whole by an update, never changed in place.</summary>
internal sealed class FakeMessage
{
    private readonly FakeSlack _slack;

    public FakeMessage(FakeChannel channel, FakeUser author)
    {
        _slack = channel.Workspace.Slack;
        (Channel, Author, Ts) = (channel, author, channel.NextTs());
    }

    /// <summary>Its id and time.</summary>
    public string Ts { get; }

    public FakeChannel Channel { get; }

    public FakeUser Author { get; }

    /// <summary>The message whose thread it is in.</summary>
    public FakeMessage? Root { get; init; }

    /// <summary>The replies, the oldest first.</summary>
    public IReadOnlyList<FakeMessage> Thread => [.. Channel.History.Where(message => message.Root == this && message is { IsDeleted: false, IsEphemeral: false })];

    /// <summary>What notifications and screen readers say.</summary>
    public string Content { get; internal set; } = "";

    /// <summary>As the bot wrote them, with the ids that Slack added.</summary>
    public IReadOnlyList<JsonObject> Blocks { get; internal set; } = [];

    public IReadOnlyList<FakeFile> Files { get; internal set; } = [];

    /// <summary>The only one who sees it.</summary>
    public FakeUser? OnlyFor { get; init; }

    public bool IsEphemeral => OnlyFor is not null;

    public bool IsDeleted { get; private set; }

    /// <summary>Whether the workspace lets nobody change it any more.</summary>
    public bool IsEditWindowClosed { get; set; }

    /// <summary>What the user did that it answers, where it came by the answer or its response URL.</summary>
    public FakeDelivery? Delivery { get; init; }

    /// <summary>How often the bot has changed it.</summary>
    public int Edits { get; internal set; }

    /// <summary>Everything it says, for a test to search.</summary>
    public string Text => string.Join('\n', BlockReading.Texts(Blocks).Prepend(Content).Where(part => part.Length > 0));

    /// <summary>The addresses of the pictures in its blocks, and those of its files.</summary>
    public IReadOnlyList<Uri> Pictures => [.. BlockReading.Pictures(Blocks).Select(url => new Uri(url)), .. Files.Select(file => file.Url)];

    public IReadOnlyList<FakeElement> Elements => BlockReading.Elements(Blocks);

    public IReadOnlyList<FakeElement> Buttons => [.. Elements.Where(element => element.Type == "button")];

    /// <summary>Who presses its buttons: the one it was shown to, or who has asked here last.</summary>
    private FakeUser? Owner => OnlyFor ?? Delivery?.User ?? Channel.Askers.LastOrDefault();

    /// <summary>The one element whose action_id begins so.</summary>
    public FakeElement Element(string actionIdPrefix)
    {
        var matches = Elements.Where(element => element.ActionId.StartsWith(actionIdPrefix, StringComparison.Ordinal)).ToArray();
        Assert.True(matches.Length == 1, $"{matches.Length} elements begin with '{actionIdPrefix}' on: {this}");
        return matches[0];
    }

    /// <summary>Presses a button, or chooses what an option's value says: the one who has asked, unless another is named.</summary>
    public Task<FakeDelivery> PressAsync(string actionIdPrefix, FakeUser? by = null, params string[] values) =>
        (by ?? Owner ?? throw new InvalidOperationException("Nobody has asked for anything here: say who presses.")).ActAsync(this, Element(actionIdPrefix), values);

    /// <summary>As by a moderator, or the one who may see it.</summary>
    public void Delete() => _slack.Change(() => IsDeleted = true);

    public Task<FakeMessage> UntilAsync(Func<FakeMessage, bool> condition, TimeSpan? within = null) =>
        _slack.UntilAsync(() => condition(this) ? this : null, () => $"The message did not become what the test waits for: {this}", within);

    public override string ToString() =>
        $"[{(IsDeleted ? "deleted " : "")}{(IsEphemeral ? $"only for {OnlyFor!.Name} " : "")}{Ts} by {Author.Name}{(Root is null ? "" : $" in thread {Root.Ts}")}] {Text} "
        + $"{{{string.Join(", ", Elements.Select(element => element.ActionId))}}} pictures: {string.Join(", ", Pictures)}";

    /// <summary>The message object.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["type"] = "message",
            ["user"] = Author.Id,
            ["ts"] = Ts,
            ["text"] = Content,
            ["team"] = Channel.Workspace.Id,
        };
        if (Author.IsBot)
            (json["bot_id"], json["app_id"]) = (Author.BotId, _slack.AppId);
        else
            json["client_msg_id"] = $"00000000-0000-4000-8000-{Ts.Replace(".", "", StringComparison.Ordinal)[^12..]}";
        if (Blocks.Count > 0)
            json["blocks"] = new JsonArray([.. Blocks.Select(block => block.DeepClone())]);
        if (Root is not null)
            (json["thread_ts"], json["parent_user_id"]) = (Root.Ts, Root.Author.Id);
        else if (Thread.Count > 0)
            (json["thread_ts"], json["reply_count"]) = (Ts, Thread.Count);
        if (Files.Count > 0)
            (json["files"], json["upload"]) = (new JsonArray([.. Files.Select(file => file.ToJson())]), false);
        if (Edits > 0)
            json["edited"] = new JsonObject { ["user"] = Author.BotId ?? Author.Id, ["ts"] = $"{_slack.Now.ToUnixTimeSeconds()}.000000" };
        return json;
    }
}
