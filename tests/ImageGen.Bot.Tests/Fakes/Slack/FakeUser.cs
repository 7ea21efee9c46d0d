using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Somebody who uses the bot; <c>FakeUser.Story.cs</c> has what they do.</summary>
internal sealed partial class FakeUser(FakeWorkspace workspace, string name, string locale)
{
    public string Id { get; } = workspace.Slack.NewId("U");

    public FakeWorkspace Workspace => workspace;

    public string Name => name;

    public string Locale => locale;

    public bool IsAdmin { get; set; }

    public bool IsOwner { get; set; }

    public bool IsPrimaryOwner { get; set; }

    public bool IsBot { get; init; }

    /// <summary>The id by which a bot is known in what it changed.</summary>
    public string? BotId { get; internal set; }

    /// <summary>Their conversation with the bot.</summary>
    public FakeChannel DirectMessages => workspace.Slack.DirectMessages(this);

    /// <summary>The modal on top; null where none is open.</summary>
    public FakeView? Modal => workspace.Slack.Read(() => Modals.LastOrDefault());

    /// <summary>The app's home as they see it; null where the bot has not published one.</summary>
    public FakeView? Home { get; internal set; }

    /// <summary>The modals, the one on top last.</summary>
    internal List<FakeView> Modals { get; } = [];

    public Task<FakeView> UntilModalAsync(Func<FakeView, bool> condition, TimeSpan? within = null) =>
        workspace.Slack.UntilAsync(() => Modals.LastOrDefault() is { } view && condition(view) ? view : null, () => $"No such modal opened for {Name}, but {Modal}", within);

    public Task<FakeView> UntilHomeAsync(Func<FakeView, bool> condition, TimeSpan? within = null) =>
        workspace.Slack.UntilAsync(() => Home is { } view && condition(view) ? view : null, () => $"{Name}'s home did not become what the test waits for: {Home}", within);

    /// <summary>A file they may attach.</summary>
    public FakeFile File(string fileName, byte[] bytes) => workspace.Slack.Add(new FakeFile(workspace, this, fileName, bytes) { Title = fileName });

    /// <summary>As an interaction shows them.</summary>
    internal JsonObject ToPayloadJson() => new() { ["id"] = Id, ["username"] = Name.ToLowerInvariant(), ["name"] = Name.ToLowerInvariant(), ["team_id"] = workspace.Id };

    /// <summary>The user object.</summary>
    internal JsonObject ToJson(bool withLocale)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["team_id"] = workspace.Id,
            ["name"] = Name.ToLowerInvariant(),
            ["deleted"] = false,
            ["real_name"] = Name,
            ["tz"] = "Europe/Amsterdam",
            ["tz_label"] = "Central European Time",
            ["tz_offset"] = 3600,
            ["profile"] = new JsonObject { ["real_name"] = Name, ["display_name"] = Name, ["team"] = workspace.Id },
            ["is_admin"] = IsAdmin || IsOwner || IsPrimaryOwner,
            ["is_owner"] = IsOwner || IsPrimaryOwner,
            ["is_primary_owner"] = IsPrimaryOwner,
            ["is_restricted"] = false,
            ["is_ultra_restricted"] = false,
            ["is_bot"] = IsBot,
            ["is_app_user"] = false,
            ["updated"] = workspace.Slack.Now.ToUnixTimeSeconds(),
        };
        if (withLocale)
            json["locale"] = Locale;
        return json;
    }
}
