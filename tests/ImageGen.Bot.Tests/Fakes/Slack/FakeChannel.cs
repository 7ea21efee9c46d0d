using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Slack's kinds of conversations.</summary>
internal enum ChannelKind
{
    Public,
    Private,
    Direct,
    Group,
}

/// <summary>A channel or a direct conversation.</summary>
internal sealed class FakeChannel(FakeWorkspace workspace, ChannelKind kind)
{
    private readonly List<FakeMessage> _messages = [];
    private readonly HashSet<FakeUser> _outside = [];
    private long _lastTs;

    public string Id { get; } = workspace.Slack.NewId(kind switch { ChannelKind.Direct => "D", _ => "C" });

    public FakeWorkspace Workspace => workspace;

    public ChannelKind Kind => kind;

    public string? Name { get; init; }

    /// <summary>Who talks, in a direct conversation.</summary>
    public IReadOnlyList<FakeUser> People { get; init; } = [];

    /// <summary>Whether the bot is a member.</summary>
    public bool HasBot { get; set; }

    public bool IsArchived { get; set; }

    /// <summary>What everybody here sees in the channel itself; replies are in their message's <see cref="FakeMessage.Thread"/>.</summary>
    public IReadOnlyList<FakeMessage> Messages => workspace.Slack.Read(() => _messages.Where(message => message is { IsEphemeral: false, IsDeleted: false, Root: null }).ToArray());

    /// <summary>What there ever was: replies, ephemeral and deleted messages too.</summary>
    public IReadOnlyList<FakeMessage> History => workspace.Slack.Read(() => _messages.ToArray());

    /// <summary>Who has asked the bot for something here, the last one last: nobody else expects to be mentioned.</summary>
    internal List<FakeUser> Askers { get; } = [];

    public override string ToString() => $"#{Name ?? "direct"}:\n{string.Join('\n', History.Select(message => $"  {message}"))}";

    /// <summary>Everything a user sees, their ephemeral messages and the threads included.</summary>
    public IReadOnlyList<FakeMessage> SeenBy(FakeUser user) =>
        workspace.Slack.Read(() => _messages.Where(message => !message.IsDeleted && (message.OnlyFor is null || message.OnlyFor == user)).ToArray());

    /// <summary>Waits for a message: in the channel, in a thread, or for one user alone.</summary>
    public Task<FakeMessage> UntilMessageAsync(Func<FakeMessage, bool> condition, TimeSpan? within = null) =>
        workspace.Slack.UntilAsync(() => History.FirstOrDefault(message => !message.IsDeleted && condition(message)), () => $"No such message came in {this}", within);

    /// <summary>A user leaves, or never was a member.</summary>
    public void Leave(FakeUser user) => _outside.Add(user);

    public bool HasMember(FakeUser user) => !_outside.Contains(user) && (People.Count == 0 || People.Contains(user));

    /// <summary>A message's id and time: seconds with six decimals, and no two alike.</summary>
    internal string NextTs()
    {
        var now = workspace.Slack.Now.ToUnixTimeMilliseconds() * 1000;
        _lastTs = Math.Max(_lastTs + 1, now);
        return string.Create(CultureInfo.InvariantCulture, $"{_lastTs / 1_000_000}.{_lastTs % 1_000_000:D6}");
    }

    internal FakeMessage Add(FakeMessage message)
    {
        _messages.Add(message);
        return message;
    }

    /// <summary>A message that the Web API finds: ephemeral ones are not among them.</summary>
    internal FakeMessage? Find(string ts) => _messages.Find(message => message is { IsDeleted: false, IsEphemeral: false } && message.Ts == ts);

    /// <summary>The message whose thread a reply with this timestamp goes to; null where there is no such thread, as when the message is gone.</summary>
    internal FakeMessage? FindThread(string ts)
    {
        var found = _messages.Find(message => message.Ts == ts && !message.IsEphemeral);
        return found?.Root ?? (found is { IsDeleted: true, Thread.Count: 0 } ? null : found);
    }

    /// <summary>How a slash command names it.</summary>
    internal string CommandName => kind switch
    {
        ChannelKind.Public => Name!,
        ChannelKind.Private => "privategroup",
        _ => "directmessage",
    };

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["is_channel"] = kind == ChannelKind.Public,
        ["is_group"] = false,
        ["is_im"] = kind == ChannelKind.Direct,
        ["is_mpim"] = kind == ChannelKind.Group,
        ["is_private"] = kind != ChannelKind.Public,
        ["is_archived"] = IsArchived,
        ["is_member"] = HasBot,
        ["context_team_id"] = workspace.Id,
    };
}
