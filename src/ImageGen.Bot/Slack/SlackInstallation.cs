using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>What a workspace, or an organisation, granted when it installed the app. Stored encrypted.</summary>
/// <param name="Owner">The id of who installed it; see <see cref="SlackWorkspace.Owner"/>.</param>
/// <param name="BotToken">What the bot calls by. Secret.</param>
/// <param name="RefreshToken">What the next token is got with, once; null where tokens do not end. Secret.</param>
/// <param name="ExpiresAt">When the token ends; null where it does not.</param>
/// <param name="InstalledAt">When it was granted; a refresh does not change it.</param>
internal sealed record SlackInstallation(string Owner, string BotToken, string? RefreshToken, DateTimeOffset? ExpiresAt, DateTimeOffset InstalledAt)
{
    /// <summary>The installation that is granted; null where no one is named whose it is.</summary>
    public static SlackInstallation? Of(GrantedAccess granted, DateTimeOffset now) =>
        new SlackWorkspace(granted.Team?.Id, granted.Enterprise?.Id, granted.IsEnterpriseInstall).Owner is { } owner
            ? new SlackInstallation(owner, granted.AccessToken, granted.RefreshToken, granted.RefreshToken is null ? null : EndOf(granted, now), now)
            : null;

    /// <summary>The same with new tokens.</summary>
    public SlackInstallation Refreshed(GrantedAccess granted, DateTimeOffset now) =>
        this with { BotToken = granted.AccessToken, RefreshToken = granted.RefreshToken ?? RefreshToken, ExpiresAt = EndOf(granted, now) };

    /// <summary>Names whose it is; holds nothing secret.</summary>
    public override string ToString() => $"Slack installation of {Owner}";

    private static DateTimeOffset? EndOf(GrantedAccess granted, DateTimeOffset now) =>
        granted.ExpiresIn is { } seconds ? now.AddSeconds(seconds) : null;
}
