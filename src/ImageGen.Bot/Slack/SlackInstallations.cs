using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>A workspace as Slack's requests name it.</summary>
/// <param name="Team">Its id; null in the few requests about an organisation.</param>
/// <param name="Enterprise">The organisation (Enterprise Grid) it is part of.</param>
/// <param name="IsEnterpriseInstall">Whether the organisation installed the app, for all its workspaces.</param>
internal sealed record SlackWorkspace(string? Team, string? Enterprise = null, bool IsEnterpriseInstall = false)
{
    /// <summary>Whose installation it is: the organisation's id where that installed the app, otherwise the workspace's.</summary>
    public string? Owner => IsEnterpriseInstall ? Enterprise : Team ?? Enterprise;
}

/// <summary>Where the app is installed, and by which tokens it calls there.</summary>
internal abstract class SlackInstallations
{
    /// <summary>The <see cref="TenantId.Platform"/> of workspaces.</summary>
    public const string Platform = "slack";

    /// <summary>The workspace that shares quotas, styles and history: always the team, also where its organisation installed the app.</summary>
    public static TenantId TenantOf(string team) => new(Platform, team);

    /// <summary>Whether a request from there is to be served; asked before anything else is done with it.</summary>
    public abstract Task<bool> IsInstalledAsync(SlackWorkspace workspace, CancellationToken cancellation);

    /// <summary>The bot's token there; <see cref="SlackError.NotInstalled"/> where there is none.</summary>
    public abstract Task<SlackResult<string>> TokenAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Forgets an installation that Slack says is over. Does nothing where there is none.</summary>
    /// <param name="workspace">As the event names it.</param>
    /// <param name="at">When it ended. Events come late, and the app may have been installed again since.</param>
    /// <param name="cancellation">Gives up.</param>
    public abstract Task RemoveAsync(SlackWorkspace workspace, DateTimeOffset at, CancellationToken cancellation);
}
