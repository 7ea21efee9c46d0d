using System.Diagnostics.CodeAnalysis;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>How somebody turned to the bot, which decides how they can be answered at once.</summary>
internal enum SlackOrigin
{
    /// <summary>A typed command: the answer to its request is a line only they see.</summary>
    Command,

    /// <summary>A mention: nothing can be said at once.</summary>
    Mention,

    /// <summary>A button: nothing can be said at once, but there is a <c>response_url</c>.</summary>
    Action,

    /// <summary>A shortcut on a message, likewise.</summary>
    Shortcut,

    /// <summary>A submitted form: it closes, or says what is wrong.</summary>
    Form,

    /// <summary>The App Home: it is shown anew.</summary>
    Home,
}

/// <summary>What somebody did, as the bot understands it: who, where, whose quotas.</summary>
internal sealed record SlackInvocation
{
    public required SlackOrigin Origin { get; init; }

    public required SlackWorkspace Workspace { get; init; }

    /// <summary>Whose quotas, styles and history.</summary>
    public required TenantId Tenant { get; init; }

    public required string User { get; init; }

    /// <summary>Where the answer belongs; the user's own id where that is nowhere but a direct message.</summary>
    public required string Channel { get; init; }

    /// <summary>The root of the thread the answer belongs in; empty where a thread is opened for it.</summary>
    public string Thread { get; init; } = "";

    public SlackReplyHandle Handle { get; init; }

    /// <summary>The same for each delivery of what somebody did once.</summary>
    public string? Delivery { get; init; }

    /// <summary>The right to open a form, once and right now.</summary>
    public string? Trigger { get; init; }

    /// <summary>The modal that is open, where something in it was pressed.</summary>
    public string? Modal { get; init; }

    /// <summary>The first field of a submitted form: what is wrong with all of it is said there.</summary>
    public string? FirstField { get; init; }

    /// <summary>What stands before <c>.slack.com</c>, where Slack says.</summary>
    public string? Domain { get; init; }

    /// <summary>As far as it is known.</summary>
    public string? Locale { get; init; }

    /// <summary>The message a button is on, or a shortcut was used on.</summary>
    public IncomingMessage? Message { get; init; }

    /// <summary>Whether only the user sees that message.</summary>
    public bool IsEphemeral { get; init; }

    /// <summary>Whether there is a channel, and not just a person.</summary>
    public bool HasChannel => Channel != User;

    public ConversationRef Conversation => new(SlackInstallations.Platform, Channel, Thread, Handle.Format());

    /// <summary>Who asks for a picture here.</summary>
    /// <param name="isPrivate">Whether only they see it.</param>
    /// <param name="roles">Their user groups.</param>
    public Requester Requester(bool isPrivate, IReadOnlyList<string> roles) => new(Tenant, User, Conversation, Delivery)
    {
        Context = new ChatContext { Locale = Locale, IsPrivate = isPrivate, Roles = roles },
        // The answer to Slack's own request cannot be in a thread.
        ReplyIfCached = true,
    };

    /// <summary>Reads a typed command.</summary>
    /// <returns>False where it does not say who or where.</returns>
    public static bool TryRead(TypedCommand command, DateTimeOffset now, [NotNullWhen(true)] out SlackInvocation? invocation)
    {
        var workspace = new SlackWorkspace(command.TeamId, command.EnterpriseId, command.IsEnterpriseInstall);
        return TryMake(SlackOrigin.Command, workspace, command.UserId, command.ChannelId, out invocation)
            && Add(ref invocation, at => at with
            {
                Handle = SlackReplyHandle.Of(command.ResponseUrl, now),
                Delivery = command.TriggerId is { Length: > 0 } trigger ? $"command:{trigger}" : null,
                Trigger = command.TriggerId,
                Domain = command.TeamDomain,
            });
    }

