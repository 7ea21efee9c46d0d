namespace ImageGen.Bot.Slack.Wire;

/// <summary>What every answer of Slack's begins with. Errors come with status 200.</summary>
internal sealed record Envelope
{
    /// <summary>Absent in what is not Slack's own answer.</summary>
    public bool? Ok { get; init; }

    /// <summary>See <see cref="SlackError"/>.</summary>
    public string? Error { get; init; }

    public ResponseMetadata? ResponseMetadata { get; init; }
}

/// <summary>What Slack adds to an error, for people.</summary>
internal sealed record ResponseMetadata(IReadOnlyList<string>? Messages);

/// <summary>A message as Slack keeps it: enough to find it again.</summary>
internal sealed record SentMessage
{
    /// <summary>The channel's id, also where the message was sent to a user.</summary>
    public required string Channel { get; init; }

    /// <summary>The message's id in its channel.</summary>
    public required string Ts { get; init; }

    /// <summary>Whether it was there before: a message with the same <see cref="OutgoingMessage.ClientMsgId"/>, whatever it said.</summary>
    public bool IsDuplicate { get; init; }
}

/// <summary>Which message is to be deleted.</summary>
internal sealed record MessageToDelete(string Channel, string Ts);

/// <summary>A view to show: opened by a trigger, as a user's App Home, or in place of another.</summary>
internal sealed record ViewToShow(View View, string? TriggerId = null, string? UserId = null, string? ViewId = null);

/// <summary>An answer with a view.</summary>
internal sealed record ShownView(OpenedView View);

/// <summary>A view as Slack keeps it.</summary>
internal sealed record OpenedView(string Id);

/// <summary>An answer with a user.</summary>
internal sealed record FoundUser(SlackUser User);

/// <summary>Somebody, as far as the bot needs to know them.</summary>
internal sealed record SlackUser
{
    public required string Id { get; init; }

    /// <summary>The workspace they belong to.</summary>
    public string? TeamId { get; init; }

    /// <summary>In an organisation, which of its workspaces they belong to.</summary>
    public EnterpriseUser? EnterpriseUser { get; init; }

    public string? RealName { get; init; }

    public bool IsAdmin { get; init; }

    public bool IsOwner { get; init; }

    public bool IsPrimaryOwner { get; init; }

    /// <summary>Such as <c>en-US</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>Whether a workspace is theirs to run. In a shared channel there are admins of others.</summary>
    public bool MayManage(string team) =>
        (TeamId is null || TeamId == team || EnterpriseUser?.Teams?.Contains(team) == true) && (IsAdmin || IsOwner || IsPrimaryOwner);
}

/// <summary>Somebody of an organisation.</summary>
internal sealed record EnterpriseUser(IReadOnlyList<string>? Teams);

/// <summary>An answer with the workspace's user groups.</summary>
internal sealed record FoundGroups(IReadOnlyList<UserGroup>? Usergroups);

/// <summary>A user group and the ids of its members.</summary>
internal sealed record UserGroup(string Id, IReadOnlyList<string>? Users = null);

/// <summary>An answer with a file.</summary>
internal sealed record FoundFile(SlackFile File);

/// <summary>A file people shared. A mention tells all of it, or only the id (<see cref="FileAccess"/>).</summary>
internal sealed record SlackFile
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Mimetype { get; init; }

    public long Size { get; init; }

    /// <summary>Where it is, for those who show a token.</summary>
    public string? UrlPrivate { get; init; }

    /// <summary><c>check_file_info</c> where the rest is to be asked for.</summary>
    public string? FileAccess { get; init; }
}

/// <summary>Where a file is to be uploaded to, and the id it gets.</summary>
internal sealed record UploadPlace(string UploadUrl, string FileId);

/// <summary>Uploaded files and where they are to be seen.</summary>
internal sealed record FilesToShare(IReadOnlyList<FileToShare> Files, string? ChannelId = null, string? ThreadTs = null);

/// <summary>An uploaded file.</summary>
internal sealed record FileToShare(string Id, string? Title = null);

/// <summary>Whom a token belongs to.</summary>
internal sealed record TokenOwner
{
    public required string TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    public bool IsEnterpriseInstall { get; init; }

    public string? UserId { get; init; }

    public string? Team { get; init; }
}

/// <summary>What an installation, or a refreshed token, is told with.</summary>
internal sealed record GrantedAccess
{
    public required string AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>Seconds the token is good for; null where it does not end.</summary>
    public long? ExpiresIn { get; init; }

    public string? Scope { get; init; }

    public string? BotUserId { get; init; }

    public string? AppId { get; init; }

    public NamedId? Team { get; init; }

    public NamedId? Enterprise { get; init; }

    public bool IsEnterpriseInstall { get; init; }
}

/// <summary>A workspace or an organisation.</summary>
internal sealed record NamedId(string Id, string? Name = null);
