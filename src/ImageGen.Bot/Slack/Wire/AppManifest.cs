namespace ImageGen.Bot.Slack.Wire;

/// <summary>An app as Slack's app pages and their link for new apps read it.</summary>
internal sealed record AppManifest(AppDisplay DisplayInformation, AppFeatures Features, AppOAuth OauthConfig, AppSettings Settings);

/// <summary>What people are shown.</summary>
/// <param name="Name">1 to 35 characters.</param>
/// <param name="Description">1 to 140 characters.</param>
/// <param name="BackgroundColor"><c>#rrggbb</c>.</param>
internal sealed record AppDisplay(string Name, string Description, string BackgroundColor);

/// <summary>What people can use.</summary>
internal sealed record AppFeatures(AppHome AppHome, AppBot BotUser, IReadOnlyList<AppShortcut> Shortcuts, IReadOnlyList<AppCommand> SlashCommands);

/// <summary>The app's own place in Slack.</summary>
internal sealed record AppHome(bool HomeTabEnabled, bool MessagesTabEnabled, bool MessagesTabReadOnlyEnabled);

/// <summary>As whom the bot writes; the name has 1 to 80 characters.</summary>
internal sealed record AppBot(string DisplayName, bool AlwaysOnline);

/// <summary>A command of a message's menu.</summary>
/// <param name="Name">1 to 24 characters.</param>
/// <param name="Type"><c>message</c> or <c>global</c>.</param>
/// <param name="CallbackId">What comes back when it is used.</param>
/// <param name="Description">1 to 150 characters.</param>
internal sealed record AppShortcut(string Name, string Type, string CallbackId, string Description);

/// <summary>A command people type.</summary>
internal sealed record AppCommand(string Command, Uri Url, string Description, string? UsageHint, bool ShouldEscape);

/// <summary>What the app may do, and how it is installed.</summary>
internal sealed record AppOAuth(IReadOnlyList<Uri> RedirectUrls, AppScopes Scopes);

/// <summary>Scopes of the bot's token.</summary>
internal sealed record AppScopes(IReadOnlyList<string> Bot);

/// <summary>How Slack calls the app.</summary>
internal sealed record AppSettings(
    AppEvents EventSubscriptions, AppInteractivity Interactivity, bool OrgDeployEnabled, bool SocketModeEnabled, bool TokenRotationEnabled);

/// <summary>What Slack tells of.</summary>
internal sealed record AppEvents(Uri RequestUrl, IReadOnlyList<string> BotEvents);

/// <summary>Where Slack sends what people press and fill in.</summary>
internal sealed record AppInteractivity(bool IsEnabled, Uri RequestUrl);
