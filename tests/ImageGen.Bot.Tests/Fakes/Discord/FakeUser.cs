using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Somebody who uses the bot; <c>FakeUser.Story.cs</c> has what they do.</summary>
internal sealed partial class FakeUser(FakeDiscord discord, string name, string locale, bool isBot = false)
{
    public string Id { get; } = discord.NewId();

    public string Name => name;

    public string Locale => locale;

    /// <summary>What they may do in the channels of their guilds.</summary>
    public ulong Permissions { get; set; } = Discord.Permissions.OfAMember;

    /// <summary>The ids of the roles they have in their guilds.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Whether they take direct messages from the bot.</summary>
    public bool IsClosedToMessages { get; set; }

    /// <summary>Whether they have the app for themselves, in every guild and conversation.</summary>
    public bool HasInstalled { get; set; }

    /// <summary>Their conversation with the bot.</summary>
    public FakeChannel DirectMessages => discord.DirectMessages(this);

    /// <summary>Where they talk with somebody else, and the bot is not.</summary>
    public FakeChannel AddPrivateChannel() => discord.Add(new FakeChannel(discord, null, ChannelType.GroupMessage));

    /// <summary>A file they may attach.</summary>
    public FakeFile File(string fileName, byte[] bytes) => discord.Add(new FakeFile(discord, discord.ApplicationId, fileName, bytes));

    /// <summary>The user object.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["username"] = Name.ToLowerInvariant(),
            ["discriminator"] = isBot ? "0042" : "0",
            ["global_name"] = isBot ? null : Name,
            ["avatar"] = null,
            ["avatar_decoration_data"] = null,
            ["collectibles"] = null,
            ["primary_guild"] = null,
            ["public_flags"] = 0,
        };
        if (isBot)
            json["bot"] = true;
        return json;
    }

    /// <summary>The member object of an interaction.</summary>
    internal JsonObject ToMemberJson()
    {
        var member = ToResolvedMemberJson();
        (member["user"], member["deaf"], member["mute"]) = (ToJson(), false, false);
        return member;
    }

    /// <summary>The member object as options resolve to it: without the user.</summary>
    internal JsonObject ToResolvedMemberJson() => new()
    {
        ["nick"] = null,
        ["roles"] = new JsonArray([.. Roles.Select(role => (JsonNode)role)]),
        ["joined_at"] = FakeDiscord.Timestamp(discord.Now),
        ["premium_since"] = null,
        ["avatar"] = null,
        ["banner"] = null,
        ["communication_disabled_until"] = null,
        ["pending"] = false,
        ["flags"] = 0,
        ["permissions"] = $"{Permissions}",
    };
}
