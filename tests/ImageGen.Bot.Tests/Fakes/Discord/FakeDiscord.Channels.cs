using System.Text.Json;
using static ImageGen.Bot.Tests.Fakes.Discord.Checks;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>What the bot does with its own token.</summary>
internal sealed partial class FakeDiscord
{
    private static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    private static readonly Check ArchiveMinutes = OneOf(60, 1440, 4320, 10080);

    private static readonly Check NewThread = Object(
        new Field("name", Text(100, 1), IsRequired: true),
        new Field("auto_archive_duration", ArchiveMinutes),
        new Field("rate_limit_per_user", Integer(0, 21600), MayBeNull: true));

    private static readonly Check ChannelEdit = Object(
        new Field("name", Text(100, 1)),
        new Field("archived", TrueOrFalse),
        new Field("locked", TrueOrFalse),
        new Field("auto_archive_duration", ArchiveMinutes));

    /// <summary>Opens a thread on a message, as people also do. It has the message's id.</summary>
    public FakeChannel OpenThread(FakeMessage message, string name) => Change(() => message.Thread = Add(
        new FakeChannel(this, message.Channel.Guild, message.Channel.Type == ChannelType.Text ? ChannelType.Thread : ChannelType.AnnouncementThread, message.Id)
        {
            Parent = message.Channel,
            Name = name,
            AttachmentSizeLimit = message.Channel.AttachmentSizeLimit,
            IsNsfw = message.Channel.IsNsfw,
        }));

    private Answer GetChannel(ApiCall call) => new(200, FindChannel(call).ToJson());

    private Answer PostMessage(ApiCall call)
    {
        var channel = FindChannel(call);
        var body = call.Body;
        if (channel.Type is ChannelType.Forum or ChannelType.Media)
            throw ApiRefusal.NotATextChannel;
        if (channel.Recipient is { IsClosedToMessages: true })
            throw ApiRefusal.ClosedToMessages;
        if (channel is { IsArchived: true, IsLocked: true })
            throw ApiRefusal.ThreadLocked;
        Require(channel, channel.IsThread ? Permissions.SendMessagesInThreads : Permissions.SendMessages);
        if (call.Files.Count > 0)
            Require(channel, Permissions.AttachFiles);
        if (body.Part("embeds")?.GetArrayLength() > 0)
            Require(channel, Permissions.EmbedLinks);

        var nonce = body.Part("nonce")?.ToString();
        if (nonce is not null && body.Part("enforce_nonce") is { ValueKind: JsonValueKind.True }
            && channel.History.FirstOrDefault(sent => sent.Nonce == nonce && sent.Author == Bot && Now - sent.SentAt < NonceLife) is { } first)
            return new Answer(200, first.ToJson());

        var message = new FakeMessage(this, channel, Bot) { ReplyTo = FindReference(channel, body), Nonce = nonce };
        Write(call.Path, message, MessageUse.ChannelPost, "", body, call.Files);
        channel.Add(message);

        // A message wakes a thread that went to sleep.
        channel.IsArchived = false;
        return new Answer(200, message.ToJson());
    }

    private Answer GetMessage(ApiCall call)
    {
        var message = FindMessage(call);
        Require(message.Channel, Permissions.ReadMessageHistory);
        return new Answer(200, message.ToJson());
    }

    private Answer EditMessage(ApiCall call)
    {
        var message = FindMessage(call);
        if (message.Author != Bot)
            throw ApiRefusal.SomebodyElses;
        if (message.Channel.IsArchived)
            throw ApiRefusal.Archived;
        if (call.Files.Count > 0)
            Require(message.Channel, Permissions.AttachFiles);
        Write(call.Path, message, MessageUse.ChannelEdit, "", call.Body, call.Files);
        return new Answer(200, message.ToJson());
    }

