using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>An organization of Enterprise Grid: several workspaces, one installation.</summary>
internal sealed class FakeEnterprise(FakeSlack slack, string name)
{
    public string Id { get; } = slack.NewId("E");

    public string Name => name;

    /// <summary>The app, where it is installed for all of it.</summary>
    public FakeInstallation? Installation { get; internal set; }
}

/// <summary>A workspace: its people and channels, and whether the app is installed.</summary>
internal sealed class FakeWorkspace(FakeSlack slack, string name, FakeEnterprise? enterprise)
{
    private FakeInstallation? _own;

    public string Id { get; } = slack.NewId("T");

    public FakeSlack Slack => slack;

    public string Name => name;

    public string Domain => name.ToLowerInvariant().Replace(' ', '-');

    public FakeEnterprise? Enterprise => enterprise;

    /// <summary>The app here, or in the workspace's organization; null where it was never installed.</summary>
    public FakeInstallation? Installation
    {
        get => _own ?? enterprise?.Installation;
        internal set => _own = value;
    }

    /// <summary>What the bot calls Slack with.</summary>
    public string BotToken => Installation?.Token ?? throw new InvalidOperationException($"The app is not installed in {name}.");

    public FakeUser AddUser(string userName = "Ada", bool isAdmin = false, string locale = "en-US") =>
        slack.Add(new FakeUser(this, userName, locale) { IsAdmin = isAdmin });

    /// <param name="channelName">What people call it.</param>
    /// <param name="isPrivate">Whether only its members know of it.</param>
    /// <param name="hasBot">Whether the bot is a member.</param>
    public FakeChannel AddChannel(string channelName = "pictures", bool isPrivate = false, bool hasBot = true) =>
        slack.Add(new FakeChannel(this, isPrivate ? ChannelKind.Private : ChannelKind.Public) { Name = channelName, HasBot = hasBot });

    /// <summary>User groups: id, handle, members.</summary>
    public IReadOnlyList<(string Id, string Handle, FakeUser[] Users)> Groups { get; private set; } = [];

    /// <summary>Adds a user group; its id.</summary>
    public string AddGroup(string handle, params FakeUser[] users)
    {
        var id = slack.NewId("S");
        slack.Change(() => Groups = [.. Groups, (id, handle, users)]);
        return id;
    }

    /// <summary>The channels that have a name.</summary>
    public IReadOnlyList<FakeChannel> Channels => slack.ChannelsOf(this);

    /// <summary>Where people talk with each other, and the bot is not.</summary>
    public FakeChannel AddDirectMessage(params FakeUser[] people) =>
        slack.Add(new FakeChannel(this, people.Length > 2 ? ChannelKind.Group : ChannelKind.Direct) { People = people, HasBot = false });

    /// <summary>Removes the app; the bot hears of it by two events.</summary>
    public async Task<FakeDelivery> UninstallAsync()
    {
        await RevokeTokensAsync(isUninstalled: true);
        return await slack.TellAsync(this, "app_uninstalled");
    }

    /// <summary>Revokes the app's tokens; the bot hears of it.</summary>
    public Task<FakeDelivery> RevokeTokensAsync() => RevokeTokensAsync(isUninstalled: false);

    private Task<FakeDelivery> RevokeTokensAsync(bool isUninstalled)
    {
        var installation = Installation ?? throw new InvalidOperationException($"The app is not installed in {name}.");
        slack.Change(() => installation.Revoke(isUninstalled));
        return slack.TellAsync(this, "tokens_revoked", ("tokens", new JsonObject
        {
            ["oauth"] = new JsonArray(),
            ["bot"] = new JsonArray(installation.Bot.Id),
        }));
    }
}