    /// <summary>Reads a button, a shortcut or a form.</summary>
    /// <returns>False where it does not say who, or is of another kind.</returns>
    public static bool TryRead(Interaction interaction, DateTimeOffset now, [NotNullWhen(true)] out SlackInvocation? invocation)
    {
        invocation = null;
        SlackOrigin? origin = interaction.Type switch
        {
            InteractionType.Action when interaction.View is not null => SlackOrigin.Home,
            InteractionType.Action => SlackOrigin.Action,
            InteractionType.MessageShortcut or InteractionType.Shortcut => SlackOrigin.Shortcut,
            InteractionType.Submission => SlackOrigin.Form,
            _ => null,
        };
        // With a channel shared between workspaces, the user's team need not be the one that has the app. Where an
        // organisation installed it, Slack names that instead.
        var team = interaction.View?.AppInstalledTeamId is ['T', ..] installed ? installed : interaction.Team?.Id ?? interaction.User?.TeamId;
        var workspace = new SlackWorkspace(team, interaction.Enterprise?.Id, interaction.IsEnterpriseInstall);
        var channel = interaction.Channel?.Id ?? interaction.Container?.ChannelId ?? interaction.User?.Id;
        return origin is { } known
            && TryMake(known, workspace, interaction.User?.Id, channel, out invocation)
            && Add(ref invocation, at => at with
            {
                Thread = ThreadOf(interaction),
                Handle = SlackReplyHandle.Of(interaction.ResponseUrl, now),
                // A form is submitted with success once; a press of a button has a trigger of its own.
                Delivery = known == SlackOrigin.Form ? $"view:{interaction.View?.Id}" : interaction.TriggerId is { Length: > 0 } trigger ? $"action:{trigger}" : null,
                Trigger = interaction.TriggerId,
                Domain = interaction.Team?.Domain,
                Message = interaction.Message,
                IsEphemeral = interaction.Container is { IsEphemeral: true },
                FirstField = interaction.View?.State?.Values?.Keys.FirstOrDefault(),
                Modal = interaction.View is { Type: "modal" } ? interaction.View.Id : null,
            });
    }

    /// <summary>Reads an event of a person's.</summary>
    /// <returns>False where it does not say who or where.</returns>
    public static bool TryRead(EventEnvelope envelope, [NotNullWhen(true)] out SlackInvocation? invocation)
    {
        invocation = null;
        return envelope.Event is { } told
            && TryMake(told.Type == EventType.HomeOpened ? SlackOrigin.Home : SlackOrigin.Mention, WorkspaceOf(envelope), told.User, told.Type == EventType.HomeOpened ? told.User : told.Channel, out invocation)
            && Add(ref invocation, at => at with
            {
                Thread = Timestamp(told.ThreadTs) ?? Timestamp(told.Ts) ?? "",
                Delivery = envelope.EventId is { Length: > 0 } id ? $"event:{id}" : null,
            });
    }

    /// <summary>Which installation an event is for.</summary>
    public static SlackWorkspace WorkspaceOf(EventEnvelope envelope) => envelope.Authorizations is [{ } told, ..]
        ? new SlackWorkspace(told.TeamId ?? envelope.TeamId, told.EnterpriseId, told.IsEnterpriseInstall)
        : new SlackWorkspace(envelope.TeamId, envelope.EnterpriseId, envelope.IsEnterpriseInstall);

    private static bool TryMake(SlackOrigin origin, SlackWorkspace workspace, string? user, string? channel, [NotNullWhen(true)] out SlackInvocation? invocation)
    {
        invocation = IsId(workspace.Team) && IsId(user) && IsId(channel)
            ? new SlackInvocation { Origin = origin, Workspace = workspace, Tenant = SlackInstallations.TenantOf(workspace.Team!), User = user!, Channel = channel! }
            : null;
        return invocation is not null;
    }

    private static bool Add(ref SlackInvocation invocation, Func<SlackInvocation, SlackInvocation> more)
    {
        invocation = more(invocation);
        return true;
    }

    /// <summary>The thread a button's message or a shortcut's is in, or would open. A message that only one person sees opens none.</summary>
    private static string ThreadOf(Interaction interaction) =>
        Timestamp(interaction.Container?.ThreadTs) ?? Timestamp(interaction.Message?.ThreadTs)
        ?? (interaction.Container is { IsEphemeral: true } ? null : Timestamp(interaction.Container?.MessageTs) ?? Timestamp(interaction.MessageTs) ?? Timestamp(interaction.Message?.Ts))
        ?? "";

    private static bool IsId(string? text) => text is { Length: >= 2 and <= 32 } && text.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static string? Timestamp(string? text) => text is { Length: > 0 and <= 32 } && text.All(static c => char.IsAsciiDigit(c) || c == '.') ? text : null;
}