    private Answer DeleteMessage(ApiCall call)
    {
        var message = FindMessage(call);
        if (message.Channel.IsArchived)
            throw ApiRefusal.Archived;
        if (message.Author != Bot)
            Require(message.Channel, Permissions.ManageMessages);
        message.Delete();
        return Answer.NoContent;
    }

    private Answer StartThread(ApiCall call)
    {
        var message = FindMessage(call);
        var channel = message.Channel;
        if (channel.Type is not (ChannelType.Text or ChannelType.Announcement))
            throw ApiRefusal.WrongChannelType;
        Require(channel, Permissions.CreatePublicThreads);
        Check(call, NewThread);
        if (message.Thread is not null)
            throw ApiRefusal.ThreadExists;
        var thread = OpenThread(message, call.Body.GetProperty("name").GetString()!);
        thread.AutoArchiveMinutes = call.Body.Part("auto_archive_duration")?.GetInt32() ?? channel.AutoArchiveMinutes;
        return new Answer(201, thread.ToJson());
    }

    private Answer EditChannel(ApiCall call)
    {
        var channel = FindChannel(call);
        Check(call, ChannelEdit);
        if (!channel.IsThread)
            throw ApiRefusal.MissingPermissions;
        var (archived, locked) = (call.Body.Part("archived")?.GetBoolean(), call.Body.Part("locked")?.GetBoolean());

        // Whoever made a thread may open and close it; to lock it, or open a locked one, takes a moderator.
        if (locked is not null || channel.IsLocked)
            Require(channel, Permissions.ManageThreads);
        if (channel.IsArchived && archived != false)
            throw ApiRefusal.Archived;
        channel.IsArchived = archived ?? channel.IsArchived;
        channel.IsLocked = locked ?? channel.IsLocked;
        channel.Name = call.Body.Part("name")?.GetString() ?? channel.Name;
        channel.AutoArchiveMinutes = call.Body.Part("auto_archive_duration")?.GetInt32() ?? channel.AutoArchiveMinutes;
        return new Answer(200, channel.ToJson());
    }

    private Answer OpenDirectMessages(ApiCall call)
    {
        Check(call, Object(new Field("recipient_id", Snowflake, IsRequired: true)));
        return _users.TryGetValue(call.Body.GetProperty("recipient_id").GetString()!, out var user)
            ? new Answer(200, DirectMessages(user).ToJson())
            : throw new ApiRefusal(400, 50033, "Invalid Recipient(s)");
    }

    private FakeChannel FindChannel(ApiCall call)
    {
        var channel = _channels.GetValueOrDefault(call["channel"]) ?? throw ApiRefusal.UnknownChannel;
        return channel is { Guild.HasBot: false } or { Type: ChannelType.GroupMessage } || !Allows(channel, Permissions.ViewChannel)
            ? throw ApiRefusal.MissingAccess
            : channel;
    }

    /// <summary>A message that the bot's token sees: ephemeral ones are not among them.</summary>
    private FakeMessage FindMessage(ApiCall call) =>
        FindChannel(call).Find(call["message"]) is { IsEphemeral: false } message ? message : throw ApiRefusal.UnknownMessage;

    private static FakeMessage? FindReference(FakeChannel channel, JsonElement body)
    {
        if (body.Part("message_reference") is not { } reference)
            return null;
        Require(channel, Permissions.ReadMessageHistory);
        var found = channel.Find(reference.Part("message_id")?.GetString() ?? "");
        if (found is null && reference.Part("fail_if_not_exists") is not { ValueKind: JsonValueKind.False })
        {
            var form = new Form();
            form.Refuse("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
            form.ThrowIfRefused();
        }

        return found;
    }

    private static void Require(FakeChannel channel, ulong permissions)
    {
        if (!Allows(channel, permissions))
            throw ApiRefusal.MissingPermissions;
    }

    private static bool Allows(FakeChannel channel, ulong permissions) =>
        channel.Guild is null || (channel.BotPermissions & Permissions.Administrator) != 0 || (channel.BotPermissions & permissions) == permissions;
}
