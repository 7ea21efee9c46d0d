using System.Text.Encodings.Web;
using System.Text.Json;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>The app as it is created at Slack: what it is called, what it may do, and where it is.</summary>
internal static class SlackManifest
{
    /// <summary>The command.</summary>
    public const string Command = "/imagine";

    /// <summary>The command of those who run the workspace.</summary>
    public const string AdminCommand = "/imagine-admin";

    /// <summary>The command that deletes what is kept of whoever types it.</summary>
    public const string ForgetCommand = "/imagine-forget";

    /// <summary>The <c>callback_id</c> of the shortcut in a message's menu.</summary>
    public const string ImagineThis = "imagine_this";

    private static readonly SlackJson Printed = new(new JsonSerializerOptions(SlackJson.Default.Options)
    {
        WriteIndented = true,
        // Read by people and by Slack, never as part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>What the bot asks for. Without <c>chat:write.public</c> it must be invited to channels, without <c>files:read</c> it sees no reference pictures, without <c>usergroups:read</c> no limits by user group.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
        ["commands", "chat:write", "chat:write.public", "files:write", "files:read", "app_mentions:read", "users:read", "usergroups:read"];

    /// <summary>The manifest.</summary>
    /// <param name="publicBaseUrl">Where Slack reaches this bot.</param>
    /// <param name="isDistributed">Whether workspaces, and whole organisations, install the app themselves; their tokens rotate.</param>
    public static AppManifest Of(Uri publicBaseUrl, bool isDistributed) => new(
        new AppDisplay("ImageGen", "Type /imagine and a few words; the picture comes in the thread.", "#a8371a"),
        new AppFeatures(
            // Nobody can write where nobody would answer.
            new AppHome(HomeTabEnabled: true, MessagesTabEnabled: true, MessagesTabReadOnlyEnabled: true),
            new AppBot("ImageGen", AlwaysOnline: true),
            [new AppShortcut("Imagine this", "message", ImagineThis, "Draw what this message says")],
            Commands(SlackAddresses.Commands(publicBaseUrl))),
        new AppOAuth([SlackAddresses.Callback(publicBaseUrl)], new AppScopes(Scopes)),
        new AppSettings(
            new AppEvents(SlackAddresses.Events(publicBaseUrl), ["app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"]),
            new AppInteractivity(IsEnabled: true, SlackAddresses.Interactions(publicBaseUrl)),
            OrgDeployEnabled: isDistributed,
            SocketModeEnabled: false,
            // Cannot be switched off again, and a configured token would end with it.
            TokenRotationEnabled: isDistributed));

    private static AppCommand[] Commands(Uri url) =>
    [
        new(Command, url, "Draw a picture", "a cool cat --ar 16:9 --style watercolor", ShouldEscape: false),
        // Escaped, channels and user groups come with their ids.
        new(AdminCommand, url, "Styles, limits and rules of this workspace", "styles | quotas | rules | usage | audit | help", ShouldEscape: true),
        new(ForgetCommand, url, "Delete what ImageGen keeps of you", null, ShouldEscape: false),
    ];

    /// <summary>The manifest to read.</summary>
    public static string Print(AppManifest manifest) => JsonSerializer.Serialize(manifest, Printed.AppManifest);

    /// <summary>Where one click makes an app of the manifest.</summary>
    public static string Link(AppManifest manifest) =>
        $"https://api.slack.com/apps?new_app=1&manifest_json={Uri.EscapeDataString(JsonSerializer.Serialize(manifest, SlackJson.Default.AppManifest))}";
}
