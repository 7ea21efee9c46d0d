using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Discord's types of channels.</summary>
internal enum ChannelType
{
    Text = 0,
    DirectMessage = 1,
    Voice = 2,
    GroupMessage = 3,
    Announcement = 5,
    AnnouncementThread = 10,
    Thread = 11,
    Forum = 15,
    Media = 16,
}

/// <summary>A guild, and whether the bot is in it.</summary>
internal sealed class FakeGuild(FakeDiscord discord, string locale)
{
    public string Id { get; } = discord.NewId();

    public string Locale => locale;

    /// <summary>False where only a user has installed the app, or the bot was thrown out.</summary>
    public bool HasBot { get; set; } = true;

    public FakeChannel AddChannel(string name = "pictures", ChannelType type = ChannelType.Text, bool nsfw = false) =>
        discord.Add(new FakeChannel(discord, this, type) { Name = name, IsNsfw = nsfw });
}

/// <summary>A channel, a thread or a direct conversation.</summary>
internal sealed class FakeChannel(FakeDiscord discord, FakeGuild? guild, ChannelType type, string? id = null)
{
    private readonly List<FakeMessage> _messages = [];
    private ulong? _botPermissions;

    public string Id { get; } = id ?? discord.NewId();

    public ChannelType Type => type;

    public FakeGuild? Guild => guild;

    /// <summary>Whose thread it is.</summary>
    public FakeChannel? Parent { get; init; }

    /// <summary>Who is on the other end of a direct conversation with the bot.</summary>
    public FakeUser? Recipient { get; init; }

    public string? Name { get; internal set; }

    /// <summary>A thread that people opened.</summary>
    public FakeChannel AddThread(string name) =>
        discord.Add(new FakeChannel(discord, guild, ChannelType.Thread) { Parent = this, Name = name });

    /// <summary>The threads in it, whoever opened them.</summary>
    public IReadOnlyList<FakeChannel> Threads => discord.ThreadsOf(this);

    public bool IsNsfw { get; init; }

    public int AutoArchiveMinutes { get; internal set; } = 1440;

    public bool IsThread => type is ChannelType.Thread or ChannelType.AnnouncementThread;

    public bool IsArchived { get; set; }

    public bool IsLocked { get; set; }

    /// <summary>What the bot may do here; a thread's are its channel's.</summary>
    public ulong BotPermissions
    {
        get => _botPermissions ?? Parent?.BotPermissions ?? Permissions.OfABot;
        set => _botPermissions = value;
    }

    /// <summary>The largest file that may be uploaded.</summary>
    public long AttachmentSizeLimit { get; set; } = 10 * 1024 * 1024;

    /// <summary>What everybody here sees.</summary>
    public IReadOnlyList<FakeMessage> Messages => discord.Read(() => _messages.Where(message => !message.IsEphemeral && !message.IsDeleted).ToArray());

    /// <summary>What there ever was, ephemeral and deleted messages too.</summary>
    public IReadOnlyList<FakeMessage> History => discord.Read(() => _messages.ToArray());

    public override string ToString() => $"#{Name ?? "direct"}:\n{string.Join('\n', History.Select(message => $"  {message}"))}";

    /// <summary>Waits for a message that everybody sees.</summary>
    public Task<FakeMessage> UntilMessageAsync(Func<FakeMessage, bool> condition, TimeSpan? within = null) =>
        discord.UntilAsync(() => Messages.FirstOrDefault(condition), () => $"No such message came in {this}", within);

    internal FakeMessage Add(FakeMessage message)
    {
        _messages.Add(message);
        return message;
    }

    internal void Forget() => _messages.Clear();

    internal FakeMessage? Find(string messageId) => _messages.Find(message => message.Id == messageId && !message.IsDeleted);

    internal JsonObject Reference(string messageId)
    {
        var reference = new JsonObject { ["type"] = 0, ["message_id"] = messageId, ["channel_id"] = Id };
        if (guild is not null)
            reference["guild_id"] = guild.Id;
        return reference;
    }

    /// <summary>The channel object.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["type"] = (int)type, ["flags"] = 0, ["last_message_id"] = _messages.LastOrDefault()?.Id };
        if (guild is null)
        {
            json["recipients"] = new JsonArray(Recipient is null ? [] : [Recipient.ToJson()]);
            return json;
        }

        (json["guild_id"], json["name"], json["parent_id"], json["rate_limit_per_user"]) = (guild.Id, Name, Parent?.Id, 0);
        if (IsThread)
        {
            json["owner_id"] = discord.Bot.Id;
            json["message_count"] = _messages.Count;
            json["member_count"] = 1;
            json["total_message_sent"] = _messages.Count;
            json["thread_metadata"] = new JsonObject
            {
                ["archived"] = IsArchived,
                ["auto_archive_duration"] = AutoArchiveMinutes,
                ["archive_timestamp"] = FakeDiscord.Timestamp(discord.Now),
                ["locked"] = IsLocked,
                ["create_timestamp"] = FakeDiscord.Timestamp(discord.Now),
            };
        }
        else
        {
            (json["nsfw"], json["position"], json["topic"]) = (IsNsfw, 0, null);
        }

        return json;
    }
}
