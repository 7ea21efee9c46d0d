using System.Text;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>What Slack sends to a bot.</summary>
internal enum DeliveryKind
{
    Command,
    BlockActions,
    Shortcut,
    ViewSubmission,
    ViewClosed,
    Event,
}

/// <summary>Something a user did, or that happened, of which Slack told the bot, and what became of it.</summary>
internal sealed class FakeDelivery
{
    /// <summary>How long a modal may be opened with it.</summary>
    public static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(3);

    /// <summary>How long its response URL takes messages, and how many.</summary>
    public static readonly TimeSpan ResponseLife = TimeSpan.FromMinutes(30);
    public const int Responses = 5;

    private readonly FakeSlack _slack;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeDelivery(FakeSlack slack, DeliveryKind kind, FakeUser user, FakeChannel? channel)
        : this(slack, kind, user.Workspace, user, channel)
    {
    }

    public FakeDelivery(FakeSlack slack, DeliveryKind kind, FakeWorkspace workspace, FakeUser? user, FakeChannel? channel)
    {
        (_slack, Kind, Workspace, User, Channel, IssuedAt) = (slack, kind, workspace, user, channel, slack.Now);
        TriggerId = $"{slack.NewNumber()}.{slack.NewNumber()}.{FakeSlack.Secret(16)}";
        ResponsePath = $"/{(kind == DeliveryKind.Command ? "commands" : "actions")}/{workspace.Id}/{slack.NewNumber()}/{FakeSlack.Secret(12)}";
        EventId = slack.NewId("Ev");
    }

    public DeliveryKind Kind { get; }

    public FakeWorkspace Workspace { get; }

    public FakeUser? User { get; }

    public FakeChannel? Channel { get; }

    /// <summary>The message with the button, with the shortcut, or that the event tells of.</summary>
    public FakeMessage? Source { get; init; }

    /// <summary>The view with the button, or that was sent.</summary>
    public FakeView? View { get; init; }

    public DateTimeOffset IssuedAt { get; }

    /// <summary>What a modal is opened with.</summary>
    public string TriggerId { get; }

    public string EventId { get; }

    /// <summary>Where the bot may answer later, whether it is a member or not.</summary>
    public Uri ResponseUrl => new(_slack.Address, ResponsePath);

    /// <summary>How often the response URL was used.</summary>
    public int Uses { get; internal set; }

    /// <summary>How long the bot took to answer.</summary>
    public TimeSpan Took { get; internal set; }

    /// <summary>HTTP's status; 0 for none.</summary>
    public int Status { get; internal set; }

    /// <summary>The answer's body.</summary>
    public string Answer { get; internal set; } = "";

    /// <summary>Why the user read that the app did not respond; null where it did.</summary>
    public string? Failure { get; internal set; }

    /// <summary>The modal that was opened with it.</summary>
    public FakeView? Modal { get; internal set; }

    /// <summary>The message that came of it last, by the answer or the response URL.</summary>
    public FakeMessage Message => Said ?? throw new InvalidOperationException($"No message came of {this}.");

    /// <summary>The message that came of it last; null for none.</summary>
    internal FakeMessage? Said { get; set; }

    /// <summary>What <c>replace_original</c> replaces: the message with the button, or the command's last answer.</summary>
    internal FakeMessage? Original => Kind == DeliveryKind.BlockActions ? Source : Said;

    internal string ResponsePath { get; }

    internal bool IsTriggerUsed { get; set; }

    /// <summary>What was posted, and where to.</summary>
    internal Payload Request { get; set; } = new("", "", []);

    internal int Retries { get; private set; }

    /// <summary>Done when Slack knows whether it was answered.</summary>
    internal Task Settled => _settled.Task;

    /// <summary>The same once more, as Slack sends an event that was not answered in time.</summary>
    /// <param name="reason">Slack's word for why.</param>
    public Task<FakeDelivery> RetryAsync(string reason = "http_timeout")
    {
        Retries++;
        return _slack.SendAsync(this, ("x-slack-retry-num", $"{Retries}"), ("x-slack-retry-reason", reason));
    }

    public override string ToString() =>
        $"the {Kind} by {User?.Name ?? Workspace.Name} in {Channel}\nwith {Encoding.UTF8.GetString(Request.Body)}, answered {Status} {Answer}{(Failure is null ? "" : $" ({Failure})")}";

    internal void Settle() => _settled.TrySetResult();
}
