namespace ImageGen.Bot.Slack.Wire;

/// <summary>What Slack sends when somebody presses, chooses or submits something. Nothing in it is believed to be there.</summary>
internal sealed record Interaction
{
    /// <summary>See <see cref="InteractionType"/>.</summary>
    public string? Type { get; init; }

    public IncomingTeam? Team { get; init; }

    public IncomingId? Enterprise { get; init; }

    public bool IsEnterpriseInstall { get; init; }

    public IncomingUser? User { get; init; }

    public IncomingId? Channel { get; init; }

    /// <summary>Where a pressed button is.</summary>
    public Container? Container { get; init; }

    /// <summary>The message a pressed button is on, or a shortcut was used on.</summary>
    public IncomingMessage? Message { get; init; }

    /// <summary>A shortcut's message; <see cref="IncomingMessage.Ts"/> tells it too.</summary>
    public string? MessageTs { get; init; }

    /// <summary>A shortcut, or a form.</summary>
    public string? CallbackId { get; init; }

    public IReadOnlyList<PressedElement?>? Actions { get; init; }

    public IncomingView? View { get; init; }

    public string? ResponseUrl { get; init; }

    public string? TriggerId { get; init; }
}

/// <summary>Kinds of interactions.</summary>
internal static class InteractionType
{
    public const string Action = "block_actions";
    public const string MessageShortcut = "message_action";
    public const string Shortcut = "shortcut";
    public const string Submission = "view_submission";
    public const string Closed = "view_closed";
}

internal sealed record IncomingId
{
    public string? Id { get; init; }
}

internal sealed record IncomingTeam
{
    public string? Id { get; init; }

    /// <summary>What stands before <c>.slack.com</c>.</summary>
    public string? Domain { get; init; }
}

internal sealed record IncomingUser
{
    public string? Id { get; init; }

    public string? TeamId { get; init; }
}

/// <summary>Where a pressed button is: on a message or in a view.</summary>
internal sealed record Container
{
    public string? ChannelId { get; init; }

    public string? MessageTs { get; init; }

    public string? ThreadTs { get; init; }

    public bool IsEphemeral { get; init; }
}

/// <summary>A pressed button.</summary>
internal sealed record PressedElement
{
    public string? ActionId { get; init; }

    public string? ActionTs { get; init; }

    /// <summary>What was chosen, of a menu.</summary>
    public FilledOption? SelectedOption { get; init; }
}

/// <summary>A message somebody wrote, or one of the bot's own.</summary>
internal sealed record IncomingMessage
{
    public string? Ts { get; init; }

    public string? ThreadTs { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<SlackFile?>? Files { get; init; }

    public IReadOnlyList<IncomingBlock?>? Blocks { get; init; }
}

/// <summary>A block, as far as the bot reads its own messages.</summary>
internal sealed record IncomingBlock
{
    public string? BlockId { get; init; }

    public IncomingText? Text { get; init; }

    public IReadOnlyList<IncomingElement?>? Elements { get; init; }

    /// <summary>What a field is filled in with.</summary>
    public IncomingElement? Element { get; init; }
}

internal sealed record IncomingText
{
    public string? Text { get; init; }
}

/// <summary>What is in a block; buttons have an id, and fields what they were filled with when the form was shown.</summary>
internal sealed record IncomingElement
{
    public string? ActionId { get; init; }

    public string? InitialValue { get; init; }

    public FilledOption? InitialOption { get; init; }

    public string? InitialConversation { get; init; }

    public IReadOnlyList<string>? InitialConversations { get; init; }
}

/// <summary>A submitted form, or the view a button is in.</summary>
internal sealed record IncomingView
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public string? CallbackId { get; init; }

    public string? PrivateMetadata { get; init; }

    /// <summary>The workspace the app is installed in, which need not be the user's.</summary>
    public string? AppInstalledTeamId { get; init; }

    public ViewState? State { get; init; }

    public IReadOnlyList<IncomingBlock?>? Blocks { get; init; }
}

/// <summary>What was filled in, by block and element.</summary>
internal sealed record ViewState
{
    public Dictionary<string, Dictionary<string, FilledElement?>?>? Values { get; init; }
}

/// <summary>What an element was filled with.</summary>
internal sealed record FilledElement
{
    public string? Value { get; init; }

    public FilledOption? SelectedOption { get; init; }

    public IReadOnlyList<FilledOption?>? SelectedOptions { get; init; }

    public string? SelectedConversation { get; init; }

    public IReadOnlyList<string>? SelectedConversations { get; init; }

    public IReadOnlyList<SlackFile?>? Files { get; init; }
}

internal sealed record FilledOption
{
    public string? Value { get; init; }
}
