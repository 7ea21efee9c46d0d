using System.Net.Http.Headers;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>The one workspace whose token is configured. Which it is, Slack says when first asked.</summary>
internal sealed partial class ConfiguredSlackInstallation(SlackOptions options, SlackApi api, ILogger<ConfiguredSlackInstallation> logger) : SlackInstallations
{
    private readonly string _token = options.BotToken ?? throw new ArgumentException("There is no token.", nameof(options));
    private volatile TokenOwner? _owner;

    public override async Task<bool> IsInstalledAsync(SlackWorkspace workspace, CancellationToken cancellation) => await OwnerAsync(cancellation) switch
    {
        SlackResult<TokenOwner>.Ok { Answer: var owner } => owner.TeamId == workspace.Team || (owner.EnterpriseId == workspace.Enterprise && owner.IsEnterpriseInstall),
        SlackResult<TokenOwner>.Failed => false,
        // Who can sign with this app's secret is Slack; that it does not answer just now is no reason to turn people away.
        _ => true,
    };

    public override async Task<SlackResult<string>> TokenAsync(TenantId tenant, CancellationToken cancellation)
    {
        var owner = await OwnerAsync(cancellation);
        return owner is SlackResult<TokenOwner>.Ok { Answer: { IsEnterpriseInstall: false } of } && of.TeamId != tenant.Id
            ? new SlackResult<string>.Failed(SlackError.NotInstalled)
            : owner.Select(_ => _token);
    }

    public override Task RemoveAsync(SlackWorkspace workspace, DateTimeOffset at, CancellationToken cancellation)
    {
        LogRemoved();
        return Task.CompletedTask;
    }

    private async Task<SlackResult<TokenOwner>> OwnerAsync(CancellationToken cancellation)
    {
        if (_owner is { } known)
            return new SlackResult<TokenOwner>.Ok(known);
        var body = new FormUrlEncodedContent([]);
        var result = await api.CallAsync(new SlackCall("auth.test"), new AuthenticationHeaderValue("Bearer", _token), body, SlackJson.Default.TokenOwner, cancellation);
        if (result is SlackResult<TokenOwner>.Ok { Answer: var owner })
            _owner = owner;
        return result;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Slack says that the app was removed from its workspace. Install it again and set Slack:BotToken to the new token.")]
    private partial void LogRemoved();
}
